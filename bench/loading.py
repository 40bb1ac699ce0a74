"""Loading: the refresh against a bare load, against other encodings and readers, and against pandas."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.renditions import files
from bench.report import Line
from bench.spent import Spent, python

MOST_TRANSCODED = 200_000_000
ROWS_OF_WORKBOOK = 100_000
PARTIAL = (0, 3)


@dataclass(frozen=True)
class Loads:
    """The rounds of one benchmark: floors and refreshes one after the other, on the same files."""

    floors: list[Spent]
    refreshes: list[Spent]

    @property
    def floor(self) -> float:
        """CPU seconds of the bare load, the median of the rounds."""
        return median(each.cpu for each in self.floors)

    @property
    def refresh(self) -> float:
        """CPU seconds of the refresh, the median of the rounds."""
        return median(each.cpu for each in self.refreshes)

    @property
    def documents(self) -> list[dict[str, Any]]:
        """What each refresh told of itself."""
        return [json.loads(each.output) for each in self.refreshes]


def load(inbox: Path, room: Path, rounds: int) -> Loads:
    """Load the same files both ways, in turn; the last warehouse stays in room/warehouse."""
    floors, refreshes = [], []
    for _ in range(rounds):
        (room / "floor.duckdb").unlink(missing_ok=True)
        shutil.rmtree(room / "warehouse", ignore_errors=True)
        floors.append(python("bench.floor", inbox, room / "floor.duckdb"))
        refreshes.append(refreshed(inbox, room / "warehouse"))
    (room / "floor.duckdb").unlink()
    return Loads(floors, refreshes)


def refreshed(inbox: Path, warehouse: Path) -> Spent:
    """A refresh; refused records are part of the city."""
    return python("etl", "refresh", "--inbox", inbox, "--warehouse", warehouse, "--json", accepted=PARTIAL)


def lines(loads: Loads) -> Iterator[Line]:
    """The refresh, its landing and its memory against the floor."""
    cases = loads.documents[-1]["totals"]["case"]["rows"]
    note = f"{cases:,} cases; CPU {loads.refresh:.1f} s / {loads.floor:.1f} s, {len(loads.floors)} rounds"
    yield Line("refresh / bare typed read_csv", loads.refresh / loads.floor, at_most=4.5, note=note)
    landing = median(_cpu(document, "land ") for document in loads.documents)
    note = f"CPU {landing:.1f} s of all files, registers too"
    yield Line("landing alone / bare typed read_csv", landing / loads.floor, at_most=1.5, note=note)
    peak = max(each.peak_mb for each in loads.refreshes) / 1073.741824
    yield Line("peak memory of the refresh", peak, " GiB", at_most=2.0, note="all its processes together")


def steps(loads: Loads) -> Iterator[Line]:
    """CPU seconds of each step of the last refresh; the landing of files of one kind is one step."""
    found: dict[str, tuple[float, int]] = {}
    for step in loads.documents[-1]["steps"]:
        name = "land " + step["name"][5:].split("_")[0] if step["name"].startswith("land ") else step["name"]
        cpu, number = found.get(name, (0.0, 0))
        found[name] = (cpu + step["cpu_seconds"], number + 1)
    told = sum(cpu for cpu, _ in found.values())
    for name, (cpu, number) in found.items():
        yield Line(name, cpu, " s", note=f"{number} files" if number > 1 else "")
    yield Line("start and end", loads.refreshes[-1].cpu - told, " s", note="imports, hashing, journal")


def transcoded(inbox: Path, room: Path, rounds: int) -> Line:
    """Landing of the same cases in GB18030 and in UTF-8."""
    chosen, size = [], 0
    for path in files(inbox)["case"]:
        if size < MOST_TRANSCODED:
            chosen.append(path)
            size += path.stat().st_size
    ratios = []
    for _ in range(rounds):
        spent = {encoding: _land(chosen, encoding, room) for encoding in ("utf-8", "gb18030")}
        ratios.append(spent["gb18030"] / spent["utf-8"])
    note = f"{len(chosen)} files of cases, {size / 1e6:,.0f} MB as UTF-8"
    return Line("landing GB18030 / UTF-8", median(ratios), at_most=1.5, note=note)


def workbook(inbox: Path, room: Path, rounds: int) -> Line:
    """Reading a workbook of cases: openpyxl against the product's reader."""
    book = room / "cases.xlsx"
    python("bench.workbook", "write", inbox, book, ROWS_OF_WORKBOOK)
    ratios, spent = [], []
    for _ in range(rounds):
        ours, theirs = (python("bench.workbook", way, book, room) for way in ("ours", "openpyxl"))
        counts = [json.loads(each.output) for each in (ours, theirs)]
        assert counts[0]["cells"] == counts[1]["cells"], counts
        spent.append([each["cpu"] for each in counts])
        ratios.append(spent[-1][1] / spent[-1][0])
    note = f"{counts[0]['records']:,} records; CPU {spent[-1][1]:.1f} s / {spent[-1][0]:.1f} s, imports apart"
    return Line("reading XLSX, openpyxl / ours", median(ratios), at_least=8, note=note)


def pandas(inbox: Path, room: Path, loads: Loads) -> Line:
    """The refresh against pandas doing the same up to the states."""
    theirs = python("bench.pandas_way", inbox, room / "pandas.parquet")
    cases, states = json.loads(theirs.output).values()
    hashes = loads.documents[-1]["table_hashes"]
    assert [f"-{cases}", f"-{states}"] == [hashes[name][16:] for name in ("fct_case", "case_state")], (cases, states)
    note = (
        f"CPU {loads.refresh:.1f} s / {theirs.cpu:.1f} s, {theirs.peak_mb / 1000:.1f} GB; the same {cases:,} cases in"
    )
    note += f" {states:,} states; it makes no tallies and checks nothing after"
    return Line("refresh / pandas pipeline", loads.refresh / theirs.cpu, at_most=0.6, note=note)


def _land(chosen: list[Path], encoding: str, room: Path) -> float:
    inbox, warehouse = room / "transcoded", room / "transcoded-warehouse"
    for folder in (inbox, warehouse):
        shutil.rmtree(folder, ignore_errors=True)
    inbox.mkdir()
    for path in chosen:
        text = path.read_text("utf-8")
        (inbox / path.name).write_bytes(text.encode(encoding))
    document = json.loads(refreshed(inbox, warehouse).output)
    assert {file["encoding"] for file in document["files"]} == {encoding}, document["files"]
    for folder in (inbox, warehouse):
        shutil.rmtree(folder)
    return _cpu(document, "land ")


def _cpu(document: dict[str, Any], start: str) -> float:
    """CPU seconds of the steps whose names begin so."""
    found = [step["cpu_seconds"] for step in document["steps"] if step["name"].startswith(start)]
    return float(sum(found))

"""The synthetic city's exports as UTF-8 CSV files: the same records in the same columns, for everyone."""

import csv
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb
from openpyxl import load_workbook

from etl.layout import Layout, Source, layouts
from warehouse import feeds

CITY = ("city_case", "city_event", "city_assignment")
# The other ways of loading know nothing of follow-ups, whistles and ratings.
LEFT_OUT = ("city_followup", "city_whistle", "city_whistle_street", "city_whistle_call", "city_rating")
ENCODINGS = ("utf-8-sig", "gb18030")
Record = list[str]


@dataclass(frozen=True)
class Kind:
    """One kind of export: its feed, its columns and what they fill."""

    layout: Layout

    @property
    def feed(self) -> str:
        """The feed it fills."""
        return self.layout.main_block.feed

    @property
    def sources(self) -> dict[str, Source]:
        """The source of each column of the feed."""
        return self.layout.main_block.columns

    def fills(self) -> dict[str, str]:
        """For each column of the file, the column of the feed."""
        return {name: target for target, source in self.sources.items() for name in source.names}

    def types(self, header: Record) -> dict[str, str]:
        """The SQL type of every column of a file: as the feed types it, whole numbers where the layout checks."""
        checked = {name: "BIGINT" for name in self.layout.main_block.checks}
        columns, fills = feeds()[self.feed].columns, self.fills()
        known = {name: columns[target].sql_type for name, target in fills.items() if target in columns}
        recorded = {name: "TIMESTAMP" for name, target in fills.items() if target == "recorded_at"}
        return {name: {**checked, **known, **recorded}.get(name, "VARCHAR") for name in header}

    def fits(self, header: Record) -> bool:
        """Whether a file with this header is of the kind."""
        return all(set(names) & set(header) for names in self.layout.needed())


@cache
def kinds() -> list[Kind]:
    """Cases, their events and their assignments, as the city's platform exports them."""
    found = layouts()
    return [Kind(found[name]) for name in CITY]


def render(inbox: Path, folder: Path) -> Path:
    """The inbox with every export of cases, events and assignments as a UTF-8 CSV; registers as they are."""
    folder.mkdir(parents=True)
    for path in sorted(inbox.iterdir()):
        if path.name == "manifest.json":
            (folder / path.name).write_text(_without_files(path), "utf-8")
        elif path.suffix in (".csv", ".xlsx") and kind_of(header(path)):
            _write(folder / f"{path.stem}.csv", records(path))
            _drop_unreadable(folder / f"{path.stem}.csv")
        elif path.suffix != ".csv" or not any(Kind(layouts()[name]).fits(header(path)) for name in LEFT_OUT):
            shutil.copy(path, folder / path.name)
    return folder


def files(folder: Path) -> dict[str, list[Path]]:
    """The files of a rendered inbox, by feed."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.csv")):
        kind = kind_of(header(path))
        if kind:
            found.setdefault(kind.feed, []).append(path)
    return found


def typed(paths: list[Path], more: str = "") -> str:
    """SQL that reads files of one header with explicit columns and types, nothing guessed."""
    names = header(paths[0])
    kind = kind_of(names)
    assert kind is not None and all(header(path) == names for path in paths)
    columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in kind.types(names).items())
    listed = ", ".join(f"'{path}'" for path in paths)
    options = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv([{listed}], {more}{options}, columns = {{{columns}}})"


def kind_of(names: Record) -> Kind | None:
    """The kind of a file with this header, or None for a register."""
    return next((kind for kind in kinds() if kind.fits(names)), None)


def header(path: Path) -> Record:
    """The column names of a file."""
    return next(records(path), [])


def records(path: Path) -> Iterator[Record]:
    """All records of a CSV in UTF-8 or GB18030, or of a workbook's first sheet, the header first."""
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        yield from ([_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True))
        book.close()
        return
    with path.open(encoding=_encoding(path), newline="") as file:
        yield from csv.reader(file)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(1 << 16)
    return next(name for name in ENCODINGS if _decodes(start[: start.rfind(b"\n") + 1], name))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else str(cell)


def _write(path: Path, rows: Iterator[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _drop_unreadable(path: Path) -> None:
    """Leave out the few records that do not cast, planted in the city: a bare load would stop at them."""
    with closing(duckdb.connect(config={"threads": "2"})) as con:
        relation = typed([path], "store_rejects = true, ")
        con.execute(f"select bit_xor(hash(t)) from {relation} t").fetchall()
        bad = {line for (line,) in con.execute("select distinct line from reject_errors").fetchall()}
    if bad:
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(line for number, line in enumerate(lines, 1) if number not in bad))


def _without_files(path: Path) -> str:
    """The manifest without what it promises of each file: these files are others."""
    said = json.loads(path.read_text("utf-8"))
    return json.dumps({key: value for key, value in said.items() if key != "files"}, ensure_ascii=False)

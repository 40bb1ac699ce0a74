"""python -m bench: every promise about speed, measured in one run."""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from bench import asking, calling, loading, page, report
from bench.renditions import render
from bench.report import Line
from bench.spent import ROOT, python

FULL = 6_270_000
LEAST = 5_000  # no synthetic city is smaller
PARTS = ("load", "encoding", "workbook", "pandas", "ask", "call", "page")


@click.command()
@click.option(
    "--inbox",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A synthetic city; else var/inbox, else one is made.",
)
@click.option("--cases", type=int, help="A city of so many cases is made for this run.")
@click.option("--rounds", type=int, default=3, help="Rounds of each loading; medians are told.")
@click.option("--calls", type=int, default=200, help="Calls of each callback.")
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Measure these parts; load is always done.")
@click.option(
    "--room", type=click.Path(file_okay=False, path_type=Path), help="Where to work; else a folder that is removed."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the table as Markdown too.")
def main(
    inbox: Path | None,
    cases: int | None,
    rounds: int,
    calls: int,
    only: tuple[str, ...],
    room: Path | None,
    out: Path | None,
) -> None:
    """Measure the product against floors and rivals, side by side."""
    place = room or Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "var" if (ROOT / "var").is_dir() else None))
    place.mkdir(parents=True, exist_ok=True)
    began = report.load()
    try:
        source = _city(inbox, cases, place)
        lines, steps = _measure(source, place, rounds, calls, set(only or PARTS))
    finally:
        if room is None:
            shutil.rmtree(place, ignore_errors=True)
    title = f"Shaotai, side by side; load average at the start {began}"
    report.show(title, lines, steps)
    if out:
        report.write(out, title, lines, steps)


def _measure(source: Path, place: Path, rounds: int, calls: int, parts: set[str]) -> tuple[list[Line], list[Line]]:
    inbox = place / "inbox"
    if not inbox.exists():
        _say("the same records as UTF-8 CSV")
        render(source, inbox)
    _say("the bare load and the refresh, in turn")
    loads = loading.load(inbox, place, rounds)
    rest = _others(inbox, place, rounds, loads, parts)
    lines = chain(loading.lines(loads), rest, _pages(source, loads, place, calls, parts))
    return [_told(line) for line in lines], [*loading.steps(loads)]


def _others(inbox: Path, place: Path, rounds: int, loads: loading.Loads, parts: set[str]) -> Iterator[Line]:
    ways = {
        "encoding": lambda: loading.transcoded(inbox, place, rounds),
        "workbook": lambda: loading.workbook(inbox, place, rounds),
        "pandas": lambda: loading.pandas(inbox, place, loads),
    }
    for name, measure in ways.items():
        if name in parts:
            _say(name)
            yield measure()


def _pages(source: Path, loads: loading.Loads, place: Path, calls: int, parts: set[str]) -> Iterator[Line]:
    warehouse = place / "warehouse"
    if "ask" in parts:
        _say("questions from tallies and from states")
        yield from asking.lines(warehouse, rounds=7)
    if "call" in parts:
        _say("every callback, with all that the city's files tell")
        loading.refreshed(source, place / "whole")
        found = calling.called(place / "whole", calls)
        yield from calling.lines(found)
        _say("every callback on a tenth of the city")
        tenth = _tenth(loads.documents[-1]["totals"]["case"]["rows"] // 10, place)
        yield from calling.growth(found, calling.called(tenth, calls))
    if "page" in parts:
        _say("the first page in a browser")
        yield page.line(warehouse)


def _city(inbox: Path | None, cases: int | None, place: Path) -> Path:
    """The city given, that of var/inbox, or a new one."""
    if inbox or (cases is None and (ROOT / "var/inbox").is_dir()):
        return inbox or ROOT / "var/inbox"
    return _made(place / "city", cases or FULL)


def _tenth(cases: int, place: Path) -> Path:
    """A warehouse of a city with so many cases."""
    loading.refreshed(_made(place / "tenth", max(cases, LEAST)), place / "tenth-warehouse")
    return place / "tenth-warehouse"


def _made(folder: Path, cases: int) -> Path:
    if not folder.exists():
        _say(f"a synthetic city of {cases:,} cases")
        python("etl", "synthetic", "--out", folder, "--cases", cases)
    return folder


def _told(line: Line) -> Line:
    """The line, said at once: what was measured is not lost when a later part fails."""
    _say(" ".join(line.cells))
    return line


def _say(what: str) -> None:
    click.echo(f"… {what}", err=True)


if __name__ == "__main__":
    main()

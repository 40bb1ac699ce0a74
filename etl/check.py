"""`etl check`: what a refresh would make of files, without writing anything."""

import json
import sys
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import click
import duckdb

from etl import lookups
from etl.block import Clock
from etl.holdings import holdings, landing
from etl.inbox import readable
from etl.land import Desk, land_file
from etl.layout import layouts
from etl.manifest import manifest
from etl.printing import print_check
from etl.report import FileReport, verdict
from etl.settings import city_now, city_timezone, layout_folders
from etl.tidy import literal
from warehouse import Landed, Unknown, feeds, make_latest

MEMORY = "1GB"


def check_files(
    paths: Sequence[Path], folders: Sequence[Path] = (), layout: str | None = None, warehouse: Path | None = None
) -> list[FileReport]:
    """The reports of a dry run; registers among the files, and those a warehouse holds, are known to the others."""
    known = layouts(folders)
    if layout is not None and layout not in known:
        raise Unknown("layout", layout, known)
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect(config={"memory_limit": MEMORY}) as con:
        con.execute(f"set temp_directory = {literal(str(Path(scratch) / 'spill'))}")
        desk = Desk(con, known, _clock(paths), layout)
        rooms = (Path(scratch) / str(number) for number in count())
        reports = {path: _land(desk, path, next(rooms)) for path in paths}
        named = [path for path in reports if any(report.lookups or report.refused for report in reports[path])]
        if named and lookups.build(con, _registers(desk, reports, warehouse)):
            reports |= {path: _land(desk, path, next(rooms)) for path in named}
        return [report for found in reports.values() for report in found]


def _land(desk: Desk, path: Path, room: Path) -> list[FileReport]:
    room.mkdir()
    promise = manifest(path.parent).promise(readable(path.name))
    return land_file(desk, _speakable(path, room), room, promise)


def _speakable(path: Path, room: Path) -> Path:
    """The path, or a link to it under a name that is text."""
    if readable(str(path)) == str(path):
        return path
    link = room / readable(path.name)
    link.symlink_to(path.resolve())
    return link


def _clock(paths: Sequence[Path]) -> Clock:
    zone = city_timezone()
    until = [manifest(folder).until(zone) for folder in {path.parent for path in paths}]
    known = [moment for moment in until if moment is not None]
    return Clock(zone, max(known) if known else city_now(zone))


def _registers(desk: Desk, reports: dict[Path, list[FileReport]], warehouse: Path | None) -> dict[str, str]:
    """The relations of the registers, where those of the files and the warehouse's stand together, latest wins."""
    landed = landing(warehouse, holdings(warehouse)) if warehouse else {}
    for report in (report for found in reports.values() for report in found if report.folder):
        for feed in report.feeds:
            landed.setdefault(feed, []).append(
                Landed(Path(report.folder or "", f"{feed}.parquet"), desk.clock.data_time)
            )
    wanted = [feed for feed in (*lookups.KINDS, "alias") if feed in landed]
    for feed in wanted:
        make_latest(desk.con, feeds()[feed], landed[feed])
    return {feed: f"latest_{feed}" for feed in wanted}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--layouts",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of further layouts.",
)
@click.option(
    "--warehouse",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A warehouse whose registers and aliases the files may name; nothing in it is changed.",
)
@click.option("--layout", help="The layout to use, by name, instead of the one recognised.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check(
    files: tuple[Path, ...], folders: tuple[Path, ...], warehouse: Path | None, layout: str | None, as_json: bool
) -> None:
    """Reads FILES as a refresh would and says where every record would go. Writes nothing."""
    reports = check_files(files, layout_folders(folders), layout, warehouse)
    found = verdict(reports)
    document = {"contract": 1, "verdict": found, "files": [report.document() for report in reports]}
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_check(document)
    sys.exit(0 if found == "ok" else 3)

"""Which reader a file goes to, by its name."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from etl.errors import Refused
from etl.read.archive import unpack_gz, unpack_zip
from etl.read.csv import read_csv
from etl.read.document import Document, read_document
from etl.read.sheet import read_workbook
from etl.read.table import LIMITS, Limits, Table

CSV = (".csv", ".tsv", ".txt")
WORKBOOK = (".xlsx", ".xlsm")
JSON = (".json", ".jsonl", ".ndjson", ".geojson")


def open_tables(path: Path, scratch: Path, limits: Limits = LIMITS) -> Iterator[Table | Document]:
    """The tables of a file one after the other; `scratch` must stay as long as their relations are read."""
    if not path.is_file():
        raise Refused("NOT_CSV", f"{path.name}: not a file")
    if path.stat().st_size == 0:
        raise Refused("EMPTY_FILE", f"{path.name}: no bytes to read")
    name = path.name.lower()
    if name.endswith(".zip"):
        yield from _members(path, scratch, limits)
        return
    room = _room(scratch)
    if name.endswith(".gz"):
        yield from _one(path, name.removesuffix(".gz"), None, unpack_gz(path, room, limits), room, limits)
        return
    yield from _one(path, name, None, path, room, limits)


def _members(path: Path, scratch: Path, limits: Limits) -> Iterator[Table | Document]:
    room, none = _room(scratch), True
    for part, source in unpack_zip(path, room, limits):
        if part.lower().endswith(CSV + WORKBOOK + JSON) and not part.startswith("__MACOSX/"):
            none = False
            yield from _one(path, part.lower(), part, source, _room(scratch), limits)
    if none:
        raise Refused("EMPTY_FILE", f"{path.name}: no CSV, XLSX or JSON file in it")


def _one(
    path: Path, name: str, part: str | None, source: Path, room: Path, limits: Limits
) -> Iterator[Table | Document]:
    if name.endswith(WORKBOOK):
        yield from read_workbook(path, part, source, room, limits)
    elif name.endswith(JSON):
        yield read_document(path, part, source, room, limits)
    elif name.endswith(CSV):
        yield read_csv(path, part, source, room, limits)
    else:
        raise Refused("NOT_CSV", f"{path.name}: read are {', '.join(CSV + WORKBOOK + JSON)}, .gz and .zip")


def _room(scratch: Path) -> Path:
    """A directory of its own for each table."""
    return Path(tempfile.mkdtemp(dir=scratch))

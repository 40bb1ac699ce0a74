"""公示: a workbook for each unit alone, from the evidence of a publication, to be shown before it is published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.connection import connect
from warehouse.scoring.details import COLUMNS, LEDGER, RATED
from warehouse.scoring.dossier import (
    REGISTER,
    ROWS,
    EvidenceDamaged,
    damage,
    frame_of,
    frozen_scheme,
    score_document_of,
    write_book,
)
from warehouse.scoring.parquet import BATCH
from warehouse.scoring.publication import Line
from warehouse.scoring.scheme import Scheme
from warehouse.sheets.inert import file_safe
from warehouse.sheets.score import Source

Row = Mapping[str, Any]
MEMORY = "500MB"  # what does not fit is sorted on disk
MOST = 5_000  # rows of a unit: those that cost points, and a look at the others; a city of 300 units takes minutes
# Read once for all units: in the order of units, and of each in the order of the evidence.
SORTED = f"""
select {", ".join(COLUMNS)} from read_parquet($rows, file_row_number = true) order by subject, file_row_number
"""
HELD = "select subject, node, count(*) from read_parquet($rows) group by all"
# A unit sees what was taken out of its own rows and ratings, and what was asked for in vain.
CONCERNED = f"""
with row as (
  select subject, row_id, department, list_contains($calls, node) as of_call from read_parquet($rows)
), entry as (
  select * from read_parquet($register)
)
select distinct subject, {", ".join(LEDGER)} from (
  select r.subject, e.* from entry e join row r on e.target_id = r.row_id
  where e.target_kind = case when r.of_call then 'whistle' else 'case' end
  union all
  select r.subject, e.* from entry e join row r on e.target_id = r.row_id || '/' || r.department
  where e.target_kind = 'call' and r.of_call
  union all
  select {RATED}, * from entry where {RATED} is not null
)
order by all
"""


def write_pack(warehouse: Path, line: Line, folder: Path) -> list[Path]:
    """One workbook a unit; its rank is told, for it hangs on the others; returns the files."""
    evidence = warehouse / line["evidence"]
    if found := damage(evidence, line):
        raise EvidenceDamaged(f"{line['evidence']}: {', '.join(found)}; run: python -m warehouse verify")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as scratch, closing(connect(Path(scratch), MEMORY)) as con:
        return list(_books(evidence, folder, con))


def _books(evidence: Path, folder: Path, con: DuckDBPyConnection) -> Iterator[Path]:
    scheme, frame, document = frozen_scheme(evidence), frame_of(evidence), score_document_of(evidence)
    units = {unit["code"]: unit for unit in document["subjects"]}
    entries, held = _entries(evidence, scheme, con), _held(evidence, con)
    for code, rows in _by_unit(sorted(units), _rows(evidence, con)):
        mine = {**document, "subjects": [units[code]]}
        mine["blocked"] = [each for each in document["blocked"] if each["code"] == code]
        path = folder / f"{file_safe(code)}_{file_safe(units[code]['name'])}.xlsx"
        with path.open("wb") as file:
            write_book(
                file,
                mine,
                scheme,
                frame,
                Source(held.get(code, {}), partial(_first, rows), MOST),
                entries.get(code, []),
            )
        yield path


def _rows(evidence: Path, con: DuckDBPyConnection) -> Iterator[Row]:
    with con.cursor() as cursor:
        reader: Any = cursor.sql(SORTED, params={"rows": str(evidence / ROWS)}).to_arrow_reader(BATCH)
        for batch in reader:
            yield from batch.to_pylist()


def _by_unit(codes: Sequence[str], rows: Iterator[Row]) -> Iterator[tuple[str, Iterable[Row]]]:
    """Every unit in order with its rows; none where nothing was counted for it."""
    groups = groupby(rows, itemgetter("subject"))
    held = next(groups, None)
    for code in codes:
        if held is None or held[0] != code:
            yield code, ()
        else:
            yield held
            held = next(groups, None)


def _first(rows: Iterable[Row], most: Mapping[str, int]) -> Iterator[Row]:
    """Of each indicator the first so many."""
    left = dict(most)
    for row in rows:
        if left.get(row["node"]):
            left[row["node"]] -= 1
            yield row


def _held(evidence: Path, con: DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """How many rows stand behind each indicator of each unit."""
    found: dict[str, dict[str, int]] = {}
    for subject, node, rows in con.execute(HELD, {"rows": str(evidence / ROWS)}).fetchall():
        found.setdefault(subject, {})[node] = rows
    return found


def _entries(evidence: Path, scheme: Scheme, con: DuckDBPyConnection) -> dict[str, list[Row]]:
    """The entries of the register by the units that they concern."""
    calls = [node.code for node in scheme.leaves if node.kind == "metric" and node.measured.of == "call"]
    binds = {"calls": calls, "rows": str(evidence / ROWS), "register": str(evidence / REGISTER)}
    found: dict[str, list[Row]] = {}
    for subject, *entry in con.execute(CONCERNED, binds).fetchall():
        found.setdefault(subject, []).append(dict(zip(LEDGER, entry, strict=True)))
    return found

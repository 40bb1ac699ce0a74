"""What a test reads: a file's bytes in, its table, rows and faults out."""

from collections import Counter
from pathlib import Path

import duckdb

from etl.read import Document, Table, open_tables


def tables(path: Path, scratch: Path) -> list[Table | Document]:
    """Everything in a file."""
    scratch.mkdir(exist_ok=True)
    return list(open_tables(path, scratch))


def table(path: Path, scratch: Path) -> Table:
    """The only table of a file."""
    (found,) = tables(path, scratch)
    assert isinstance(found, Table)
    return found


def rows(found: Table) -> list[tuple[str | None, ...]]:
    """Its records, each with its line last."""
    with duckdb.connect() as con:
        return con.execute(f"select * from {found.relation}").fetchall()


def values(found: Table) -> list[list[str]]:
    """Its records as texts, NULL as empty."""
    return [[value or "" for value in record[:-1]] for record in rows(found)]


def reasons(found: Table) -> dict[str, int]:
    """How many faults of each reason."""
    return dict(Counter(fault.reason for fault in found.faults))


def assert_accounted(found: Table) -> None:
    """Every line is in one bin, and DuckDB finds the records that were counted."""
    lines = [record[-1] for record in rows(found)]
    assert len(lines) == found.records
    assert lines == sorted(set(lines))
    assert not set(lines) & {fault.line for fault in found.faults}
    assert found.read == found.records + len(found.faults) + sum(found.structural.values())

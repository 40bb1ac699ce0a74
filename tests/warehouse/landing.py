"""Landing files and a build made from rows that a test states, without the loading of files."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse import feeds
from warehouse.build import rebuild
from warehouse.feed import Feed
from warehouse.latest import Landed

Rows = Sequence[Mapping[str, object]]


def land(folder: Path, name: str, rows: Rows) -> Landed:
    """One landing file of a feed; a column that a row does not name is null."""
    feed = feeds()[name]
    path = folder / f"{name}.parquet"
    columns = {**{column: kind.sql_type for column, kind in feed.columns.items()}, "recorded_at": "timestamp"}
    values = ", ".join(f"({', '.join(_literal(row.get(column)) for column in columns)})" for row in rows)
    casts = ", ".join(f"cast({column} as {sql_type}) as {column}" for column, sql_type in columns.items())
    with duckdb.connect() as con:
        con.execute(
            f"copy (select {casts}, false as deleted, 1::bigint as line"
            f" from (values {values}) given({', '.join(columns)})) to '{path}' (format parquet)"
        )
    _known(feed, rows)
    return Landed(path, None)


@contextmanager
def built(folder: Path, tables: Mapping[str, Rows]) -> Iterator[DuckDBPyConnection]:
    """A snapshot file made of these tables, open for reading."""
    landing = {name: [land(folder, name, rows)] for name, rows in tables.items()}
    rebuild(folder / "built.duckdb", landing, folder, lambda step: None)
    with duckdb.connect(str(folder / "built.duckdb"), read_only=True) as con:
        yield con


def found(con: DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """All rows of a select, every value that is no number or truth as text."""
    rows = con.execute(sql).fetchall()
    return [tuple(value if value is None or isinstance(value, int) else str(value) for value in row) for row in rows]


def _literal(value: object) -> str:
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"


def _known(feed: Feed, rows: Rows) -> None:
    unknown = {column for row in rows for column in row} - {*feed.columns, "recorded_at"}
    assert not unknown, f"{feed.name} has no {unknown}"

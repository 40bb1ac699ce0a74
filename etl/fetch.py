"""Whole results: an open result owns its connection, so nothing is left half fetched."""

from collections.abc import Sequence
from typing import Any

import duckdb


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Every row of a query."""
    return con.execute(sql, list(values)).fetchall()


def one(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> Any:
    """The first value of the first row, None without rows."""
    found = rows(con, sql, values)
    return found[0][0] if found else None

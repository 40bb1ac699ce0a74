"""Coding: columns of few values become ENUMs where a table is made; the models stay plain SQL."""

import tomllib
from functools import cache
from pathlib import Path

from duckdb import DuckDBPyConnection
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("coding.toml")


class Coding(BaseModel):
    """Which columns are coded, and the select that gives each its values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    buckets: tuple[str, ...]
    values: dict[str, str]


@cache
def coding() -> Coding:
    """The coding that coding.toml states."""
    return Coding(**tomllib.loads(FILE.read_text("utf-8")))


def make_types(con: DuckDBPyConnection) -> None:
    """One ENUM type a coded column, its values in the order of their text."""
    buckets = ", ".join(f"('{bucket}')" for bucket in coding().buckets)
    for column, values in coding().values.items():
        con.execute(
            f"create type code_{column} as enum (select distinct value from (({values}) union all values {buckets})"
            " found(value) where value is not null order by value)"
        )


def fits(con: DuckDBPyConnection) -> bool:
    """True when the types there are know every value that the latest records bring."""
    return not any(
        con.execute(
            f"select 1 from ({values}) found(value) where value is not null and value not in"
            f" (select cast(unnest(enum_range(cast(null as code_{column}))) as varchar)) limit 1"
        ).fetchall()
        for column, values in coding().values.items()
    )


def coded(con: DuckDBPyConnection, select: str) -> str:
    """The select with its coded columns cast to their types."""
    found = [name for name, *_ in con.execute(f"describe {select}").fetchall() if name in coding().values]
    if not found:
        return select
    casts = ", ".join(f"cast({name} as code_{name}) as {name}" for name in found)
    return f"select * replace ({casts}) from ({select})"

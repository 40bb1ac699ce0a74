"""Checks a closed snapshot file in a process of its own; `python -m warehouse.verify FILE SCRATCH` prints JSON.

A lost, doubled or torn interval, a tally that counts otherwise than the states, or a block that cannot be read
fails the build.
"""

import json
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.connection import connect
from warehouse.errors import BuildFailed
from warehouse.models import models
from warehouse.state import state
from warehouse.tally import Tally, tallies

# The keys of state tables whose rows follow on one another from a stamp on.
GAPLESS = {
    "case_state": ("case_id", "reported_at"),
    "call_state": ("whistle_id, department", "blown_at"),
    "whistle_state": ("whistle_id", "blown_at"),
}
# What there is of each, counted apart from the states.
THINGS = {
    "case_state": "fct_case",
    "call_state": "(select distinct c.whistle_id, coalesce(d.department_code, 'unregistered') as department, w.blown_at"
    " from fct_whistle_call c join fct_whistle w on w.whistle_id = c.whistle_id"
    " left join dim_department d on d.department_code = c.department_code)",
    "whistle_state": "fct_whistle",
}


def verify(database: Path, scratch: Path) -> dict[str, Any]:
    """Totals, check days and order-free table hashes of the file; raises BuildFailed naming what does not agree."""
    with closing(connect(scratch, "900MB", database, read_only=True)) as con:
        _check_gapless(con)
        days = _check_days(con)
        fed = [tally for tally in tallies() if state(tally.of).is_fed(con)]
        counted = {(tally.source, tally.cohort) for tally in fed}  # the same states make many tallies
        for day in days:
            _check_states(con, day)
            held = {each: _held(con, *each, day) for each in counted}
            for tally in fed:
                _check_tally(con, tally, day, held[tally.source, tally.cohort])
        return {
            "totals": _totals(con),
            "checked_days": [str(day) for day in days],
            "table_hashes": _hashes(con),
        }


def _one(con: DuckDBPyConnection, sql: str, parameters: list[Any] | None = None) -> tuple[Any, ...]:
    row = con.execute(sql, parameters or []).fetchone()
    if row is None:
        raise BuildFailed(f"no row from: {sql}")
    return row


def _check_gapless(con: DuckDBPyConnection) -> None:
    """Every end of an interval is the start of the next of the same thing, and nothing ends before it starts."""
    for table, (key, born) in GAPLESS.items():
        starts, ends, odd = _one(
            con,
            f"select bit_xor(case when valid_from > cast({born} as date) then hash({key}, valid_from) end),"
            f" bit_xor(case when valid_to < date '9999-12-31' then hash({key}, valid_to) end),"
            f" count(*) filter (where valid_from >= valid_to) from {table}",
        )
        if starts != ends or odd:
            raise BuildFailed(f"{table}: intervals have gaps or overlaps ({odd} end before they start)")


def _check_days(con: DuckDBPyConnection) -> list[date]:
    first, last = _one(con, "select cast(min(reported_at) as date), cast(max(reported_at) as date) from fct_case")
    if first is None:
        return []
    return sorted({first, first + (last - first) / 2, last + timedelta(days=30)})


def _check_states(con: DuckDBPyConnection, day: date) -> None:
    """On the day every thing there is has exactly one state."""
    for table, there in THINGS.items():
        key, born = GAPLESS[table]
        held = _one(
            con,
            f"select count(*), bit_xor(hash({key})) from {table} where valid_from <= ? and ? < valid_to",
            [day, day],
        )
        known = _one(con, f"select count(*), bit_xor(hash({key})) from {there} where cast({born} as date) <= ?", [day])
        if held != known:
            raise BuildFailed(f"{table} on {day}: {held[0]} in a state, {known[0]} there by then")


def _held(con: DuckDBPyConnection, source: str, cohort: str, day: date) -> int:
    """How many rows of states hold on the day and have a cohort."""
    sql = f"select count(*) from {source} where valid_from <= ? and ? < valid_to and {cohort} is not null"
    return int(_one(con, sql, [day, day])[0])


def _check_tally(con: DuckDBPyConnection, tally: Tally, day: date, held: int) -> None:
    opening = f"(select coalesce(max(opening) filter (where opening <= ?), min(opening)) from {tally.table})"
    summed = _one(
        con, f"select coalesce(sum(n), 0) from {tally.table} where opening = {opening} and day <= ?", [day, day]
    )
    if int(summed[0]) != held:
        raise BuildFailed(f"{tally.table} on {day}: counts {summed[0]}, the states {held}")


def _totals(con: DuckDBPyConnection) -> dict[str, dict[str, int]]:
    tables = [model.name for model in models() if model.kind == "table"] + [tally.table for tally in tallies()]
    totals = {table: {"rows": int(_one(con, f"select count(*) from {table}")[0])} for table in tables}
    totals["fct_case"]["closed"] = int(_one(con, "select count(*) from fct_case where closed_at is not null")[0])
    return totals


def _hashes(con: DuckDBPyConnection) -> dict[str, str]:
    """Order-free: the xor of all rows' hashes, and their number."""
    tables = [model.name for model in models() if model.kind == "table"] + [tally.table for tally in tallies()]
    return {table: _hash(con, table) for table in tables}


def _hash(con: DuckDBPyConnection, table: str) -> str:
    xor, count = _one(con, f"select coalesce(bit_xor(hash({_columns(con, table)})), 0), count(*) from {table}")
    return f"{xor:016x}-{count}"


def _columns(con: DuckDBPyConnection, table: str) -> str:
    # A coded column is hashed by its words: its numbers depend on which other words the city uses.
    columns = con.execute(
        "select column_name, starts_with(data_type, 'ENUM') from duckdb_columns() where table_name = ?"
        " order by column_name",
        [table],
    ).fetchall()
    return ", ".join(f"cast({name} as varchar)" if is_coded else name for name, is_coded in columns)


if __name__ == "__main__":
    try:
        print(json.dumps(verify(Path(sys.argv[1]), Path(sys.argv[2]))))
    except (BuildFailed, duckdb.Error) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)

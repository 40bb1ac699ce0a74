"""A tally brought up to date by the states that came and went: the rows it would have if made anew, for less work."""

from collections.abc import Sequence
from datetime import date

from duckdb import DuckDBPyConnection

from warehouse.coding import coded
from warehouse.tally import DAY_BEFORE, Tally, month, openings


def shifted(source: str) -> str:
    """The temporary table of a relation's rows that go (`times` -1) and come (1)."""
    return f"shifted_{source}"


def take_away(con: DuckDBPyConnection, source: str) -> None:
    """Note the rows of touched cases that are there now, which go."""
    con.execute(
        f"create temp table {shifted(source)} as"
        f" select *, -1 as times from main.{source} semi join touched using (case_id)"
    )


def put_in_place(con: DuckDBPyConnection, source: str) -> None:
    """Note the rows of touched cases as they were made again, which come."""
    con.execute(f"insert into {shifted(source)} by name select *, 1 as times from delta.{source}")


def brought_up_to_date(con: DuckDBPyConnection, tally: Tally, edges: Sequence[date]) -> bool:
    """Sum what came and went into the tally; False where its openings are others now and it must be made anew."""
    moved = shifted(tally.source)
    there, first = _openings(con, tally), month(tally.cohort)
    coming = f"select {first} from {moved} where times = 1 and {tally.cohort} is not null"
    wanted = openings(_days(con, f"select {month('cohort')} from {tally.table} union {coming}"))
    if not there or wanted[: len(there)] != there or len(wanted) > len(there) + 1:
        return False
    if wanted != there:
        _open(con, tally, there[-1], wanted[-1])
    con.execute(f"create or replace temp table added as {coded(con, tally.sql_of(edges, moved))}")
    _add(con, tally)
    return openings(_days(con, f"select distinct {month('cohort')} from {tally.table}")) == _openings(con, tally)


def _openings(con: DuckDBPyConnection, tally: Tally) -> list[date]:
    return sorted(_days(con, f"select distinct opening from {tally.table}"))


def _days(con: DuckDBPyConnection, sql: str) -> list[date]:
    return [day for (day,) in con.execute(sql).fetchall()]


def _open(con: DuckDBPyConnection, tally: Tally, last: date, new: date) -> None:
    """One opening more at the end: what lies after it counts from it on, and the balance before it stands there."""
    eve = DAY_BEFORE.format(f"date '{new}'")
    dated = f"date '{new}' as opening, {eve} as day"
    before = f"(select * replace ({dated}) from {tally.table} where opening = date '{last}' and day < date '{new}')"
    con.execute(f"create or replace temp table added as {tally.gathered(before)}")
    con.execute(f"update {tally.table} set opening = ? where opening = ? and day >= ?", [new, last, new])
    con.execute(f"insert into {tally.table} select * from added")


def _add(con: DuckDBPyConnection, tally: Tally) -> None:
    spot = f"hash({', '.join(tally.keys)})"
    con.execute(f"create or replace temp table spots as select distinct {spot} as spot from added")
    found = f"{spot} in (select spot from spots)"
    both = f"(select * from {tally.table} where {found} union all select * from added)"
    con.execute(f"create or replace temp table summed as {tally.gathered(both)}")
    con.execute(f"delete from {tally.table} where {found}")
    con.execute(f"insert into {tally.table} select * from summed order by opening")

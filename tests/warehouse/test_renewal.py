"""A tally brought up to date has the rows of one made anew, whatever came and went."""

from datetime import date, datetime, timedelta
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.test_tally import RETURNS
from warehouse.coding import coding
from warehouse.renewal import brought_up_to_date, put_in_place, take_away
from warehouse.stale import renewable, stale

START = date(2023, 1, 10)
Row = tuple[str, datetime, str, str | None, date, date]


@st.composite
def rows(draw: st.DrawFn, case: str) -> list[Row]:
    """The states of one case: from a day of 26 months on, with an end or without."""
    found: list[Row] = []
    for _ in range(draw(st.integers(0, 3))):
        came = START + timedelta(days=draw(st.integers(0, 800)))
        begins = came + timedelta(days=draw(st.integers(0, 60)))
        ends = draw(st.sampled_from([date(9999, 12, 31), begins + timedelta(days=draw(st.integers(1, 90)))]))
        stamp = datetime(came.year, came.month, came.day, 9)
        found.append((case, stamp, draw(st.sampled_from(["A", "B"])), draw(st.sampled_from([None, "B"])), begins, ends))
    return found


def opened(before: list[Row]) -> DuckDBPyConnection:
    """A database with these states and their tally."""
    con = duckdb.connect()
    for column in coding().values:
        con.execute(f"create type code_{column} as enum ('A', 'B')")
    con.execute("create schema delta")
    for schema in ("main", "delta"):
        con.execute(
            f"create table {schema}.return_state (case_id varchar, returned_at timestamp, department code_department,"
            " decision code_excluded, excluded code_excluded, valid_from date, valid_to date)"
        )
    con.execute("create temp table touched (case_id varchar)")
    fill(con, "main", before)
    con.execute(f"create table {RETURNS.table} as {RETURNS.sql(())}")
    return con


def fill(con: DuckDBPyConnection, schema: str, states: list[Row]) -> None:
    """Put states into the table of a schema."""
    for row in states:
        con.execute(f"insert into {schema}.return_state values (?, ?, ?, null, ?, ?, ?)", row)


def renewed(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> tuple[bool, list[Any], list[Any]]:
    """Whether the tally could be brought up to date, its rows then, and those of one made anew."""
    con = opened([row for states in before.values() for row in states])
    con.executemany("insert into touched values (?)", [[case] for case in after])
    take_away(con, "return_state")
    fill(con, "delta", [row for states in after.values() for row in states])
    put_in_place(con, "return_state")
    done = brought_up_to_date(con, RETURNS, ())
    con.execute("delete from return_state where case_id in (select case_id from touched)")
    con.execute("insert into return_state select * from delta.return_state")
    con.execute(f"create table anew as {RETURNS.sql(())}")
    found = [con.execute(f"select * from {table} order by all").fetchall() for table in (RETURNS.table, "anew")]
    con.close()
    return done, found[0], found[1]


cities = st.fixed_dictionaries({case: rows(case) for case in "abcdef"})


@settings(max_examples=30)
@given(cities, st.fixed_dictionaries({case: rows(case) for case in "efg"}))
def test_what_can_be_brought_up_to_date_equals_what_is_made_anew(
    before: dict[str, list[Row]], after: dict[str, list[Row]]
) -> None:
    done, found, anew = renewed(before, after)
    assert not done or found == anew


def monthly(cases: int) -> dict[str, list[Row]]:
    """A case a month, closed 40 days later."""
    found: dict[str, list[Row]] = {}
    for number in range(cases):
        came = date(2023 + number // 12, number % 12 + 1, 5)
        stamp = datetime(came.year, came.month, came.day, 9)
        found[f"c{number}"] = [(f"c{number}", stamp, "A", None, came, came + timedelta(days=40))]
    return found


def test_a_new_month_opens_one_opening_more() -> None:
    months = monthly(15)  # of 14 months every second is an opening: the 15th is one
    case, stamp, _, excluded, begins, ends = months["c3"][0]
    changed = [(case, stamp, "B", excluded, begins, ends)]
    done, found, anew = renewed(dict(list(months.items())[:14]), {"c14": months["c14"], "c3": changed})
    assert done
    assert found == anew
    assert len({row[0] for row in found}) == 8


def test_openings_that_shift_are_left_to_making_anew() -> None:
    months = monthly(12)
    assert not renewed(dict(list(months.items())[:11]), {"c11": months["c11"]})[0]


def test_registers_of_places_change_every_case_and_ratings_none() -> None:
    assert renewable({"case", "case_event", "rating", "enclave", "target"})
    assert not renewable({"case", "area"})
    assert not renewable({"exclusion"})  # what is excluded may be a whistle that began as a case
    assert not renewable({"period"})  # cohorts begin with the city's own periods
    assert "enclave_state" in {model.name for group in stale({"enclave"}) for model in group}

"""A tally counts on every day what its states count, also in a month whose changes come to nothing."""

from datetime import date

import duckdb
import pytest

from warehouse.cells import Source
from warehouse.tally import Tally

RETURNS = Tally(name="returns", of="return", cohort="returned_at", by=("department",))
# The second is there for a week of February: what came and what went cancel out within the month.
STATES = """
    select * from (values
        (timestamp '2024-01-02', 'D1', null::varchar, 'upheld', date '2024-01-05', date '9999-12-31'),
        (timestamp '2024-01-02', 'D1', null::varchar, 'upheld', date '2024-02-03', date '2024-02-10')
    ) as given(returned_at, department, excluded, decision, valid_from, valid_to)"""


@pytest.mark.parametrize(
    "day, held", [("2024-01-04", 0), ("2024-01-05", 1), ("2024-02-03", 2), ("2024-02-09", 2), ("2024-02-10", 1)]
)
def test_a_month_of_changes_that_cancel_out_is_counted(day: str, held: int) -> None:
    with duckdb.connect() as con:
        con.execute(f"create table return_state as {STATES}")
        con.execute(f"create table {RETURNS.table} as {RETURNS.sql(())}")
        openings = tuple(each for (each,) in con.execute(f"select distinct opening from {RETURNS.table}").fetchall())
        opening = Source(RETURNS.table, RETURNS, tuple(sorted(openings))).opening(date.fromisoformat(day))
        counted = con.execute(
            f"select coalesce(sum(n), 0) from {RETURNS.table} where opening = ? and day <= ?", [opening, day]
        ).fetchone()
    assert counted == (held,)

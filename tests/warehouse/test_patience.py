"""How long a query may take: what is too long is interrupted and told, what is over is left alone."""

import duckdb
import pytest

from warehouse import BadQuestion
from warehouse.patience import patience

ENDLESS = "select count(*) from range(10000000000000) t(n) where n % 3 = 1"


def test_what_takes_too_long_is_interrupted_and_told() -> None:
    with (
        duckdb.connect() as con,
        con.cursor() as cursor,
        pytest.raises(BadQuestion, match=r"longer than 0\.05 seconds"),
        patience(cursor, 0.05),
    ):
        cursor.execute(ENDLESS).fetchall()


def test_whoever_is_done_is_not_interrupted_when_another_is() -> None:
    with duckdb.connect() as con, con.cursor() as quick, con.cursor() as slow:
        with patience(quick, 0.01):
            assert quick.execute("select 1").fetchall() == [(1,)]
        with pytest.raises(BadQuestion), patience(slow, 0.05):
            slow.execute(ENDLESS).fetchall()
        assert quick.execute("select 2").fetchall() == [(2,)]
        with patience(slow):
            assert slow.execute("select 3").fetchall() == [(3,)]

"""What a text becomes: stamps, days, numbers, codes; nothing is guessed."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.tidy import CLEAN, DIRTY, teach, tidy
from etl.typing_sql import Zone, typed

CITY = Zone("Asia/Shanghai", ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%Y年%m月%d日"))
FIRST = datetime(2021, 3, 7, 8)
STAMPS = {
    "2021-03-07 08:00:00": FIRST,
    "2021-03-07T08:00:00": FIRST,
    "2021-03-07 08:00": FIRST,
    "2021-03-07T08:00": FIRST,
    "2021-3-7 8:0:0": FIRST,
    "2021/3/7 8:00:00": FIRST,
    "2021/03/07 08:00:00": FIRST,
    "2019/1/6 9:08:07": datetime(2019, 1, 6, 9, 8, 7),
    "2019/11/26 19:08:07": datetime(2019, 11, 26, 19, 8, 7),
    "2021年3月7日": datetime(2021, 3, 7),
    "2021/3/7": datetime(2021, 3, 7),
    "2021-03-07": datetime(2021, 3, 7),
    "2021-03-07T00:00:00Z": FIRST,
    "2021-03-07T02:00:00+02:00": FIRST,
    "2021-03-07 08:00:00+0800": FIRST,
    "2021-03-07 08:00:00 +0800": FIRST,
    "2021-03-07T08:00:00+08": FIRST,
    "2021-03-07T00:00Z": FIRST,
    "2021-03-07T00:00:00.250Z": FIRST.replace(microsecond=250_000),
    "2021-03-07 08:00:00.5": FIRST.replace(microsecond=500_000),
    "2021-03-07T08:00:00.123456789": FIRST.replace(microsecond=123_457),
    " 2021-03-07 08:00:00\u200b": FIRST,
    "２０２１-03-07 08：00": FIRST,
    **dict.fromkeys(
        ["07/03/2021 08:00", "7.3.2021", "2021-02-30 08:00:00", "2021-03-07 24:00:00", "2021-03-07 08:00:60", "无", "-"]
    ),
    **dict.fromkeys(["20210307", "44262.33", "2021-03", "2021-03-07 8", "now", "2021-03-07 08:00:00 PST", "NULL", ""]),
}
DAYS = {
    "2021-03-07": date(2021, 3, 7),
    "2021/3/7": date(2021, 3, 7),
    "2021-03-07 00:00:00": date(2021, 3, 7),
    "2021-03-07 08:00:00": None,
    "9999-12-31": date(9999, 12, 31),
}
INTEGERS = {"30": 30, "-5": -5, "007": 7, "３０": 30, " 30 ": 30, "9" * 18: int("9" * 18)} | dict.fromkeys(
    ["30.5", "30.0", "1e3", "0x1F", "1_000", "1,234", "NaN", "607万", "+5", "9" * 19, "三十", "--5", "5-", "", " "]
)
NUMBERS = {"30": 30.0, "-5.25": -5.25, "１.5": 1.5, "0": 0.0} | dict.fromkeys(
    ["1e3", ".5", "5.", "inf", "nan", "1,5", "1_0.0", "0x1p3", "1.5.2", "+1.5"]
)
DECIMALS = {
    "30": Decimal(30),
    "-5.25": Decimal("-5.25"),
    "0.1": Decimal("0.1"),
    "0.000001": Decimal("0.000001"),
    "１.5": Decimal("1.5"),
    "95%": Decimal("0.95"),
    "96.8125％": Decimal("0.968125"),
    "9" * 12: Decimal("9" * 12),
} | dict.fromkeys(["1e3", ".5", "5.", "0.0000001", "96.81251%", "9" * 13, "95 %", "%", "2/3", "约95%"])
BOOLEANS = {"是": True, "Y": True, "1": True, "TRUE": True, "否": False, "0": False, "n": False} | dict.fromkeys(
    ["2", "maybe", ""]
)
TABLE = [
    (kind, text, wanted)
    for kind, texts in {
        "timestamp": STAMPS,
        "date": DAYS,
        "integer": INTEGERS,
        "number": NUMBERS,
        "decimal": DECIMALS,
        "boolean": BOOLEANS,
    }.items()
    for text, wanted in texts.items()
]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        teach(opened)
        yield opened


def value(con: duckdb.DuckDBPyConnection, kind: str, text: str, zone: Zone = CITY, edge: Any = "start") -> Any:
    sql = f"select {typed(kind, 'text', zone, False, edge)} from (select ?::varchar as text)"
    return con.execute(sql, [text]).fetchall()[0][0]


@pytest.mark.parametrize(("kind", "text", "wanted"), TABLE)
def test_a_text_becomes_a_value_or_nothing(con: duckdb.DuckDBPyConnection, kind: str, text: str, wanted: Any) -> None:
    assert value(con, kind, text) == wanted


def test_a_day_may_count_from_its_end(con: duckdb.DuckDBPyConnection) -> None:
    assert value(con, "timestamp", "2021-03-07", edge="end") == datetime(2021, 3, 7, 23, 59, 59)
    assert value(con, "timestamp", "2021/3/7", edge="end") == datetime(2021, 3, 7, 23, 59, 59)
    assert value(con, "timestamp", "2021-03-07 00:00:00", edge="end") == datetime(2021, 3, 7)


def test_stamps_of_another_zone_become_city_time(con: duckdb.DuckDBPyConnection) -> None:
    assert value(con, "timestamp", "2021-03-07 00:00:00", Zone("Asia/Shanghai", source="UTC")) == FIRST
    assert value(con, "timestamp", "2021-03-07 08:00:00+08:00", Zone("Asia/Shanghai", source="UTC")) == FIRST


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("　大营门街道 ", "大营门街道"),
        ("ＡＢ１２", "AB12"),
        ("a\u200bb\ufeff\u202ec", "abc"),
        ("第一行\r\n第二行", "第一行 第二行"),
        ("a\x01\x07\x1b[31mb", "a[31mb"),
        ("（东）", "(东)"),
        ("𠮷😀", "𠮷😀"),
        ("\t \n", ""),
    ],
)
def test_tidy(text: str, wanted: str) -> None:
    assert tidy(text) == wanted


def test_nothing_that_passes_for_clean_is_changed_by_tidy() -> None:
    marks = [chr(code) for low, high in CLEAN for code in range(low, high + 1)]
    assert [mark for mark in marks if tidy(f"x{mark}x") != f"x{mark}x"] == []


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12))
def test_what_is_not_called_dirty_is_clean(con: duckdb.DuckDBPyConnection, text: str) -> None:
    [(dirty,)] = con.execute("select regexp_matches(?, ?)", [text, DIRTY]).fetchall()
    assert dirty or tidy(text) == text
    assert tidy(tidy(text)) == tidy(text)

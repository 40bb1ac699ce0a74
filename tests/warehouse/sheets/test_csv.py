"""The CSV file as bytes."""

import csv
import io
import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.sheets.naughty import NAUGHTY
from warehouse.sheets import Column, Table, answer_table, csv_bytes
from warehouse.sheets.inert import TRIGGERS, inert


def test_it_starts_with_a_mark_and_ends_its_lines_as_spreadsheets_do(answer: dict[str, Any]) -> None:
    content = b"".join(csv_bytes(answer_table(answer, {}, "zh"), "zh"))
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == 4 and content.endswith(b"\r\n")


def test_numbers_stay_numbers_and_text_stays_inert(answer: dict[str, Any]) -> None:
    header, first, second, total = _read(answer_table(answer, {}, "zh"))
    assert header[:5] == ["区代码", "区", "结案率", "分子", "分母"] and header[-1] == "数据性质"
    assert first[:5] == ["0101", "河东", str(3 / 7), "3", "7"] and first[-1] == "合成数据"
    assert second[1] == "'=cmd|'/c calc'!A1" and second[2] == ""
    assert total[0] == "合计" and total[3] == "3"


def test_a_negative_number_is_no_formula() -> None:
    assert _read(_table([[-5, "-5"]]))[1] == ["-5", "'-5"]


def test_infinity_and_nothing_are_empty() -> None:
    assert _read(_table([[float("inf"), None], [float("nan"), ""]]))[1:] == [["", ""], ["", ""]]


def test_naughty_text_is_harmless_and_stays_in_its_cell() -> None:
    _survives(NAUGHTY)


@pytest.mark.shared
def test_the_big_list_of_naughty_strings_stays_in_its_cells(shared: Path) -> None:
    _survives(json.loads((shared / "data" / "blns" / "blns.json").read_text("utf-8")))


def test_a_long_list_comes_in_pieces() -> None:
    endless = _table([[n, "x"] for n in range(5_000)])
    pieces = list(islice(csv_bytes(endless, "zh"), 3))
    assert len(pieces) == 3 and max(map(len, pieces)) < 20_000


def _survives(texts: Any) -> None:
    rows = _read(_table([[text, "end"] for text in texts]))[1:]
    assert rows == [[inert(text), "end"] for text in texts]
    assert not any(row[0].lstrip()[:1] in TRIGGERS for row in rows if row[0].strip())


def _table(rows: list[list[Any]]) -> Table:
    return Table("x", "x", [], [Column("x"), Column("y")], rows)


def _read(table: Table) -> list[list[str]]:
    content = b"".join(csv_bytes(table, "zh")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))

"""The workbook as openpyxl, another program, reads it."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from tests.warehouse.sheets.naughty import NAUGHTY
from warehouse.sheets import Column, Table, answer_table, case_table, meaning_table, write_xlsx
from warehouse.sheets.inert import clean


def test_numbers_are_numbers_and_codes_are_text(answer: dict[str, Any]) -> None:
    cells = {name: cell for name, cell in zip(*_header_and_row(_book(answer)), strict=True)}
    assert cells["区代码"].value == "0101" and cells["区代码"].data_type == "s"
    assert cells["结案率"].value == pytest.approx(3 / 7) and cells["结案率"].number_format == "0.00%"
    assert [cells[name].value for name in ("分子", "分母", "未到期（不计入）", "口径外：无时限", "剔除：重复件")] == [
        3,
        7,
        1,
        1,
        1,
    ]
    assert cells["记录总数"].value == 10 and cells["已办结"].value == 3


def test_rows_are_denominator_and_everything_beside_it(answer: dict[str, Any]) -> None:
    cells = {name: cell.value for name, cell in zip(*_header_and_row(_book(answer)), strict=True)}
    beside = cells["未到期（不计入）"] + cells["口径外：无时限"] + cells["剔除：重复件"]
    assert cells["记录总数"] == cells["分母"] + beside


def test_nothing_to_divide_by_is_blank_and_says_so(answer: dict[str, Any]) -> None:
    rows = {row[0].value: row for row in _book(answer)["结案率"].iter_rows()}
    assert rows["0102"][2].value is None and rows["0102"][-1].value == "无可计算的记录"


def test_the_block_above_says_what_was_asked_and_of_what(answer: dict[str, Any]) -> None:
    sheet = _book(answer)["结案率"]
    above = {row[0].value: row[1].value for row in sheet.iter_rows(max_row=12)}
    assert sheet["A1"].value == "结案率，按区，来源渠道=网格员，2021-05（2021-05-01 至 2021-05-31），截至 2021-05-31"
    assert sheet["A2"].value == "合成数据"
    assert above["数据版本"] == "42" and above["快照 sha256"] == "5" * 64 and above["口径 sha256"] == "d" * 64
    assert above["规则 sha256"] == "e" * 64 and above["截至"] == "2021-05-31"
    assert above["数据截至"] == "2021-06-01T02:10:00 Asia/Shanghai"


def test_real_figures_carry_no_mark(answer: dict[str, Any]) -> None:
    answer["snapshot"]["synthetic"] = False
    assert "合成数据" not in {cell.value for row in _book(answer)["结案率"].iter_rows() for cell in row}


def test_header_is_frozen_filtered_and_repeated_on_paper(answer: dict[str, Any]) -> None:
    sheet = _book(answer)["结案率"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "区代码")[0].row
    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.auto_filter.ref == f"A{header}:L{header + 2}"
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9
    assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text


def test_the_total_stands_below_the_filter(answer: dict[str, Any]) -> None:
    last = list(_book(answer)["结案率"].iter_rows())[-1]
    assert last[0].value == "合计" and last[3].value == 3


def test_the_second_sheet_tells_what_the_figure_means(answer: dict[str, Any]) -> None:
    sheet = _book(answer)["口径"]
    said = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"已办结", "open_overdue", "未到期", "phase = 'open_overdue'", "其余", "分子和分母"} <= said


def test_english_words_when_english_is_asked(answer: dict[str, Any]) -> None:
    header, _ = _header_and_row(_book(answer, "en"), "District code")
    assert {"District code", "District", "Numerator", "Not yet due (not counted)"} <= set(header)


def test_credited_quantities_keep_their_fraction(answer: dict[str, Any]) -> None:
    answer["groups"][0] |= {"numerator": "5/2"}
    cells = {name: cell for name, cell in zip(*_header_and_row(_book(answer)), strict=True)}
    assert cells["分子"].value == 2.5 and cells["分子"].number_format == "#,##0.00"


def test_hours_of_a_percentile_are_numbers(answer: dict[str, Any]) -> None:
    value = {
        "p50": {"step": "hour", "number": 264, "shown": ""},
        "p90": {"step": "minute", "number": 90, "shown": ""},
    }
    answer |= {
        "metric": "handle_hours",
        "kind": "percentile",
        "label": {"zh": "办理时长", "en": "Handling time"},
    }
    answer["groups"] = []
    answer["question"]["by"] = []
    answer["total"] = {**answer["total"], "numerator": None, "value": value}
    rows = list(_book(answer)["办理时长"].iter_rows())
    assert [cell.value for cell in rows[-1]][:3] == [264, 1.5, 7]


def test_a_missing_feed_is_no_zero(answer: dict[str, Any]) -> None:
    nothing = dict.fromkeys(("numerator", "denominator", "value", "n", "rows", "pending", "outside", "excluded"))
    answer["question"]["by"], answer["groups"] = [], []
    answer["total"] = {"state": "no_feed", "missing_feeds": ["case"], "bins": None, "beside": None, **nothing}
    values = [cell.value for cell in list(_book(answer)["结案率"].iter_rows())[-1]]
    assert set(values) == {None, "缺少数据来源"}


def test_a_list_of_cases_has_stamps_that_sort(answer: dict[str, Any]) -> None:
    rows = [{"case_id": "0001", "reported_at": datetime(2021, 5, 1, 8, 30), "district": "河东", "closed_at": None}]
    out = io.BytesIO()
    write_xlsx(case_table(answer, "open_overdue", rows, {}, "zh"), None, out, "zh")
    last = list(load_workbook(out)["案件清单"].iter_rows())[-1]
    assert [cell.value for cell in last] == ["0001", datetime(2021, 5, 1, 8, 30), "河东", None]
    assert last[1].number_format == "yyyy-mm-dd hh:mm:ss"


def test_an_empty_list_is_a_table_without_rows(answer: dict[str, Any]) -> None:
    out = io.BytesIO()
    write_xlsx(case_table(answer, "numerator", [], {}, "zh"), None, out, "zh")
    assert list(load_workbook(out)["案件清单"].iter_rows())[-1][0].value == "案件编号"


def test_naughty_text_is_text(answer: dict[str, Any]) -> None:
    _survives(NAUGHTY)


@pytest.mark.shared
def test_the_big_list_of_naughty_strings_is_text(shared: Path) -> None:
    _survives(json.loads((shared / "data" / "blns" / "blns.json").read_text("utf-8")))


def _survives(texts: Any) -> None:
    out = io.BytesIO()
    table = Table("x", "x", [], [Column("x"), Column("y")], [[text, "end"] for text in texts])
    write_xlsx(table, None, out, "zh")
    cells = [row[0] for row in load_workbook(out)["x"].iter_rows(min_row=4)]
    assert {cell.data_type for cell in cells} <= {"s", "n"} and all(cell.hyperlink is None for cell in cells)
    assert [unescape(cell.value or "") for cell in cells] == [clean(text) for text in texts]


def _book(answer: dict[str, Any], lang: str = "zh") -> Workbook:
    out = io.BytesIO()
    write_xlsx(answer_table(answer, {}, lang), meaning_table(answer, lang), out, lang)
    book = load_workbook(out)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return book


def _header_and_row(book: Workbook, first: str = "区代码") -> tuple[list[str], list[Any]]:
    rows = list(book.worksheets[0].iter_rows())
    header = next(place for place, row in enumerate(rows) if row[0].value == first)
    return [cell.value for cell in rows[header]], list(rows[header + 1])

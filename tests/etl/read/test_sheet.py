"""Workbooks: codes keep their zeros, dates become ISO text, errors stay to be refused."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from etl.errors import Refused
from etl.read import Table
from tests.etl.read.reading import assert_accounted, rows, table, tables


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A workbook with these cells."""
    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    for title, cells in sheets.items():
        sheet = workbook.add_worksheet(title)
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                if isinstance(value, str) and value.startswith("#"):
                    sheet.write_formula(row, column, "=1/0", None, value)
                elif value is not None:
                    sheet.write(row, column, value)
    workbook.close()
    return path


def test_cells_become_text(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "工单": [
                ["编号", "时间", "日期", "数", "小数", "错", "真"],
                ["000123", datetime(2019, 1, 6, 9, 8, 7), date(2019, 1, 6), 12, 1.5, "#REF!", True],
                ["120103199003075612", "2019/1/6 9:08:07", None, 1e6, 0.1, "x", False],
            ]
        },
    )
    found = table(path, tmp_path / "scratch")
    assert (found.part, found.header) == ("工单", ("编号", "时间", "日期", "数", "小数", "错", "真"))
    assert rows(found) == [
        ("000123", "2019-01-06 09:08:07", "2019-01-06 00:00:00", "12", "1.5", "#REF!", "true", 2),
        ("120103199003075612", "2019/1/6 9:08:07", None, "1000000", "0.1", "x", "false", 3),
    ]


def test_blank_rows_are_structural_and_lines_are_rows_of_the_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"s": [[], ["a", "b"], ["1", "2"], [" ", None], ["3", None], [None, "4"]]})
    found = table(path, tmp_path / "scratch")
    assert rows(found) == [("1", "2", 3), ("3", None, 5), (None, "4", 6)]
    assert (found.header_line, found.structural, found.lines) == (2, {"header": 1, "blank": 2}, 6)
    assert_accounted(found)


def test_the_sheet_that_explains_a_template_is_no_table(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"case": [["a"], ["1"]], "说明 notes": [["b"], ["2"]], "说明": [["c"], ["3"]]})
    assert [found.part for found in tables(path, tmp_path / "scratch")] == ["case", "说明"]


def test_each_sheet_with_cells_is_a_table(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"一": [["a"], ["1"]], "空": [], "二": [["b"], ["2"], ["3"]]})
    found = [one for one in tables(path, tmp_path / "scratch") if isinstance(one, Table)]
    assert [(one.part, one.records) for one in found] == [("一", 1), ("二", 2)]


def test_an_old_or_encrypted_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Refused, match="password") as refusal:
        tables(tmp_path / "a.xlsx", tmp_path / "scratch")
    assert refusal.value.code == "ENCRYPTED"


@pytest.mark.shared
def test_the_message_export_keeps_its_one_real_datetime(shared: Path, tmp_path: Path) -> None:
    found = table(shared / "data/taidi2020_a/附件4.xlsx", tmp_path / "scratch")
    assert (found.records, found.faults) == (2816, ())
    at = found.header.index("留言时间")
    assert sum("-" in (record[at] or "") for record in rows(found)) == 1

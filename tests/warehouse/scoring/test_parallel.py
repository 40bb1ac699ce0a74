"""Totals made elsewhere are read from sheets and CSV alike."""

from pathlib import Path

import pytest
import xlsxwriter

from warehouse.errors import BadQuestion, Unknown
from warehouse.scoring.parallel import totals

ROWS = (("单位", "总分", "备注"), ("D1", 86.18, "a"), ("D2", 90, None), (None, None, "sum"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    with xlsxwriter.Workbook(tmp_path / "totals.xlsx") as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return tmp_path / "totals.xlsx"


def test_a_sheet_and_a_csv_say_the_same(book: Path, tmp_path: Path) -> None:
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in ROWS)
    (tmp_path / "totals.csv").write_text(text, "utf-8-sig")
    wanted = [(2, "D1", "86.18"), (3, "D2", "90")]
    assert totals(book, "单位", "总分") == totals(tmp_path / "totals.csv", "单位", "总分") == wanted


def test_what_cannot_be_read_is_told(book: Path, tmp_path: Path) -> None:
    with pytest.raises(Unknown, match="总计"):
        totals(book, "单位", "总计")
    (tmp_path / "old.csv").write_bytes("单位,总分\n".encode("gb18030"))
    with pytest.raises(BadQuestion, match="UTF-8"):
        totals(tmp_path / "old.csv", "单位", "总分")
    (tmp_path / "not.xlsx").write_text("no book", "utf-8")
    with pytest.raises(BadQuestion, match="not.xlsx"):
        totals(tmp_path / "not.xlsx", "单位", "总分")

"""A table as a workbook, written row by row: the sheet as it is printed, then what its figures mean."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, Any
from unicodedata import east_asian_width

import xlsxwriter

from warehouse.sheets.inert import clean
from warehouse.sheets.table import Cell, Kind, Table
from warehouse.text import text

A4 = 9
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
MEASURED = 200  # rows that decide how wide a column is
EXACT = 2**53  # above this a spreadsheet rounds a whole number
FORMATS: dict[Kind, dict[str, Any]] = {
    "text": {},
    "whole": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.00"},
    "small": {"num_format": "#,##0.0000"},
    "percent": {"num_format": "0.00%"},
    "day": {"num_format": "yyyy-mm-dd"},
    "stamp": {"num_format": "yyyy-mm-dd hh:mm:ss"},
}
NO_NAME = str.maketrans("[]:*?/\\", " " * 7)  # what the name of a sheet may not hold
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(table: Table, notes: Table | None, out: IO[bytes], lang: str) -> None:
    """Write the workbook into `out`, the table first; no cell is ever a formula."""
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        for sheet in (table, notes) if notes else (table,):
            _Writer(book, sheet, lang).write()


class _Writer:
    """One sheet while it is written; rows go down only, for nothing is kept."""

    def __init__(self, book: Any, table: Table, lang: str) -> None:
        look = book.add_format
        self.table, self.lang, self.row = table, lang, 0
        self.sheet = book.add_worksheet(clean(table.name).translate(NO_NAME)[:31].strip("'"))
        self.formats = {kind: look({"valign": "top", **shown}) for kind, shown in FORMATS.items()}
        self.strong = {kind: look({"bold": True, "top": 1, **shown}) for kind, shown in FORMATS.items()}
        self.title = look({"bold": True, "font_size": 14})
        self.mark = look({"bold": True, "font_color": "#B42318"})
        self.head = look({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        self.widths = [width(column.title) for column in table.columns]

    def write(self) -> None:
        self._above()
        header = self._header()
        self._body(header)
        self._paper(header)

    def _above(self) -> None:
        self._line([self.table.title], [self.title])
        if self.table.mark:
            self._line([self.table.mark], [self.mark])
        for label, value in self.table.facts:
            self._line([label, value], [self.formats["text"]] * 2)
        self.row += 1

    def _header(self) -> int:
        self._line([column.title for column in self.table.columns], [self.head] * len(self.table.columns))
        return self.row - 1

    def _body(self, header: int) -> None:
        columns, plain = self.table.columns, [self.formats[column.kind] for column in self.table.columns]
        for cells in self.table.rows:
            if self.row - header <= MEASURED:
                self.widths = [max(wide, width(cell)) for wide, cell in zip(self.widths, cells, strict=True)]
            self._line(cells, plain)
        self.sheet.autofilter(header, 0, max(self.row - 1, header), len(columns) - 1)
        if self.table.total is not None:
            self._line(self.table.total, [self.strong[column.kind] for column in columns])

    def _line(self, cells: Sequence[Cell], formats: Sequence[Any]) -> None:
        for place, (cell, shown) in enumerate(zip(cells, formats, strict=True)):
            self._cell(place, cell, shown)
        self.row += 1

    def _cell(self, place: int, cell: Cell, shown: Any) -> None:
        if cell is None:
            self.sheet.write_blank(self.row, place, None, shown)
        elif isinstance(cell, date | datetime) and cell.year >= 1900:
            self.sheet.write_datetime(self.row, place, cell, shown)
        elif _is_number(cell):
            self.sheet.write_number(self.row, place, cell, shown)
        else:
            self.sheet.write_string(self.row, place, clean(str(cell)), shown)

    def _paper(self, header: int) -> None:
        sheet = self.sheet
        for place, width in enumerate(self.widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(header)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(text("sheets.footer", self.lang))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) <= EXACT


def width(cell: Cell) -> int:
    """Characters a cell needs, an ideograph counting two."""
    shown = "" if cell is None else str(cell)[:60]
    return min(48, max(9, 3 + sum(2 if east_asian_width(c) in "WF" else 1 for c in shown)))

"""A sheet of a workbook with live formulas: where a cell stands, and what it shows until somebody recalculates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from warehouse.scoring.scheme import Adjustment, Veto
from warehouse.sheets.inert import clean
from warehouse.sheets.table import Cell
from warehouse.sheets.xlsx import A4, FORMATS, width
from warehouse.text import text

LOOKS: Mapping[str, dict[str, Any]] = {
    **{kind: {"valign": "top", **shown} for kind, shown in FORMATS.items()},
    "title": {"bold": True, "font_size": 14},
    "mark": {"bold": True, "font_color": "#B42318"},
    "head": {"bold": True, "bg_color": "#E8EEF7", "border": 1, "border_color": "#B8C4D6", "text_wrap": True},
    "over": {"bold": True, "bg_color": "#D5E0F0", "border": 1, "border_color": "#B8C4D6", "align": "center"},
    "weight": {"italic": True, "bg_color": "#E8EEF7", "bottom": 1, "num_format": "0.##%"},
    "strong": {"bold": True},
    "count": {"valign": "top", "num_format": "General"},
    "ratio": {"valign": "top", "num_format": "0.0000"},
    "exact": {"valign": "top", "num_format": "0.000000"},
}


NARROW = 12  # as wide as a title makes a column; a longer one wraps


@dataclass(frozen=True)
class Formula:
    """A formula and the value it has now."""

    text: str
    value: str | float


Content = Cell | Formula


@dataclass(frozen=True)
class Head:
    """A column: what stands over its group, its own title, a third line, and how its cells look."""

    title: str
    look: str = "text"
    over: str = ""
    below: Content = None


class Page:
    """One sheet while it is written, downwards only."""

    def __init__(self, book: Any, name: str, lang: str) -> None:
        self.name, self.lang, self.row = clean(name)[:31], lang, 0
        self.sheet = book.add_worksheet(self.name)
        self.formats = {look: book.add_format(shown) for look, shown in LOOKS.items()}
        self.widths: dict[int, int] = {}

    def above(self, title: str, mark: str | None, facts: Sequence[tuple[str, str]]) -> None:
        """The title block."""
        self.line([title], ["title"], measured=False)
        if mark:
            self.line([mark], ["mark"], measured=False)
        for label, value in facts:
            self.line([label, value], ["text", "text"], measured=False)
        self.row += 1

    def line(self, cells: Sequence[Content], looks: Sequence[str], measured: bool = True) -> int:
        """One row; returns its number."""
        for place, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            self._cell(place, cell, self.formats[look])
            if measured and not isinstance(cell, Formula):
                self.widths[place] = max(self.widths.get(place, 0), width(cell))
        self.row += 1
        return self.row - 1

    def header(self, heads: Sequence[Head]) -> int:
        """The header on its two or three levels, repeated on paper and frozen; returns its last row."""
        first = self.row
        if any(each.over for each in heads):
            self._over(heads)
        self.line([each.title for each in heads], ["head"] * len(heads), measured=False)
        self.widths |= {place: min(NARROW, width(each.title)) for place, each in enumerate(heads)}
        if any(each.below is not None for each in heads):
            self.line([each.below for each in heads], ["weight"] * len(heads), measured=False)
        self.sheet.repeat_rows(first, self.row - 1)
        return self.row - 1

    def ref(self, row: int, column: int, until: int | None = None) -> str:
        """A cell, or a column down to a row, as formulas of other sheets name it."""
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        end = "" if until is None else f":{xl_rowcol_to_cell(until, column, row_abs=True, col_abs=True)}"
        return f"{quote_sheetname(self.name)}!{cell}{end}"

    def paper(self, frozen: tuple[int, int] = (0, 0)) -> None:
        """A4 landscape, as wide as a page, with page numbers."""
        for place, wide in self.widths.items():
            self.sheet.set_column(place, place, wide)
        if frozen != (0, 0):
            self.sheet.freeze_panes(*frozen)
        if frozen[1]:
            self.sheet.repeat_columns(0, frozen[1] - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(text("sheets.footer", self.lang))

    def _over(self, heads: Sequence[Head]) -> None:
        start = 0
        for end in range(1, len(heads) + 1):
            if end < len(heads) and heads[end].over == heads[start].over:
                continue
            over = clean(heads[start].over)
            if end - start > 1 and over:
                self.sheet.merge_range(self.row, start, self.row, end - 1, over, self.formats["over"])
            else:
                for place in range(start, end):
                    self.sheet.write_string(self.row, place, over, self.formats["over"])
            start = end
        self.row += 1

    def _cell(self, place: int, cell: Content, shown: Any) -> None:
        if isinstance(cell, Formula):
            self.sheet.write_formula(self.row, place, f"={cell.text}", shown, cell.value)
        elif cell is None:  # only a cell that has a colour is seen without a value
            if shown.bg_color:
                self.sheet.write_blank(self.row, place, None, shown)
        elif isinstance(cell, date) and cell.year >= 1900:
            self.sheet.write_datetime(self.row, place, cell, shown)
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            self.sheet.write_number(self.row, place, cell, shown)
        else:
            self.sheet.write_string(self.row, place, clean(str(cell)), shown)


def number(value: Fraction | str | int | None) -> Content:
    """An exact number: as decimals where they say it all, else as the division that it is."""
    if value is None:
        return None
    given = Fraction(value)
    if Fraction(repr(float(given))) == given:
        return int(given) if given.denominator == 1 else float(given)
    return Formula(f"{given.numerator}/{given.denominator}", float(given))


def term(value: Fraction | str) -> str:
    """An exact number inside a formula."""
    given = Fraction(value)
    return f"{given.numerator}/{given.denominator}" if given.denominator > 1 else str(given.numerator)


def titled(each: Adjustment | Veto, lang: str) -> str:
    """The name of an adjustment or a veto in that language, else in the other, else its code."""
    return {"zh": each.zh or each.en, "en": each.en or each.zh}[lang] or each.code

"""A score as a workbook that works itself out: totals, parts, scheme, rows, what was taken out, quality, origin."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

import xlsxwriter

from warehouse.scoring.scheme import Scheme
from warehouse.sheets.score.lists import (
    NOTHING,
    Rows,
    Source,
    ledger_page,
    origin_facts,
    origin_page,
    quality_page,
    rows_page,
)
from warehouse.sheets.score.page import Page
from warehouse.sheets.score.parts import parts_page, streets_page
from warehouse.sheets.score.terms import terms_page
from warehouse.sheets.score.total import total_page
from warehouse.sheets.titles import mark
from warehouse.sheets.xlsx import OPTIONS
from warehouse.text import text

Document = Mapping[str, Any]


def write_score(
    out: IO[bytes],
    document: Document,
    scheme: Scheme,
    lang: str,
    rows: Source = NOTHING,
    ledger: Rows = (),
    names: Mapping[str, str] | None = None,
) -> None:
    """Write the workbook into `out`; `names` are those of streets."""
    known = names or {}
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        # Without a moment of its own the file has the same bytes whenever it is made from the same score.
        book.set_properties({"created": _moment(document), "title": scheme.scheme.title(lang)})
        _sheets(book, document, scheme, lang, rows, ledger, known)


def _sheets(
    book: Any, document: Document, scheme: Scheme, lang: str, rows: Source, ledger: Rows, names: Mapping[str, str]
) -> None:
    """The first sheet is written last: its formulas name cells of the others, whose places are known by then."""
    marked = mark(document, lang)
    total = Page(book, text("book.total", lang), lang)
    parts = Page(book, text("book.parts", lang), lang)
    refs = terms_page(book, scheme, origin_facts(document, lang)[:6], marked, lang)
    streets = streets_page(book, document, scheme, names, lang)
    cells = parts_page(parts, document, scheme, refs, streets, marked)
    total_page(total, document, scheme, refs, cells, origin_facts(document, lang)[:6], marked)
    rows_page(book, document, scheme, rows, marked, lang)
    ledger_page(book, document, scheme, ledger, marked, lang)
    quality_page(book, document, scheme, marked, lang)
    origin_page(book, document, marked, lang)


def _moment(document: Document) -> datetime:
    return datetime.fromisoformat(document["snapshot"]["released_at"]).replace(tzinfo=None)

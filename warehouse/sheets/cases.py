"""A list of cases as a table, read once from wherever the rows come."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Any

from warehouse.dimension import dimensions
from warehouse.sheets.table import Cell, Column, Table
from warehouse.sheets.titles import Document, Names, bin_name, facts, in_language, mark, question_in_words
from warehouse.text import has_text, text

Row = Mapping[str, Any]


def case_table(document: Document, listed: str, rows: Iterable[Row], names: Names, lang: str) -> Table:
    """The rows of one bin of an answer, consumed as the file is written; the first names the columns."""
    stream = iter(rows)
    first = next(stream, None)
    keys = list(first or {"case_id": None})
    asked = document["metric"]
    return Table(
        name=text("sheets.file_cases", lang),
        title=question_in_words(document, names, lang),
        facts=[*facts(document, names, lang), (text("sheets.bin_of", lang), bin_name(asked, listed, lang))],
        columns=[_column(key, lang) for key in keys],
        rows=_cells(chain([first] if first else [], stream), keys, asked, lang),
        mark=mark(document, lang),
    )


def _column(key: str, lang: str) -> Column:
    if key in dimensions():
        return Column(in_language(dimensions()[key].label, lang))
    title = text(f"sheets.column_{key}", lang) if has_text(f"sheets.column_{key}") else key
    return Column(title, "number" if key == "share" else "stamp" if key.endswith("_at") else "text")


def _cells(rows: Iterable[Row], keys: list[str], asked: str, lang: str) -> Iterable[list[Cell]]:
    bins: dict[str, str] = {}
    for row in rows:
        yield [_cell(key, row[key], asked, bins, lang) for key in keys]


def _cell(key: str, value: Any, asked: str, bins: dict[str, str], lang: str) -> Cell:
    if key == "bin":
        return bins.get(value) or bins.setdefault(value, bin_name(asked, value, lang))
    if key == "role":
        return text(f"sheets.duty_{value}", lang)
    if isinstance(value, Fraction):
        return float(value)
    return value if value is None or isinstance(value, int | float | date) else str(value)

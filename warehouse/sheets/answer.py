"""An answer as a table: one row a group, with everything its figure can be checked by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from warehouse.dimension import dimension
from warehouse.metric import Metric, metric
from warehouse.register import excluded_name
from warehouse.sheets.table import Cell, Column, Table
from warehouse.sheets.titles import Document, Names, facts, in_language, mark, named_unit, question_in_words
from warehouse.text import text

Part = Mapping[str, Any]
MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class _Field:
    """A column and where its cell is found in a group."""

    column: Column
    cell: Callable[[Part], Cell]


def answer_table(document: Document, names: Names, lang: str) -> Table:
    """The table of an answer; `names` are the values of its filters in words."""
    asked = metric(document["metric"])
    keys = [each for name in document["question"]["by"] for each in _key(document, name, lang)]
    figures = [*_value(asked, document, lang), *_counts(asked, document, lang)]
    fields = [*keys, *figures]
    total = [each.cell(document["total"]) for each in figures]
    rows = _rows(document, fields) if keys else [total]
    return Table(
        name=document["label"][lang],
        title=question_in_words(document, names, lang),
        facts=facts(document, names, lang),
        columns=[fitted(each.column, cells) for each, cells in zip(fields, _down(rows, fields), strict=True)],
        rows=rows,
        total=[total_word(document, lang), *[None] * (len(keys) - 1), *total] if keys else None,
        mark=mark(document, lang),
    )


def _rows(document: Document, fields: list[_Field]) -> list[list[Cell]]:
    return [[each.cell(group) for each in fields] for group in document["groups"]]


def _down(rows: list[list[Cell]], fields: list[_Field]) -> list[list[Cell]]:
    return [[row[place] for row in rows] for place in range(len(fields))]


def fitted(column: Column, cells: Sequence[Cell]) -> Column:
    """The column; of credited quantities with their decimals."""
    credited = column.kind == "whole" and any(isinstance(cell, float) for cell in cells)
    return replace(column, kind="number") if credited else column


def _key(document: Document, name: str, lang: str) -> list[_Field]:
    """The name of a unit, and its code where that is another word: files are joined on codes."""
    label = in_language(dimension(name).label, lang)
    named = _Field(Column(label), lambda group: named_unit(group["key"][name], lang))
    if all(group["key"][name]["code"] == group["key"][name]["name"] for group in document["groups"]):
        return [named]
    coded = _Field(Column(text("sheets.code", lang, name=label)), lambda group: group["key"][name]["code"])
    return [coded, named]


def _value(asked: Metric, document: Document, lang: str) -> list[_Field]:
    label = document["label"][lang]
    if asked.kind == "percentile":
        points = [f"p{point}" for point in asked.points]
        return [_Field(_hours_column(label, point, lang), _hours(point)) for point in points]
    if asked.kind == "count":
        return [_Field(Column(label, "whole"), lambda part: _number(part["numerator"]))]
    return [
        _Field(Column(label, "percent"), _ratio),
        _counted(text("sheets.numerator", lang), "numerator"),
        _counted(text("sheets.denominator", lang), "denominator"),
    ]


def _counts(asked: Metric, document: Document, lang: str) -> list[_Field]:
    """Every row of the question, in the column of its bin."""
    fields = []
    if asked.kind == "percentile":
        fields.append(_counted(text("sheets.measured", lang), "denominator"))
    elif asked.kind == "ratio" or len(asked.names("hit")) > 1:
        fields += [_inner(label, "bins", name) for name, label in _labels(asked, ("hit", "miss"), lang)]
    if asked.names("pending"):
        fields.append(_counted(text("sheets.pending", lang), "pending"))
    for name, label in _labels(asked, ("outside",), lang):
        fields.append(_inner(text("sheets.outside", lang, name=label), "outside", name))
    for reason in _reasons(document):
        title = text("sheets.excluded", lang, name=excluded_name(reason, lang))
        fields.append(_inner(title, "excluded", reason))
    for name, beside in asked.beside.items():
        fields.append(_inner(in_language(beside.label, lang), "beside", name))
    fields.append(_counted(text("sheets.rows", lang), "rows"))
    said = Column(text("sheets.state", lang))
    return [*fields, _Field(said, lambda part: text(f"sheets.state_{part['state']}", lang))]


def _labels(asked: Metric, roles: tuple[str, ...], lang: str) -> list[tuple[str, str]]:
    return [(each.name, in_language(each.label, lang)) for each in asked.bins if each.role in roles]


def _reasons(document: Document) -> list[str]:
    parts = [document["total"], *document["groups"]]
    return sorted({reason for part in parts for reason in part["excluded"] or {}})


def _counted(title: str, name: str) -> _Field:
    return _Field(Column(title, "whole"), lambda part: _number(part[name]))


def _inner(title: str, drawer: str, name: str) -> _Field:
    def cell(part: Part) -> Cell:
        return None if part[drawer] is None else _number(part[drawer].get(name, 0))

    return _Field(Column(title, "whole"), cell)


def _hours_column(label: str, point: str, lang: str) -> Column:
    return Column(text("sheets.hours", lang, label=label, point=point.upper()), "number")


def _hours(point: str) -> Callable[[Part], Cell]:
    def cell(part: Part) -> Cell:
        step = part["value"] and part["value"].get(point)
        if not step:
            return None
        if "exact_hours" in step:
            return float(step["exact_hours"])
        return float(step["number"]) if step["step"] == "hour" else step["number"] / MINUTES_AN_HOUR

    return cell


def _ratio(part: Part) -> Cell:
    return float(Fraction(part["value"]["ratio"])) if part["value"] else None


def _number(quantity: int | str | None) -> Cell:
    """A count as it is; a credited quantity (p/q) as the number it stands for."""
    return float(Fraction(quantity)) if isinstance(quantity, str) else quantity


def total_word(document: Document, lang: str) -> str:
    """What the last row is: the sum of the others, or not."""
    if "identity" in document:
        return text("sheets.total_once", lang, **document["identity"])
    return text("sheets.total" if document["additive"] else "sheets.total_not_sum", lang)

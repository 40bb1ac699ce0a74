"""People in need of care: how many were identified, how many are enrolled; counts alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, metric_name
from warehouse.text import text

Document = dict[str, Any]
CARE = "care_coverage_rate"
GROUP = "care_group"


def care(found: Mapping[str, Document], address: Address, generation: int, synthetic: bool) -> html.Section:
    """A bar a group of people; behind them the groups, then the districts, as counts."""
    lang, name, document = address.lang, text("enclaves.care", address.lang), found[GROUP]
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    groups = sorted(_told(document), key=lambda group: numbers.ratio(group) or 0)
    picture = figure.bars([_bar(group, lang) for group in groups], " %")
    picture["layout"]["margin"]["r"] = 128
    height = max(160, 30 * len(groups) + 60)
    drawing = chart("care", picture, text("enclaves.care_label", lang), lang, height, synthetic)
    there = replace(address, where=document["question"]["where"])
    files = table.downloads(*(there.export(CARE, kind, tuple(found), generation) for kind in ("xlsx", "csv")), lang)
    tables = [_table(each, by, lang) for by, each in found.items()]
    foot = html.Div([caption(document, lang), html.Div(text("enclaves.care_note", lang))])
    return tile(name, drawing, foot=foot, actions=[table.sheet(html.Div(tables), lang), files])


def _told(document: Document) -> list[Document]:
    return [group for group in document["groups"] if group["state"] == "ok"]


def _bar(group: Document, lang: str) -> figure.Bar:
    name, written = group["key"][GROUP]["name"], f"{numbers.percent(group)} {numbers.exact_parts(group, lang)}"
    return figure.Bar(name, numbers.hundredths(numbers.ratio(group)), written, f"{name} · {written}")


def _table(document: Document, by: str, lang: str) -> html.Div:
    columns = [
        table.Column("name", dimension_name(by, lang)),
        table.Column("parts", text("enclaves.care_counts", lang), number=True),
        table.Column("rate", metric_name(CARE, lang), number=True),
    ]
    lines = [{"name": group["key"][by]["name"], **_line(group, lang)} for group in _told(document)]
    return table.plain(columns, lines, {"name": text("words.total", lang), **_line(document["total"], lang)})


def _line(total: Document, lang: str) -> dict[str, str]:
    return {"parts": numbers.exact_parts(total, lang), "rate": numbers.percent(total)}

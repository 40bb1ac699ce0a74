"""One page for the officer: what an area's main figures are, how it stands, what needs attention, who is behind."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views import leaders, numbers, standing, table
from dashboard.views.needs import listed
from dashboard.views.tile import empty, tile
from dashboard.views.words import dimension_name, feed_name
from warehouse import Metric
from warehouse.text import text

Document = dict[str, Any]
METRICS = (
    "reported_count",
    "closure_rate",
    "case_completion_rate",
    "ontime_closure_rate",
    "rework_rate",
    "repeat_rate",
    "overdue_open_count",
)
ENDS, FOUND = 3, 4


def head(name: str, leads: leaders.Leads, question: str, synthetic: bool, lang: str, fed: bool) -> html.Header:
    """Whose page it is, who is in charge of it and above it, what was asked and as of when."""
    lines = [f"{area.name}:{leaders.in_charge(terms, lang) if fed else numbers.MISSING}" for area, terms in leads]
    mark = html.Span(text("tile.mark", lang), className="chip watch") if synthetic else None
    return html.Header(
        [
            html.H2([text("sheet.title", lang, name=name), " ", mark]),
            html.Div(question, className="note"),
            html.Div(text("sheet.comma", lang).join(lines)),
        ],
        className="tile a4-head",
        **{"data-state": "ok"},
    )


def figures(
    units: Mapping[str, Document],
    metrics: Sequence[Metric],
    missing: Mapping[str, Sequence[str]],
    least: int,
    address: Address,
) -> html.Section:
    """The main figures, each with its change, its target and its place among like units."""
    lang, name = address.lang, text("sheet.figures", address.lang)
    if not any(unit["state"] == "ok" for unit in units.values()):
        return empty(lang, name)
    keys = ("metric", "value", "parts", "moved", "target", "light", "place")
    columns = [table.Column(key, text(f"sheet.{key}", lang), number=key in ("value", "parts")) for key in keys]
    rows = [_row(units.get(each.name), each, missing.get(each.name, ()), least, lang) for each in metrics]
    labels = {unit["label"][lang] for unit in units.values() if unit.get("label")}
    foot = text("sheet.among", lang, group=text("words.comma", lang).join(labels)) if labels else None
    return tile(name, table.plain(columns, rows), foot=foot)


def below(document: Document | None, by: str, address: Address) -> html.Section:
    """The first and the last of the largest group of like units below."""
    lang = address.lang
    name = text("sheet.below", lang, by=dimension_name(by, lang))
    field = max(document["groups"], key=lambda each: len(each["units"]), default=None) if document else None
    if document is None or not field or not field["units"]:
        return tile(name, html.Div(html.Strong(text("sheet.none_below", lang)), className="tile-words"), state="empty")
    first, rest = field["units"][:ENDS], field["units"][ENDS:]
    body = [_ends("first", first, document, by, address), _ends("last", rest[-ENDS:], document, by, address)]
    foot = text(
        "sheet.of_group", lang, metric=document["label"][lang], group=field["label"][lang], n=len(field["units"])
    )
    foot += _failing([each for each in document["groups"] if each is not field], lang)
    return tile(name, html.Div(body, className="pair"), foot=foot)


def _failing(others: Sequence[Document], lang: str) -> str:
    """The units of other groups beyond their floor: nobody is hidden by belonging to a smaller group."""
    units = [unit for each in others for unit in each["units"] if unit["target"]["light"] == "bad"]
    told = text("words.comma", lang).join(f"{unit['name']} {numbers.percent(unit)}" for unit in units[:FOUND])
    return text("sheet.failing", lang, units=told) if units else ""


def attention(findings: Sequence[Document], address: Address) -> html.Section:
    """What the rules found of the area and of what lies in it."""
    lang, name = address.lang, text("overview.needs", address.lang)
    if not findings:
        words = html.Div(html.Strong(text("overview.needs_none", lang)), className="tile-words")
        return tile(name, words, state="empty")
    more = len(findings) - FOUND
    foot = text("sheet.more", lang, n=more) if more > 0 else None
    return tile(name, listed(findings[:FOUND], address), foot=foot)


def back(address: Address) -> html.Div:
    """The way back to the theatre page, and to the printer."""
    lang = address.lang
    link = dcc.Link(text("sheet.back", lang), href=address.href("/theatre", metric=address.metric))
    act = html.Button(text("sheet.print", lang), className="tool", type="button", **{"data-act": "print"})
    return html.Div([link, act], className="bar-row")


def _row(unit: Document | None, metric: Metric, missing: Sequence[str], least: int, lang: str) -> dict[str, Any]:
    name = metric.label.model_dump()[lang]
    if unit is None or unit["state"] != "ok":
        feeds = text("words.comma", lang).join(feed_name(each, lang) for each in missing)
        return {"metric": name, "place": text("tile.no_feed", lang, feeds=feeds) if missing else None}
    _, words, _ = standing.moved(unit, metric.shown_as, metric.better, lang)
    return {
        "metric": name,
        "value": html.B(numbers.brief(unit, metric.shown_as, lang)),
        "parts": standing.parts(unit, metric.kind, lang) if unit["denominator"] else None,
        "moved": words,
        "target": numbers.levelled(unit["target"]["target"], metric.shown_as, lang),
        "light": standing.light(unit["target"], lang),
        "place": standing.place(unit, least, lang) if unit.get("label") else None,
    }


def _ends(key: str, units: Sequence[Document], document: Document, by: str, address: Address) -> html.Table:
    lang = address.lang
    rows = [
        html.Tr(
            [
                html.Td(str(unit["rank"]), className="num muted"),
                html.Td(dcc.Link(unit["name"], href=standing.deeper(by, unit["code"], address)), className="name"),
                html.Td(html.B(numbers.brief(unit, document["shown_as"], lang)), className="num"),
            ]
        )
        for unit in units
    ]
    return html.Table([html.Caption(text(f"sheet.{key}", lang)), html.Tbody(rows)], className="rank")

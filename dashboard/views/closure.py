"""The closure page: both rates with the bridge between them, and the choice of what divides them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, value_name
from warehouse.text import text

Document = dict[str, Any]
BRIDGE_HEIGHT = 268


def title(closure: Document, completion: Document, lang: str) -> str:
    """Both rates in one sentence; the page's name where there are none."""
    if closure["total"]["state"] != "ok":
        return text("closure.name", lang)
    rates = [numbers.percent(document["total"]) for document in (closure, completion)]
    return text("closure.title", lang, closure=rates[0], completion=rates[1])


def rates(closure: Document, completion: Document, address: Address, generation: int, synthetic: bool) -> html.Section:
    """The two closure rates side by side, and how the denominator of one becomes that of the other."""
    lang, name = address.lang, text("closure.rates", address.lang)
    instead = unless_ok(closure["total"], address, name)
    if instead:
        return instead
    steps = _bridge(closure["total"], completion["total"], lang)
    both = html.Div([_rate(document, lang) for document in (closure, completion)], className="rates")
    drawing = chart("bridge", figure.bridge(steps), text("closure.bridge_label", lang), lang, BRIDGE_HEIGHT, synthetic)
    columns = [
        table.Column("what", text("closure.part", lang)),
        table.Column("n", text("closure.cases", lang), number=True),
    ]
    behind = table.plain(columns, [{"what": bar.name, "n": numbers.exact(bar.value, lang)} for bar, _ in steps])
    files = table.downloads(
        *(address.export("case_completion_rate", kind, (), generation) for kind in ("xlsx", "csv")), lang
    )
    return tile(name, [both, drawing], foot=caption(closure, lang), actions=[table.sheet(behind, lang), files])


def switches(dimensions: Sequence[str], by: str, address: Address, names: Mapping[str, str]) -> html.Div:
    """Links that choose the dimension, and the filters that hold, each with a way to take it away."""
    lang, times = address.lang, tuple(name for name in address.by if name not in dimensions)
    links = [switch(dimension_name(name, lang), address.href(by=(name, *times)), name == by) for name in dimensions]
    chips = [
        html.Span(
            [
                f"{dimension_name(name, lang)}:{value_name(name, names[name], lang)} ",
                dcc.Link("×", href=address.within(**{name: None}), title=text("closure.unfilter", lang)),
            ],
            className="chip",
        )
        for name in address.where
    ]
    chosen = html.Nav(
        [html.Span(text("closure.by", lang), className="note"), html.Span(links, className="switch")],
        className="filters",
    )
    return html.Div([chosen, html.Div(chips, className="filters")], className="bar-row")


def switch(name: str, href: str, chosen: bool) -> Component:
    """One of several choices: a link, or the name of what is chosen."""
    return html.Span(name, className="here", **{"aria-current": "true"}) if chosen else dcc.Link(name, href=href)


def _bridge(closure: Document, completion: Document, lang: str) -> list[tuple[figure.Bar, float]]:
    reported, pending = numbers.count(closure["denominator"]), numbers.count(completion["pending"])
    no_due, due = numbers.count(completion["outside"]["no_due"]), numbers.count(completion["denominator"])
    closed, overdue = (numbers.count(completion["bins"][name]) for name in ("closed", "open_overdue"))
    rows = [
        ("reported", reported, 0, "@accent"),
        ("not_yet_due", pending, reported - pending, "@grey"),
        ("no_due", no_due, due, "@grey"),
        ("due", due, 0, "@accent"),
        ("closed", closed, 0, "@good"),
        ("overdue", overdue, closed, "@bad"),
    ]
    return [
        (
            _step(text(f"closure.{key}", lang), n, "−" if colour == "@grey" else "", colour, lang),
            numbers.plain(base) or 0,
        )
        for key, n, base, colour in rows
    ]


def _step(name: str, n: numbers.Number, sign: str, colour: str, lang: str) -> figure.Bar:
    label, said = sign + numbers.compact(n, lang), f"{name} {sign}{numbers.exact(n, lang)}"
    return figure.Bar(name, numbers.plain(n), label, said, colour=colour)


def _rate(document: Document, lang: str) -> html.Div:
    total = document["total"]
    label = html.Div(
        [
            document["label"][lang],
            html.Span(" = " + text(f"closure.formula_{document['metric']}", lang), className="note"),
        ]
    )
    return html.Div(
        [
            label,
            html.Div(numbers.percent(total), className="rate-figure", title=numbers.exact_parts(total, lang)),
            html.Div(numbers.parts(total, lang), className="note", title=numbers.exact_parts(total, lang)),
        ],
        **{"data-metric": document["metric"]},
    )

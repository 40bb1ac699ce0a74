"""The closure page: both rates with the bridge between them, and the division by any dimension."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption, credited
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, metric_name, shown_name, unit_name, value_name
from warehouse import BUCKETS
from warehouse.text import text

Document = dict[str, Any]
RATES = ("closure_rate", "case_completion_rate", "ontime_closure_rate")
DRAWN = 24
BRIDGE_HEIGHT = 268
# Room for a digit and for the edges of a cell, in pixels.
DIGIT, CELL = 7, 22
# A title that takes two lines in this width.
LONG_TITLE = 100


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


def division(
    found: Mapping[str, Document], by: str, address: Address, generation: int, synthetic: bool
) -> html.Section:
    """The closure rate by one dimension as bars, the lowest first: that is where to look."""
    lang, name = address.lang, text("closure.division", address.lang, by=dimension_name(by, address.lang))
    document = found[RATES[0]]
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    known = [group for group in document["groups"] if group["state"] == "ok"]
    units = [group for group in known if not _bucket(group, by)]
    ordered = sorted(units, key=lambda group: _worst_first(group, by))
    drawn = [_bar(group, by, address) for group in ordered[:DRAWN]]
    rest = [_bar(group, by, address, "@grey") for group in known if _bucket(group, by)]
    height = max(150, 26 * (len(drawn) + len(rest)) + 60)
    foot = caption(document, lang) + (text("closure.lowest", lang, n=DRAWN) if len(units) > DRAWN else "")
    picture = figure.bars(drawn, " %", apart=rest)
    drawing = chart("division", picture, text("closure.division_label", lang), lang, height, synthetic)
    files = table.downloads(*(address.export(RATES[0], kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    return tile(name, drawing, foot=foot, actions=[files])


def division_table(found: Mapping[str, Document], by: str, address: Address, grid: Any) -> html.Section:
    """The same division as a table of counts and rates, with the total pinned."""
    lang, name = address.lang, text("closure.table", address.lang, by=dimension_name(by, address.lang))
    instead = unless_ok(found[RATES[0]]["total"], address, name)
    if instead:
        return instead
    total = _figures([found[each]["total"] for each in RATES]) | {"name": text("words.total", lang)}
    lines = [_line(groups, by, address) for groups in _ordered(found, by, address)]
    columns = _table_columns(found[RATES[0]], total, by, lang)
    foot = caption(found[RATES[0]], lang) + _sum_note(found[RATES[0]], by, lang)
    return tile(name, table.grid(grid, columns, lines, lang, total), foot=foot)


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


def _bucket(group: Document, by: str) -> bool:
    return group["key"][by]["code"] in BUCKETS


def _worst_first(group: Document, by: str) -> tuple[bool, bool, Any, str]:
    """The order of units: the lowest rate first, then those without one, then what belongs to no unit."""
    rate = numbers.ratio(group)
    return _bucket(group, by), rate is None, rate or 0, group["key"][by]["code"]


def _ordered(found: Mapping[str, Document], by: str, address: Address) -> list[list[Document]]:
    """Each unit's groups, one a rate; within a department only the units that have its cases."""
    every = [[found[each]["groups"][at] for each in RATES] for at in range(len(found[RATES[0]]["groups"]))]
    if "department" in address.where:
        every = [groups for groups in every if numbers.count(groups[0]["n"])]
    return sorted(every, key=lambda groups: _worst_first(groups[0], by))


def _table_columns(document: Document, total: Mapping[str, Any], by: str, lang: str) -> list[table.Column]:
    digits = numbers.CREDIT_DIGITS if credited(document) else 0
    overdue = "overdue_of_period" if document["question"]["period"] else "overdue"
    titles = {"reported": "reported", "closed": "closed", "open": "open", "overdue": overdue}
    columns = [table.Column("name", dimension_name(by, lang), href="href", width=100)]
    for key, title_ in titles.items():
        room = DIGIT * len(f"{total[key] or 0:,.{digits}f}") + CELL
        words = text(f"closure.{title_}", lang)
        columns.append(
            table.Column(
                key,
                words,
                number=True,
                width=max(LONG_TITLE if title_ == "overdue_of_period" else 66, room, _room(words)),
                digits=digits,
            )
        )
    for each in RATES:
        words = metric_name(each, lang)
        columns.append(table.Column(each, words, number=True, suffix=" %", width=max(80, _room(words)), digits=2))
    return columns


def _room(words: str) -> int:
    """What the longest word of a header takes, so that none is broken."""
    return DIGIT * max(len(word) for word in words.split()) + CELL if words.isascii() else 0


def _sum_note(document: Document, by: str, lang: str) -> str:
    if by != "department":
        return ""
    rows = "credited_sum" if credited(document) else "not_additive"
    return text(f"closure.{rows}", lang) + text("closure.own_deadlines", lang)


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


def _bar(group: Document, by: str, address: Address, colour: str = "@accent") -> figure.Bar:
    unit = group["key"][by]
    said = f"{unit_name(unit, address.lang)}<br>{numbers.percent(group)} · {numbers.exact_parts(group, address.lang)}"
    return figure.Bar(
        shown_name(unit, address.lang),
        numbers.hundredths(numbers.ratio(group)),
        numbers.percent(group),
        said,
        deeper(by, unit["code"], address),
        colour,
    )


def deeper(by: str, code: str, address: Address) -> str:
    """Where a unit leads: the same page within it, divided by what comes next."""
    times = tuple(name for name in address.by if name != by)
    return address.href("/closure", by=times, where={**address.where, by: code})


def _line(groups: Sequence[Document], by: str, address: Address) -> dict[str, Any]:
    unit = groups[0]["key"][by]
    return {"name": shown_name(unit, address.lang), "href": deeper(by, unit["code"], address), **_figures(groups)}


def _figures(totals: Sequence[Document]) -> dict[str, Any]:
    closure, completion, _ = totals
    counts = {
        "reported": closure["denominator"],
        "closed": closure["bins"]["closed"],
        "open": closure["bins"]["open"],
        "overdue": completion["bins"]["open_overdue"],
    }
    rates_ = {name: numbers.hundredths(numbers.ratio(total)) for name, total in zip(RATES, totals, strict=True)}
    return {key: numbers.plain(n) for key, n in counts.items()} | rates_

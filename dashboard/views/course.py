"""Over time: the trend of the rates, and the age of what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import cases, figure, marks, numbers, table
from dashboard.views.caption import caption, said
from dashboard.views.chart import chart
from dashboard.views.closure import switch
from dashboard.views.tile import empty, no_feed, tile, unless_ok
from dashboard.views.words import dimension_name
from warehouse.text import text

Document = dict[str, Any]
LINES = {
    "closure_rate": ("@accent", "solid"),
    "case_completion_rate": ("@second", "solid"),
    "ontime_closure_rate": ("@third", "solid"),
}
GRAINS = ("month", "week")
HEIGHT, TREND_HEIGHT = 268, 350
# The latest steps may still hold cases that are not due: so many can be drawn as such.
MATURING = {"month": 2, "week": 8}


def trend(
    found: Mapping[str, Document],
    grain: str,
    policies: Sequence[tuple[str, date, str]],
    address: Address,
    generation: int,
    synthetic: bool,
) -> html.Section:
    """The rates by month or week of report, with thin marks for days on which a policy began."""
    lang, name = address.lang, text("closure.trend", address.lang)
    first = next(iter(found.values()))
    instead = unless_ok(first["total"], address, name)
    if instead:
        return instead
    found = _until_last_case(found)
    points = [group["key"][grain]["code"] for group in next(iter(found.values()))["groups"]]
    ripe = _ripe(found, grain)
    lines = [_line(metric, document, ripe, lang) for metric, document in found.items()]
    seen = [(at, day, title) for at, day, title in policies if at in points]
    picture = figure.trend(points, lines, marks.drawn(seen), " %")
    drawing = chart("trend", picture, text("closure.trend_label", lang), lang, TREND_HEIGHT, synthetic, "numbered")
    behind = table.sheet(_rates(found, grain, lang), lang)
    files = table.downloads(
        *(address.export("closure_rate", kind, (grain,), generation) for kind in ("xlsx", "csv")), lang
    )
    foot = caption(first, lang) + (text("closure.maturing", lang) if ripe < len(points) else "")
    return tile(
        name,
        [drawing, marks.legend(text("closure.policies", lang), seen)],
        foot=foot,
        actions=[_grains(grain, address), behind, files],
    )


def ages(
    bands: Sequence[tuple[str, Document, Document]],
    as_of: date,
    address: Address,
    generation: int,
    synthetic: bool,
    credit: bool = False,
) -> html.Section:
    """Open cases by how long ago they were reported, those past their deadline apart."""
    lang, name = address.lang, text("closure.ages", address.lang)
    if any(closure["state"] == "no_feed" for _, closure, _ in bands):
        return no_feed(bands[0][1]["missing_feeds"], address, name)
    waiting = [_count(closure, "open") for _, closure, _ in bands]
    late = [_count(completion, "open_overdue") for _, _, completion in bands]
    if not sum(waiting):
        return empty(lang, name)
    names = [band for band, _, _ in bands]
    in_time = [n - overdue for n, overdue in zip(waiting, late, strict=True)]
    layers = [
        (text("closure.overdue", lang), "@bad", _columns(names, late, lang)),
        (text("closure.in_time", lang), "@grey", _columns(names, in_time, lang)),
    ]
    drawing = chart("ages", figure.stacked(names, layers), text("closure.ages_label", lang), lang, HEIGHT, synthetic)
    columns = [table.Column("band", text("closure.band", lang))]
    columns += [table.Column(key, text(f"closure.{key}", lang), number=True) for key in ("open", "overdue")]
    rows = [
        {"band": band, "open": numbers.exact(n, lang), "overdue": numbers.exact(o, lang)}
        for band, n, o in zip(names, waiting, late, strict=True)
    ]
    total = {
        "band": text("words.total", lang),
        "open": numbers.exact(sum(waiting), lang),
        "overdue": numbers.exact(sum(late), lang),
    }
    foot = said(name, text("closure.stock", lang), as_of, sum(waiting), lang, credit)
    stock = replace(address, period=None, since=None, until=None)
    files = cases.whole("open", int(sum(waiting)), stock, generation)
    return tile(name, drawing, foot=foot, actions=[table.sheet(table.plain(columns, rows, total), lang), files])


def _until_last_case(found: Mapping[str, Document]) -> dict[str, Document]:
    """The documents without the steps after the last one that holds a case."""
    first = next(iter(found.values()))["groups"]
    stop = max((at for at, group in enumerate(first, 1) if numbers.count(group["rows"])), default=0)
    return {name: {**document, "groups": document["groups"][:stop]} for name, document in found.items()}


def _ripe(found: Mapping[str, Document], grain: str) -> int:
    """How many steps hold no case that is not yet due, the few latest alone being in doubt."""
    groups = next((document["groups"] for name, document in found.items() if name == "case_completion_rate"), [])
    sure = max(len(groups) - MATURING[grain], 0)
    return next((at for at in range(sure, len(groups)) if numbers.count(groups[at]["pending"])), len(groups))


def _line(name: str, document: Document, ripe: int, lang: str) -> figure.Line:
    colour, dash = LINES[name]
    values = [numbers.hundredths(numbers.ratio(group)) for group in document["groups"]]
    hover = [
        f"{document['label'][lang]} {numbers.percent(group)} · {numbers.exact_parts(group, lang)}"
        for group in document["groups"]
    ]
    return figure.Line(document["label"][lang], values, hover, colour, dash, ripe)


def _grains(chosen: str, address: Address) -> html.Span:
    places = tuple(name for name in address.by if name not in GRAINS)
    links = [
        switch(dimension_name(name, address.lang), address.href(by=(*places, name)), name == chosen) for name in GRAINS
    ]
    return html.Span(links, className="switch")


def _rates(found: Mapping[str, Document], grain: str, lang: str) -> html.Div:
    columns = [table.Column("time", dimension_name(grain, lang))]
    columns += [table.Column(name, document["label"][lang], number=True) for name, document in found.items()]
    columns += [table.Column("parts", text("overview.parts", lang), number=True)]
    first = next(iter(found.values()))["groups"]
    rows = [
        {"time": group["key"][grain]["code"], "parts": numbers.exact_parts(group, lang)}
        | {name: numbers.percent(document["groups"][at]) for name, document in found.items()}
        for at, group in enumerate(first)
    ]
    return table.plain(columns, rows)


def _count(total: Document, name: str) -> int | Fraction:
    return numbers.count(total["bins"][name])


def _columns(names: Sequence[str], counts: Sequence[int | Fraction], lang: str) -> list[figure.Bar]:
    return [
        figure.Bar(name, numbers.plain(n), "", f"{name} {numbers.exact(n, lang)}")
        for name, n in zip(names, counts, strict=True)
    ]

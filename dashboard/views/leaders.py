"""Who is in charge, from the city down to the chosen unit, and how that unit stands among its like."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.address import PLACES, Address
from dashboard.views import numbers, standing
from dashboard.views.tile import tile
from dashboard.views.words import dimension_name, feed_name, metric_name
from warehouse import Area, Metric, Term
from warehouse.text import has_text, text

Document = dict[str, Any]
# Areas above the chosen one with those in charge of them.
Leads = Sequence[tuple[Area, Sequence[Term]]]


def leaders(
    leads: Leads, unit: Document | None, metric: Metric, address: Address, fed: Mapping[str, bool], least: int
) -> html.Section:
    """The chain of those in charge, and under it the chosen unit's figure, place, change and target."""
    lang, name = address.lang, text("theatre.leaders", address.lang)
    lines = [
        _line(area, terms, address, fed["officer"], at == len(leads) - 1) for at, (area, terms) in enumerate(leads)
    ]
    if not lines:
        lines = [html.Li(text("theatre.no_area", lang), className="muted")]
    body = [html.Ol(lines, className="chain"), _own(unit, metric, address, fed["target"], least) if unit else None]
    foot = None if fed["officer"] else text("tile.no_feed", lang, feeds=feed_name("officer", lang))
    link = dcc.Link(text("theatre.sheet", lang), href=address.href("/theatre/sheet", by=()))
    return tile(name, body, foot=foot, actions=[link])


def in_charge(terms: Sequence[Term], lang: str) -> str:
    """Every post with its officer and since when; that nobody is registered where nobody is."""
    told = [text("theatre.officer", lang, post=each.post, name=each.name, day=_since(each.first)) for each in terms]
    return text("words.comma", lang).join(told) or text("theatre.no_officer", lang)


def _line(area: Area, terms: Sequence[Term], address: Address, fed: bool, last: bool) -> html.Li:
    lang = address.lang
    name = html.B(area.name) if last else _link(area, address)
    kind = area.kind or _level(area.level, lang)
    who = in_charge(terms, lang) if fed else numbers.MISSING
    return html.Li([html.Span([name, html.Span(f" {kind}", className="note")]), html.Span(who)])


def _link(area: Area, address: Address) -> dcc.Link | html.Span:
    """An area that is a filter leads to its page; a free sub-level is only named."""
    if area.level == "city":
        return dcc.Link(area.name, href=address.href(where={}, by=()))
    if area.level not in PLACES:
        return html.Span(area.name)
    kept = {key: code for key, code in address.where.items() if key not in PLACES}
    return dcc.Link(area.name, href=address.href(where={**kept, area.level: area.code}, by=()))


def _level(level: str, lang: str) -> str:
    if level in PLACES:
        return dimension_name(level, lang)
    return text(f"theatre.level_{level}", lang) if has_text(f"theatre.level_{level}") else level


def _own(unit: Document, metric: Metric, address: Address, fed: bool, least: int) -> html.Div:
    lang = address.lang
    _, words, way = standing.moved(unit, metric.shown_as, metric.better, lang)
    place = standing.place(unit, least, lang) if unit.get("label") else ""
    group = f"{unit['label'][lang]} " if unit.get("label") else ""
    told = [
        html.Div(metric_name(metric.name, lang), className="note"),
        html.Div(numbers.brief(unit, metric.shown_as, lang), className="rate-figure"),
        html.Div(standing.parts(unit, metric.kind, lang) if unit["state"] == "ok" else "", className="note"),
        html.Div([text("theatre.than_before", lang), " ", html.B(words or numbers.MISSING)], className=f"change {way}"),
        html.Div([group, html.B(place)]) if place else None,
        _target(unit["target"], metric, fed, lang),
    ]
    return html.Div(told, className="own", **{"data-state": unit["state"]})


def _target(target: Document, metric: Metric, fed: bool, lang: str) -> html.Div:
    if target["target"] is None:
        return html.Div(standing.no_target(fed, lang), className="note")
    goal = numbers.levelled(target["target"], metric.shown_as, lang)
    words = text("theatre.goal", lang, goal=goal)
    light = html.Span(standing.light(target, lang), className=f"chip {target['light']}")
    return html.Div([words, " ", light])


def _since(day: date) -> str:
    return day.isoformat()

"""The theatre page: the choice of level and metric, the sentence of the finding, the course of the chosen unit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.address import Address
from dashboard.views import figure, marks, numbers, standing, table
from dashboard.views.caption import said
from dashboard.views.chart import chart
from dashboard.views.closure import switch
from dashboard.views.course import GRAINS, MATURING
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, metric_name
from warehouse import Handover, Mark, Metric
from warehouse.text import text

Document = dict[str, Any]
METRIC = "choose-metric"
HEIGHT, BRIEF = 340, 190
# Steps with their totals, and whether these will still grow.
Course = Sequence[tuple[str, Document, bool]]
Events = Sequence[tuple[str, date, str | Handover | Mark]]


def switches(levels: Sequence[str], level: str, metrics: Sequence[str], metric: str, address: Address) -> html.Div:
    """What is ranked, and by which metric."""
    lang = address.lang
    links = [switch(dimension_name(name, lang), address.href(by=(name,)), name == level) for name in levels]
    ranked = [html.Span(text("theatre.ranked", lang), className="note"), html.Span(links, className="switch")]
    options = [{"label": metric_name(name, lang), "value": name} for name in metrics]
    choice = dbc.Select(options, metric, id=METRIC, size="sm")
    chooser = html.Label([text("theatre.metric", lang), choice], className="chooser")
    return html.Div([html.Nav(ranked, className="filters"), chooser], className="bar-row")


def title(document: Document, unit: Document | None, name: str, lang: str) -> str:
    """How the chosen unit stands, and how those below it do; the page's name where nothing can be said."""
    own = unit or document["total"]
    if own["state"] != "ok":
        return text("theatre.name", lang)
    figure_ = numbers.brief(own, document["shown_as"], lang)
    told = [text("theatre.title", lang, name=name, metric=document["label"][lang], figure=figure_)]
    if unit and unit["rank"]:
        place = standing.place(unit, document["rules"]["min_rank_cases"], lang)
        told.append(text("theatre.title_place", lang, group=unit["label"][lang], place=place))
    return text("theatre.title_comma", lang).join([*told, *_below(document, lang)])


def _below(document: Document, lang: str) -> list[str]:
    """How many missed their target; who is first where nobody has one."""
    units = standing.units(document)
    aimed = [unit for unit in units if unit["target"]["light"] != "none" and unit["unranked_reason"] != "few_cases"]
    by = dimension_name(document["question"]["by"][0], lang)
    if aimed:
        missed = sum(unit["target"]["light"] != "good" for unit in aimed)
        return [text("theatre.title_missed", lang, n=missed, of=len(aimed), by=by)]
    return [text("theatre.title_units", lang, n=len(units), by=by)] if units else []


def trend(
    course: Course,
    events: Events,
    metric: Metric,
    grain: str,
    name: str,
    address: Address,
    as_of: date,
    synthetic: bool,
    brief: bool = False,
) -> html.Section:
    """The course of the chosen unit, with what happened to it and to the rules on the way."""
    lang, title_ = address.lang, text("theatre.trend", address.lang, name=name)
    course = _until_the_last(course, {step for step, _, _ in events})
    known = [total for _, total, _ in course if total["state"] == "ok"]
    if not known:
        return unless_ok(course[0][1] if course else {"state": "empty"}, address, title_) or tile(title_, "")
    points = [step for step, _, _ in course]
    seen = [(step, day, _words(what, lang)) for step, day, what in events if step in points]
    hover = [f"{step} · {numbers.brief(total, metric.shown_as, lang)}" for step, total, _ in course]
    values = [numbers.amount(total, metric.shown_as) for _, total, _ in course]
    ripe = _ripe(course, grain)
    line = figure.Line(metric_name(metric.name, lang), values, hover, "@accent", ripe=ripe)
    picture = figure.trend(points, [line], marks.drawn(seen), numbers.UNITS[metric.shown_as])
    drawing = chart(
        "theatre-trend",
        picture,
        text("theatre.trend_label", lang),
        lang,
        BRIEF if brief else HEIGHT,
        synthetic,
        "numbered",
    )
    span = f"{points[0]} – {points[-1]}"
    foot = said(metric_name(metric.name, lang), span, as_of, known[-1]["n"], lang) + text("theatre.last_n", lang)
    foot += text("closure.maturing", lang) if ripe < len(points) else ""
    actions = [_grains(grain, address), table.sheet(_behind(course, metric, grain, lang), lang)]
    return tile(title_, [drawing, marks.legend(text("theatre.marks", lang), seen)], foot=foot, actions=actions)


def _until_the_last(course: Course, marked: set[str]) -> Course:
    """The course without the steps after the last one that holds a case or a mark."""
    held = [at for at, (step, total, _) in enumerate(course, 1) if step in marked or numbers.count(total["rows"])]
    return course[: max(held, default=0)]


def _ripe(course: Course, grain: str) -> int:
    """How many steps hold no case that is not yet due, the few latest alone being in doubt."""
    sure = max(len(course) - MATURING[grain], 0)
    return next((at for at in range(sure, len(course)) if course[at][2]), len(course))


def _words(what: str | Handover | Mark, lang: str) -> str:
    """An event in words: a policy by its title, a change of officer or of the area as it was."""
    if isinstance(what, str):
        return what
    if isinstance(what, Handover):
        vacant = text("theatre.vacant", lang)
        told = {"before": what.before or vacant, "after": what.after or vacant}
        return text("theatre.handover", lang, post=what.post, **told)
    return what.sentence(lang).removeprefix(what.change.day.isoformat()).strip()


def _grains(chosen: str, address: Address) -> html.Span:
    places = tuple(name for name in address.by if name not in GRAINS)
    links = [
        switch(dimension_name(name, address.lang), address.href(by=(*places, name)), name == chosen) for name in GRAINS
    ]
    return html.Span(links, className="switch")


def _behind(course: Course, metric: Metric, grain: str, lang: str) -> html.Div:
    columns = [
        table.Column("time", dimension_name(grain, lang)),
        table.Column("value", metric_name(metric.name, lang), number=True),
        table.Column("parts", text("theatre.parts", lang), number=True),
    ]
    rows = [
        {
            "time": step,
            "value": numbers.brief(total, metric.shown_as, lang),
            "parts": standing.parts(total, metric.kind, lang) if total["state"] == "ok" else None,
        }
        for step, total, _ in course
    ]
    return table.plain(columns, rows)

"""The burn-up: each requirement met as a thin line, enclaves done as a thick one, up to the baseline."""

from collections.abc import Sequence
from datetime import date

from dash import html

from dashboard.address import Address
from dashboard.reading import Burnup, Week
from dashboard.views import figure, marks, numbers, table
from dashboard.views.caption import said
from dashboard.views.chart import chart
from dashboard.views.enclaves import DONE, MET
from dashboard.views.tile import empty, no_feed, tile
from dashboard.views.words import metric_name, value_name
from warehouse import Forecast, half_up
from warehouse.text import text

COLOURS = {"responsibility": "@second", "safety": "@third", "livelihood": "@ink"}
HEIGHT, THICK, THIN = 350, 4, 1
# The lines of a forecast in the order of its paces; the fastest and the slowest are one interval.
AHEAD = (("ahead", "dash"), ("ahead_between", "dot"), ("ahead_between", "dot"))


def burnup(found: Burnup, as_of: date, address: Address, generation: int, synthetic: bool) -> html.Section:
    """Counts of enclaves, week by week; what was revoked falls again."""
    lang, name = address.lang, text("enclaves.burnup", address.lang)
    if found.missing:
        return no_feed(found.missing, address, name)
    last = found.weeks[-1]
    if not last.done.rows:
        return empty(lang, name)
    points = [each.day.isoformat() for each in found.weeks]
    policies = [(at, day, title) for at, day, title in found.policies if at in points]
    ahead, lines = _ahead(found.forecast, len(points) - 1, lang)
    picture = figure.trend([*points, *ahead], [*_lines(found.weeks, lang), *lines], marks.drawn(policies))
    if lines:
        picture["data"][-1]["showlegend"] = False
    picture["layout"]["yaxis"] |= {"rangemode": "tozero", "tickformat": ","}
    drawing = chart("burnup", picture, text("enclaves.burnup_label", lang), lang, HEIGHT, synthetic, "numbered")
    files = table.downloads(
        *(address.export(MET, kind, ("requirement",), generation) for kind in ("xlsx", "csv")), lang
    )
    foot = said(metric_name(DONE, lang), text("enclaves.weekly", lang), as_of, last.done.rows, lang)
    behind = table.sheet(_table(found.weeks, lang), lang)
    legend = marks.legend(text("closure.policies", lang), policies)
    said_ahead = html.Div(forecast_words(found.forecast, lang), className="note") if found.forecast else None
    return tile(name, [drawing, legend, said_ahead], foot=foot, actions=[behind, files])


def forecast_words(told: Forecast, lang: str) -> str:
    """When the rest will be done, between which days, and on what assumption; why nothing can be said otherwise."""
    left = numbers.exact(told.left, lang)
    if told.usual is None or told.fastest is None or told.slowest is None:
        return text("enclaves.forecast_early", lang, left=left, weeks=told.stretch)
    if told.usual.on is None:
        return text("enclaves.forecast_none", lang, left=left, weeks=told.weeks)
    words = {
        "left": left,
        "day": told.usual.on.isoformat(),
        "first": told.fastest.on.isoformat() if told.fastest.on else numbers.MISSING,
        "last": told.slowest.on.isoformat() if told.slowest.on else text("enclaves.forecast_open", lang),
        "pace": half_up(told.usual.a_week, 1),
        "weeks": told.weeks,
        "stretch": told.stretch,
        "fastest": half_up(told.fastest.a_week, 1),
        "slowest": half_up(told.slowest.a_week, 1),
    }
    return text("enclaves.forecast", lang, **words)


def _ahead(told: Forecast | None, before: int, lang: str) -> tuple[list[str], list[figure.Line]]:
    """The weeks to come, and the lines at the usual, the fastest and the slowest pace, from the day itself on."""
    course = told.course() if told else []
    nothing: list[float | None] = [None] * before
    lines = []
    for at, (key, dash) in enumerate(AHEAD if course else ()):
        values = [float(paces[at]) for _, paces in course]
        name = text(f"enclaves.{key}", lang)
        hover = [""] * before + [f"{name} {value:,.0f}" for value in values]
        lines.append(figure.Line(name, [*nothing, *values], hover, "@accent", dash, width=1))
    return [day.isoformat() for day, _ in course[1:]], lines


def _lines(weeks: Sequence[Week], lang: str) -> list[figure.Line]:
    thin = [
        _line(value_name("requirement", name, lang), [each.met[name].of("hit") for each in weeks], COLOURS[name], THIN)
        for name in COLOURS
    ]
    done = _line(text("enclaves.all_three", lang), [each.done.of("hit") for each in weeks], "@accent", THICK)
    baseline = _line(text("enclaves.baseline", lang), [each.done.rows for each in weeks], "@grey", THIN, "dash")
    return [*thin, done, baseline]


def _line(name: str, counts: Sequence[numbers.Number], colour: str, width: int, dash: str = "solid") -> figure.Line:
    values = [numbers.plain(n) for n in counts]
    return figure.Line(name, values, [f"{name} {value:,}" for value in values], colour, dash, width=width)


def _table(weeks: Sequence[Week], lang: str) -> html.Div:
    columns = [table.Column("day", text("enclaves.as_of", lang))]
    columns += [table.Column(name, value_name("requirement", name, lang), number=True) for name in COLOURS]
    columns += [
        table.Column("done", text("enclaves.all_three", lang), number=True),
        table.Column("all", text("enclaves.baseline", lang), number=True),
    ]
    rows = [
        {
            "day": each.day.isoformat(),
            **{name: numbers.exact(each.met[name].of("hit"), lang) for name in COLOURS},
            "done": numbers.exact(each.done.of("hit"), lang),
            "all": numbers.exact(each.done.rows, lang),
        }
        for each in reversed(weeks)
    ]
    return table.plain(columns, rows)

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
from warehouse.text import text

COLOURS = {"responsibility": "@second", "safety": "@third", "livelihood": "@ink"}
HEIGHT, THICK, THIN = 350, 4, 1


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
    picture = figure.trend(points, _lines(found.weeks, lang), marks.drawn(policies))
    picture["layout"]["yaxis"] |= {"rangemode": "tozero", "tickformat": ","}
    drawing = chart("burnup", picture, text("enclaves.burnup_label", lang), lang, HEIGHT, synthetic, "numbered")
    files = table.downloads(
        *(address.export(MET, kind, ("requirement",), generation) for kind in ("xlsx", "csv")), lang
    )
    foot = said(metric_name(DONE, lang), text("enclaves.weekly", lang), as_of, last.done.rows, lang)
    behind = table.sheet(_table(found.weeks, lang), lang)
    legend = marks.legend(text("closure.policies", lang), policies)
    return tile(name, [drawing, legend], foot=foot, actions=[behind, files])


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

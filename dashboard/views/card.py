"""KPI cards: figure, what was divided by what, how it moved, its course."""

from fractions import Fraction
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.reading import Reading
from dashboard.views import numbers
from dashboard.views.sparkline import sparkline
from dashboard.views.tile import unless_ok
from dashboard.views.words import word
from warehouse import Metric
from warehouse.text import text

SMALL = 30
Total = dict[str, Any]


def card(reading: Reading, address: Address, step: str, href: str, pair: Reading | None = None) -> html.Section:
    """One KPI card; `step` names the comparison (month, week …), `pair` stands under it."""
    metric, now, lang = reading.metric, reading.now, address.lang
    name = _name(metric, address)
    instead = unless_ok(now, address) if now["state"] == "no_feed" else None
    if instead is not None:
        return html.Section([name, *instead.children], className="tile card-kpi", **{"data-state": "no_feed"})
    figure = dcc.Link(_figure(reading, lang), href=href, title=numbers.exact_parts(now, lang))
    body = [
        name,
        html.Div(figure, className="card-figure"),
        html.Div(_parts(now, lang), className="card-parts", title=numbers.exact_parts(now, lang)),
        change(reading, reading.before, text(f"overview.than_{step}", lang), lang),
        change(reading, reading.year_ago, text("overview.than_year", lang), lang),
        sparkline([None if ratio is None else float(ratio) for ratio in reading.course], _course(reading, lang)),
        _pair(pair, lang) if pair else None,
    ]
    return html.Section(body, className="tile card-kpi", **{"data-state": now["state"], "data-metric": metric.name})


def change(reading: Reading, before: Total | None, than: str, lang: str, brief: bool = False) -> html.Div:
    """How far the figure moved, with an arrow, better or worse; brief leaves the unit to the hint."""
    now, then = numbers.ratio(reading.now), numbers.ratio(before) if before else None
    if now is None or then is None or (reading.metric.kind == "count" and then == 0):
        return html.Div(
            [than + " ", html.B(numbers.MISSING)],
            className="change",
            title=text("overview.no_comparison", lang),
        )
    moved = now - then
    words = numbers.points(moved, lang) if reading.metric.kind == "ratio" else numbers.relative(moved / then)
    written = words.partition(" ")[0] if brief else words
    # What reads 0.00 did not move, for whoever reads it.
    seen = moved if any(digit in written for digit in "123456789") else Fraction(0)
    look = _look(seen, reading.metric.better)
    arrow = "▲ +" if seen > 0 else "▼ −" if seen < 0 else "● "
    said = f"{than} {words} " + text(
        "overview.changed",
        lang,
        judgement=text(f"overview.{look}", lang),
        before=_before(reading.metric, before, lang),
    )
    return html.Div([than + " ", html.B(arrow + written)], className=f"change {look}", title=said)


def _figure(reading: Reading, lang: str) -> list[Any]:
    written = numbers.shown(reading.now, reading.metric.shown_as, lang)
    number, space, unit = written.partition(" %")
    return [number, html.Span(space + unit, className="unit")] if space else [written]


def _name(metric: Metric, address: Address) -> html.Div:
    lang = address.lang
    label, note = word(metric.label, lang), word(metric.note, lang)
    more = html.A(
        "ⓘ",
        href=f"{address.plain('/definitions')}#{metric.name}",
        title=note,
        **{"aria-label": text("overview.definition", lang, name=label)},
    )
    return html.Div([html.Span(label), more], className="card-name")


def _parts(now: Total, lang: str) -> str:
    if now["state"] != "ok":
        return text("tile.empty", lang)
    if now["denominator"] is None:
        return text("overview.exactly", lang, n=numbers.exact(now["numerator"], lang))
    small = text("overview.small", lang, n=numbers.exact(now["n"], lang)) if numbers.count(now["n"]) < SMALL else ""
    return numbers.parts(now, lang) + small


def _pair(pair: Reading, lang: str) -> html.Div:
    label = word(pair.metric.label, lang)
    figure = html.B(numbers.shown(pair.now, pair.metric.shown_as, lang), title=numbers.exact_parts(pair.now, lang))
    moved = change(pair, pair.before, "", lang, brief=True)
    return html.Div(
        [html.Span([f"{label} ", figure]), moved], className="card-pair", **{"data-metric": pair.metric.name}
    )


def _look(moved: Fraction, better: str) -> str:
    if not moved or better == "none":
        return "same"
    return "better" if (moved > 0) == (better == "higher") else "worse"


def _before(metric: Metric, total: Total | None, lang: str) -> str:
    return (
        numbers.MISSING
        if total is None
        else f"{numbers.shown(total, metric.shown_as, lang)} ({numbers.exact_parts(total, lang)})"
    )


def _course(reading: Reading, lang: str) -> str:
    known = [ratio for ratio in reading.course if ratio is not None]
    if not known:
        return ""
    written = [_written(reading.metric, ratio, lang) for ratio in (known[0], known[-1])]
    return text("overview.course", lang, n=len(reading.course), first=written[0], last=written[1])


def _written(metric: Metric, ratio: Fraction, lang: str) -> str:
    return f"{numbers.hundredths(ratio)} %" if metric.kind == "ratio" else numbers.compact(ratio, lang)

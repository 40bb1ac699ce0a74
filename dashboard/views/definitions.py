"""Definitions: every metric as its file says it, so that a figure can be made again by hand."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.views import table
from dashboard.views.tile import tile
from dashboard.views.words import dimension_name, feed_name, word
from warehouse import Example, Metric
from warehouse.text import text

EXAMPLES = 3


def index(metrics: Sequence[Metric], lang: str) -> html.Section:
    """The names of all metrics, each leading to its definition."""
    items = [html.Li(html.A(word(each.label, lang), href=f"#{each.name}")) for each in metrics]
    return tile(text("definitions.index", lang), html.Ul(items, className="metric-index"))


def definition(metric: Metric, digest: str, dimensions: Sequence[str], missing: Sequence[str], lang: str) -> html.Div:
    """One metric: in words, its bins, its dimensions, where it comes from, examples counted by hand."""
    facts = [
        ("kind", text(f"definitions.kind_{metric.kind}", lang)),
        ("better", text(f"definitions.better_{metric.better}", lang)),
        ("cohort", text(f"definitions.cohort_{metric.cohort or 'none'}", lang)),
        ("feeds", text("words.comma", lang).join(feed_name(name, lang) for name in metric.feeds)),
        ("dimensions", text("words.comma", lang).join(dimension_name(name, lang) for name in dimensions)),
    ]
    body = [
        html.P(word(metric.note, lang), className="formula"),
        html.Dl(
            [
                html.Div([html.Dt(text(f"definitions.{key}", lang)), html.Dd(value)], className=f"fact-{key}")
                for key, value in facts
            ],
            className="facts",
        ),
        _bins(metric, lang),
        _examples(metric, lang),
    ]
    foot = [
        text("definitions.file", lang) + " ",
        html.Code(f"warehouse/metrics/{metric.name}.toml", className="mono"),
        " · sha256 ",
        html.Code(digest[:16], title=digest, className="mono"),
    ]
    shown = tile(
        f"{word(metric.label, lang)} · {metric.name}",
        body,
        state="no_feed" if missing else "ok",
        foot=foot,
        actions=[_state(missing, lang)],
    )
    return html.Div(shown, id=metric.name, className="slot span-12")


def _bins(metric: Metric, lang: str) -> html.Div:
    columns = [table.Column(key, text(f"definitions.{key}", lang)) for key in ("bin", "counts", "when")]
    rows = [
        {
            "bin": f"{word(each.label, lang)} · {each.name}",
            "counts": text(f"definitions.as_{each.role}", lang),
            "when": html.Code(each.when, className="mono") if each.when else text("definitions.rest", lang),
        }
        for each in metric.bins
    ]
    first = {
        "bin": text("definitions.excluded", lang),
        "counts": text("definitions.as_excluded", lang),
        "when": html.Code("excluded is not null", className="mono"),
    }
    return table.plain(columns, [first, *rows])


def _examples(metric: Metric, lang: str) -> html.Details | None:
    if not metric.examples:
        return None
    items = [html.Li(_example(each, lang)) for each in metric.examples[:EXAMPLES]]
    return html.Details([html.Summary(text("definitions.examples", lang, n=len(metric.examples))), html.Ul(items)])


def _example(example: Example, lang: str) -> list[Any]:
    asked = [text("definitions.as_of", lang, day=example.as_of)]
    asked += [example.period] if example.period else []
    asked += [f"{dimension_name(name, lang)} = {code}" for name, code in example.where.items()]
    answer: Any = example.bins or example.groups or example.steps
    told = ", ".join(f"{name} {n}" for name, n in answer.items()) if answer else ""
    return [" · ".join(asked) + " → ", html.Code(told, className="mono")]


def _state(missing: Sequence[str], lang: str) -> html.Span:
    if not missing:
        return html.Span(text("definitions.available", lang), className="chip good")
    return html.Span(
        text(
            "tile.no_feed",
            lang,
            feeds=text("words.comma", lang).join(feed_name(name, lang) for name in missing),
        ),
        className="chip watch",
    )

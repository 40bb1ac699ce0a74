"""Pilot programmes: how many units have joined, and how these stand together against those that have not yet."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers
from dashboard.views.tile import no_feed, tile
from dashboard.views.words import dimension_name, metric_name
from warehouse import Metric
from warehouse.text import text

Document = dict[str, Any]
SIDES = ("inside", "outside")


def pilots(programmes: Sequence[Document], metric: Metric, when: str, address: Address, fed: bool) -> html.Section:
    """A card for each programme that any unit here takes part in."""
    lang, name = address.lang, text("theatre.pilots", address.lang)
    if not fed:
        return no_feed(["participation"], address, name)
    if not programmes:
        words = html.Div(html.Strong(text("theatre.no_programme", lang)), className="tile-words")
        return tile(name, words, state="empty")
    cards = [_card(each, metric, lang) for each in programmes]
    foot = text("theatre.pilots_note", lang, what=metric_name(metric.name, lang), when=when)
    return tile(name, html.Div(cards, className="pilots"), foot=foot)


def _card(told: Document, metric: Metric, lang: str) -> html.Div:
    by = dimension_name(told["by"], lang)
    joined = text("theatre.joined", lang, joined=told["joined"], of=told["of"], by=by)
    rest = [text(f"theatre.{key}", lang, n=told[key]) for key in ("left", "settling") if told[key]]
    head = [html.B(told["programme"]), html.Span(joined), html.Progress(value=str(told["joined"]), max=str(told["of"]))]
    note = html.Div(text("words.comma", lang).join(rest), className="note") if rest else None
    return html.Div([html.Div(head, className="pilot-head"), note, *_sides(told, metric, lang)], className="pilot")


def _sides(told: Document, metric: Metric, lang: str) -> list[html.Div]:
    if told["inside"] is None:
        return [html.Div(text("theatre.not_pooled", lang), className="note")]
    return [
        html.Div(
            [
                html.Span(text(f"theatre.{side}", lang), className="note"),
                html.B(numbers.shown_exactly(told[side], metric.shown_as, lang)),
                html.Span(_parts(told[side], lang), className="note"),
            ],
            className="pilot-side",
        )
        for side in SIDES
    ]


def _parts(total: Document, lang: str) -> str:
    return "" if total["denominator"] is None or total["state"] != "ok" else numbers.exact_parts(total, lang)

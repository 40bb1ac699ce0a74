"""Whistles that began as a citizen's report: how many, and how long they took from end to end."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import handling, numbers, table
from dashboard.views.whistles import KINDS
from dashboard.views.words import dimension_name, metric_name, value_name
from warehouse.text import text

Document = dict[str, Any]
HOURS, COUNT = "whistle_through_hours", "whistle_count"


def through(
    document: Document,
    steps: Sequence[tuple[int, float]],
    parts: Mapping[str, Document],
    address: Address,
    generation: int,
    synthetic: bool,
) -> html.Section:
    """Shares by time with median and ninetieth percentile; under it the kinds, and what whistles began as."""
    lang = address.lang
    words = handling.Words(
        "through", text("whistles.through", lang), text("whistles.through_label", lang), text("whistles.whistles", lang)
    )
    below = _kinds(parts[HOURS], lang) if document["total"]["state"] == "ok" else None
    origins = text("words.comma", lang).join(
        f"{group['key']['origin']['name']} {numbers.exact(group['numerator'], lang)}"
        for group in parts[COUNT]["groups"]
    )
    foot = text("whistles.origins", lang, origins=origins) if origins else ""
    return handling.times(document, steps, address, generation, synthetic, words, below, foot)


def _kinds(document: Document, lang: str) -> html.Div:
    columns = [table.Column("kind", dimension_name("whistle_kind", lang))]
    columns += [table.Column("n", text("whistles.whistles", lang), number=True)]
    columns += [table.Column("hours", metric_name(HOURS, lang))]
    held = {group["key"]["whistle_kind"]["code"]: group for group in document["groups"]}
    lines = [
        {
            "kind": value_name("whistle_kind", kind, lang),
            "n": numbers.exact(held[kind]["n"], lang),
            "hours": numbers.shown(held[kind], "duration", lang),
        }
        for kind in KINDS
        if kind in held
    ]
    return table.plain(columns, lines)

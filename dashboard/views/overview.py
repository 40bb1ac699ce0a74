"""The overview's parts: cards, title, tile map, first and last, what needs attention."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.reading import Reading
from dashboard.views import figure, mosaic, numbers, rank, table
from dashboard.views.caption import caption
from dashboard.views.card import card
from dashboard.views.chart import chart
from dashboard.views.tile import loading, tile, unless_ok
from warehouse import BUCKETS
from warehouse.text import text

Document = dict[str, Any]
# Every figure of speed stands with one of quality.
CARDS = (
    ("reported_count", None),
    ("closed_count", None),
    ("closure_rate", "rework_rate"),
    ("case_completion_rate", "repeat_rate"),
    ("ontime_closure_rate", "extension_rate"),
    ("overdue_open_count", None),
)
METRICS = tuple(name for pair in CARDS for name in pair if name)
STOCKS = ("overdue_open_count",)
MAP_HEIGHT = 410


def cards(readings: Mapping[str, Reading], address: Address, step: str) -> list[html.Section]:
    """The six cards; each leads to the closure page with the same filters."""
    href = address.href("/closure")
    # A stock has no period: its list is that of all that is open.
    whole = address.href("/closure", period=None, since=None, until=None, listed="overdue")
    return [
        card(readings[name], address, step, whole if name in STOCKS else href, readings.get(pair or ""))
        for name, pair in CARDS
    ]


def title(readings: Mapping[str, Reading], lang: str, period: bool = True) -> str:
    """A sentence of what the figures say; the page's name where they say nothing."""
    rate, overdue = readings["closure_rate"], readings["overdue_open_count"]
    now = numbers.ratio(rate.now)
    if now is None:
        return text("overview.name", lang)
    parts = [text("overview.title_rate", lang, rate=numbers.percent(rate.now))]
    # Everything to date held more young cases a year ago: no year on year of it.
    then = numbers.ratio(rate.year_ago) if rate.year_ago and period else None
    if then is not None:
        way = "same" if now == then else "up" if now > then else "down"
        parts.append(text(f"overview.title_{way}", lang, points=numbers.points(now - then, lang)))
    if overdue.now["state"] == "ok":
        parts.append(text("overview.title_overdue", lang, n=numbers.exact(overdue.now["numerator"], lang)))
    return text("overview.title_comma", lang).join(parts)


def tile_map(document: Document, dimension: str, address: Address, generation: int, synthetic: bool) -> html.Section:
    """The units as equal tiles shaded by their rate; a click leads to the unit's closure page."""
    lang, name = address.lang, text("overview.map", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    units, rest = _parted(document["groups"], dimension)
    cells = [_cell(group, dimension, address) for group in units]
    drawing = chart("map", mosaic.tiles(cells), text("overview.map_label", lang), lang, MAP_HEIGHT, synthetic)
    behind = table.sheet(_behind(document, dimension, address), lang)
    files = table.downloads(
        *(address.export(document["metric"], kind, (dimension,), generation) for kind in ("xlsx", "csv")),
        lang,
    )
    return tile(name, drawing, foot=caption(document, lang) + _rest(rest, dimension, lang), actions=[behind, files])


def ends(document: Document, dimension: str, address: Address, better: str) -> html.Section:
    """The best and the weakest units with their n."""
    lang, name = address.lang, text("overview.ends", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    every = dcc.Link(text("overview.all_units", lang), href=address.href("/closure", by=(dimension,)))
    return tile(name, rank.ends(document["groups"], dimension, address, better), actions=[every])


def _parted(groups: Sequence[Document], dimension: str) -> tuple[list[Document], list[Document]]:
    """Units, and the buckets of what belongs to none; those are told in words."""
    rest = [group for group in groups if group["key"][dimension]["code"] in BUCKETS]
    return [group for group in groups if group not in rest], rest


def _rest(groups: Sequence[Document], dimension: str, lang: str) -> str:
    told = [f" · {group['key'][dimension]['name']} n = {numbers.exact(group['n'], lang)}" for group in groups]
    return "".join(told)


def _cell(group: Document, dimension: str, address: Address) -> figure.Bar:
    unit = group["key"][dimension]
    said = f"{unit['name']}<br>{numbers.percent(group)} · {numbers.exact_parts(group, address.lang)}"
    href = address.within("/closure", **{dimension: unit["code"]})
    return figure.Bar(unit["name"], numbers.hundredths(numbers.ratio(group)), numbers.percent(group), said, href)


def _behind(document: Document, dimension: str, address: Address) -> html.Div:
    lang = address.lang
    columns = [
        table.Column("name", text("words.unit", lang), href="href"),
        table.Column("rate", document["label"][lang], number=True),
        table.Column("parts", text("overview.parts", lang), number=True),
    ]
    return table.plain(
        columns,
        [_line(group, dimension, address) for group in document["groups"]],
        {
            "name": text("words.total", lang),
            **_figures(document["total"], lang),
        },
    )


def _line(group: Document, dimension: str, address: Address) -> dict[str, Any]:
    unit = group["key"][dimension]
    return {
        "name": unit["name"],
        "href": address.within("/closure", **{dimension: unit["code"]}),
        **_figures(group, address.lang),
    }


def _figures(total: Document, lang: str) -> dict[str, Any]:
    known = total["state"] == "ok"
    return {"rate": numbers.percent(total), "parts": numbers.exact_parts(total, lang) if known else None}


def waiting(lang: str) -> list[html.Section]:
    """What stands for the cards until they come."""
    return [loading(lang) for _ in CARDS]

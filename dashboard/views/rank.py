"""Rankings: the best and the weakest units, with what stands behind each figure."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views import numbers
from warehouse import BUCKETS
from warehouse.text import text

Group = dict[str, Any]
SHOWN = 5


def ranked(groups: Sequence[Group], dimension: str, better: str) -> list[Group]:
    """The units that have a figure, best first, ties in the order of their codes; buckets are no units."""
    known = [group for group in groups if group["state"] == "ok" and group["key"][dimension]["code"] not in BUCKETS]
    sign = -1 if better == "higher" else 1
    return sorted(known, key=lambda group: (sign * (numbers.ratio(group) or 0), group["key"][dimension]["code"]))


def ends(groups: Sequence[Group], dimension: str, address: Address, better: str) -> list[html.Table]:
    """Two small tables: the first and the last five; one where there are no more than that."""
    order = ranked(groups, dimension, better)
    places = {id(group): place for place, group in _places(order)}
    if len(order) <= SHOWN:
        return [_table(order, places, "all", dimension, address)]
    last = list(reversed(order[-min(SHOWN, len(order) - SHOWN) :]))
    return [
        _table(order[:SHOWN], places, "top", dimension, address),
        _table(last, places, "bottom", dimension, address),
    ]


def _places(order: Sequence[Group]) -> list[tuple[int, Group]]:
    found: list[tuple[int, Group]] = []
    for at, group in enumerate(order, 1):
        same = found and numbers.percent(found[-1][1]) == numbers.percent(group)
        found.append((found[-1][0] if same else at, group))
    return found


def _table(groups: Sequence[Group], places: dict[int, int], which: str, dimension: str, address: Address) -> html.Table:
    lang = address.lang
    caption = html.Caption(text(f"overview.rank_{which}", lang))
    rows = [_row(group, places[id(group)], dimension, address) for group in groups]
    return html.Table([caption, html.Tbody(rows)], className="rank")


def _row(group: Group, place: int, dimension: str, address: Address) -> html.Tr:
    lang, unit = address.lang, group["key"][dimension]
    link = dcc.Link(unit["name"], href=address.within("/closure", **{dimension: unit["code"]}), title=unit["name"])
    return html.Tr(
        [
            html.Td(str(place), className="num muted"),
            html.Td(link, className="name"),
            html.Td(html.B(numbers.percent(group)), className="num"),
            html.Td(
                f"n = {numbers.compact(group['n'], lang)}",
                className="num muted",
                title=numbers.exact_parts(group, lang),
            ),
        ]
    )

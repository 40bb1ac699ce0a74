"""What a page shows against what `ask` says: cards by their metric, tiles by the question of their downloads."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from html import unescape
from typing import Any

from dash.development.base_component import Component
from flask.testing import FlaskClient

from dashboard.data import Visit
from dashboard.views import numbers
from tests.dashboard.test_views import drawn

Document = dict[str, Any]
EXPORT = re.compile(r'"(/export/ask/[^"]+\.csv[^"]*)"')


def asked(client: FlaskClient, here: Visit, metric: str) -> Document:
    """The answer to the page's own question about a metric, over HTTP."""
    return _got(client, here.address.href(f"/api/ask/{metric}"))


def wrong_cards(client: FlaskClient, here: Visit, cards: list[Component]) -> Iterator[str]:
    """Each card whose figure, or whose parts, are not those of `ask`."""
    for card in cards:
        metric, shown = getattr(card, "data-metric"), drawn(card)
        total = asked(client, here, metric)["total"]
        figure = numbers.shown(total, _shown_as(client, here, metric), here.lang).removesuffix(" %")
        if figure not in shown or numbers.exact_parts(total, here.lang) not in shown:
            yield metric


def wrong_tiles(client: FlaskClient, here: Visit, tiles: list[Component]) -> Iterator[str]:
    """Each download of a tile whose answer is not what the tile says: its n, and the figures of every group shown."""
    for tile in tiles:
        shown = drawn(tile)
        links = {unescape(link) for link in EXPORT.findall(shown)}
        assert links or '"data-state": "empty"' in shown, f"no download names the question: {shown[:200]}"
        for link in sorted(links):
            document = _got(client, link.replace("/export/", "/api/").replace(".csv", ""))
            if missing := list(_missing(document, shown, here.lang)):
                yield f"{link}: {missing}"


def _missing(document: Document, shown: str, lang: str) -> Iterator[str]:
    total = document["total"]
    told = numbers.exact(total["n"], lang)
    if total["state"] == "ok" and not re.search(rf"(?<![\d.,]){re.escape(told)}(?![\d.,]\d)", shown):
        yield f"n = {told}"
    for group in document["groups"]:
        names = [unit["name"] for unit in group["key"].values()]
        if group["state"] == "ok" and all(f'"{name}"' in shown for name in names) and not _says(group, shown, lang):
            yield " ".join(names)


def _says(group: Document, shown: str, lang: str) -> bool:
    """Whether the rate, the count or the time of a group stands anywhere in what is shown."""
    value = group["value"]
    if value and "ratio" not in value:
        return all(point["shown"] in shown for point in value.values())
    if value["percent"] is not None:
        return f"{value['percent']} %" in shown or f"{float(value['percent'])}" in shown
    exact = Fraction(str(group["numerator"]))
    return numbers.exact(group["numerator"], lang) in shown or str(round(float(exact), 1)) in shown


def _shown_as(client: FlaskClient, here: Visit, metric: str) -> str:
    return str(asked(client, here, metric)["shown_as"])


def _got(client: FlaskClient, link: str) -> Document:
    answer = client.get(link)
    assert answer.status_code == 200, link
    return dict(json.loads(answer.data))

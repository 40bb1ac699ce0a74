"""Where it stands well and where not: equal tiles, or the operator's own boundaries."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.geojson import BadBoundaries, Shape
from dashboard.views import mosaic, numbers, polygons, standing, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.figure import Bar
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name
from warehouse.text import text

Document = dict[str, Any]
HEIGHT = 360
# So many tiles have room for a whole name, narrower ones for so much of it.
ROOMY, NARROW = 16, 4


def areas(
    document: Document,
    by: str,
    address: Address,
    generation: int,
    synthetic: bool,
    shapes: Mapping[str, Shape] | None,
    refused: html.Div | None,
) -> html.Section:
    """The units shaded by their figure; a click leads into one."""
    lang, name = address.lang, text("theatre.map", address.lang, by=dimension_name(by, address.lang))
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    cells = {unit["code"]: _cell(unit, document, by, address) for unit in standing.units(document)}
    drawn = {code: shape for code, shape in (shapes or {}).items() if code in cells}
    tiles = [_narrow(cell) if len(cells) > ROOMY else cell for cell in cells.values()]
    picture = polygons.polygons(cells, drawn) if drawn else mosaic.tiles(tiles)
    label = "boundaries_label" if drawn else "tiles_label"
    drawing = chart("areas", picture, text(f"theatre.{label}", lang), lang, HEIGHT, synthetic, "still")
    files = table.downloads(
        *(address.export(document["metric"], kind, (by,), generation, "rank") for kind in ("xlsx", "csv")), lang
    )
    foot = caption(document, lang) + _aside(document, by, lang) + (_lacking(cells, drawn, lang) if drawn else "")
    return tile(name, [refused, drawing], foot=foot, actions=[_behind(document, by, address), files])


def refusal(file: str, why: BadBoundaries, lang: str) -> html.Div:
    """Which file of boundaries is not drawn, and why."""
    reason = text(f"boundaries.{why.reason}", lang, **why.told)
    return html.Div(
        text("boundaries.refused", lang, file=file, reason=reason), className="chip watch wrap", role="status"
    )


def _cell(unit: Document, document: Document, by: str, address: Address) -> Bar:
    lang, shown_as = address.lang, document["shown_as"]
    figure = numbers.brief(unit, shown_as, lang)
    place = standing.place(unit, document["rules"]["min_rank_cases"], lang)
    said = f"{unit['name']}<br>{figure} · {standing.parts(unit, document['kind'], lang)}<br>{place}"
    href = standing.deeper(by, unit["code"], address)
    return Bar(unit["name"], numbers.amount(unit, shown_as), figure.replace(" ", ""), said, href)


def _narrow(cell: Bar) -> Bar:
    """The tile with as much of its name as a narrow one has room for."""
    return cell if len(cell.name) <= NARROW else replace(cell, name=cell.name[: NARROW - 1] + "…")


def _aside(document: Document, by: str, lang: str) -> str:
    """What belongs to no unit is on no map: told in words."""
    told = [(each["key"][by]["name"], numbers.exact(each["n"], lang)) for each in document["aside"]]
    return "".join(f" · {name} n = {n}" for name, n in told)


def _lacking(cells: Mapping[str, Bar], drawn: Mapping[str, Shape], lang: str) -> str:
    names = [cell.name for code, cell in cells.items() if code not in drawn]
    return text("boundaries.lacking", lang, names=text("words.comma", lang).join(names)) if names else ""


def _behind(document: Document, by: str, address: Address) -> html.Details:
    lang = address.lang
    columns = [
        table.Column("name", text("words.unit", lang), href="href"),
        table.Column("value", document["label"][lang], number=True),
        table.Column("parts", text("theatre.parts", lang), number=True),
    ]
    rows = [
        _line(unit, document, lang) | {"href": standing.deeper(by, unit["code"], address), "name": unit["name"]}
        for unit in standing.units(document)
    ]
    rows += [_line(each, document, lang) | {"name": each["key"][by]["name"]} for each in document["aside"]]
    total = _line(document["total"], document, lang) | {"name": text("words.total", lang)}
    return table.sheet(table.plain(columns, rows, total), lang)


def _line(total: Document, document: Document, lang: str) -> dict[str, Any]:
    return {
        "value": numbers.brief(total, document["shown_as"], lang),
        "parts": standing.parts(total, document["kind"], lang) if total["state"] == "ok" else None,
    }

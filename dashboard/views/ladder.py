"""Ranks as a picture: like units one below the other, the best on top, with what is not certain as whiskers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, standing, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.figure import Figure, short
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name
from warehouse.text import text

Document = dict[str, Any]
DRAWN, STEP, LEAST = 40, 22, 150
SYMBOLS = {"good": "circle", "watch": "triangle-up", "bad": "x", "none": "circle-open"}
COLOURS = {"good": "@good", "watch": "@watch", "bad": "@bad", "none": "@accent"}


@dataclass(frozen=True)
class Rung:
    """A ranked unit on its height, the heading of a group, or a gap."""

    at: int
    unit: Document | None
    heading: str = ""


def ladder(document: Document, by: str, address: Address, generation: int, synthetic: bool) -> html.Section:
    """The ranked units of each group with their intervals, and the targets that hold for them."""
    lang, name = address.lang, text("theatre.ladder", address.lang, by=dimension_name(by, address.lang))
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    rungs = list(_rungs(document, lang))
    if not rungs:
        words = html.Div(html.Strong(text("theatre.nobody_ranked", lang)), className="tile-words")
        return tile(name, words, state="empty", foot=caption(document, lang))
    picture = _figure(rungs, document, by, address)
    height = max(LEAST, STEP * len(rungs) + 70)
    drawing = chart("ladder", picture, text("theatre.ladder_label", lang), lang, height, synthetic)
    files = table.downloads(
        *(address.export(document["metric"], kind, (by,), generation, "rank") for kind in ("xlsx", "csv")), lang
    )
    return tile(
        name, drawing, foot=caption(document, lang) + _notes(document, lang), actions=[_behind(document, lang), files]
    )


def _rungs(document: Document, lang: str) -> Iterator[Rung]:
    """The rungs from the top down: a heading over each group where there are several, a gap where some are left out."""
    fields, at = _fields(document), 0
    for field in fields:
        if len(fields) > 1:
            yield Rung(at, None, f"<b>{field['label'][lang]} ({len(field['units'])})</b>")
            at -= 1
        for unit in _drawn(field["units"], _room(fields)):
            yield Rung(at, unit, "" if unit else "⋯")
            at -= 1


def _fields(document: Document) -> list[Document]:
    return [field for field in document["groups"] if field["units"]]


def _room(fields: Sequence[Document]) -> int | None:
    """How many of either end are drawn; None where there is room for all."""
    return None if sum(len(field["units"]) for field in fields) <= DRAWN else max(DRAWN // len(fields) // 2, 2)


def _drawn(units: Sequence[Document], room: int | None) -> list[Document | None]:
    """All, or the first and the last with a gap between them."""
    if room is None or len(units) <= 2 * room:
        return list(units)
    return [*units[:room], None, *units[-room:]]


def _figure(rungs: Sequence[Rung], document: Document, by: str, address: Address) -> Figure:
    shown_as = document["shown_as"]
    known = [(rung.at, rung.unit) for rung in rungs if rung.unit]
    trace = {
        "x": [numbers.amount(unit, shown_as) for _, unit in known],
        "y": [at for at, _ in known],
        "hovertext": [_hover(unit, document, address.lang) for _, unit in known],
        "hoverinfo": "text",
        "customdata": [standing.deeper(by, unit["code"], address) for _, unit in known],
    }
    lights = [unit["target"]["light"] for _, unit in known]
    trace |= _bars(lights) if document["kind"] == "count" else _points(lights, [unit for _, unit in known])
    goals = list(_goals(known, shown_as))
    return {"data": [trace], "layout": _layout(rungs, goals, document, address.lang)}


def _points(lights: Sequence[str], units: Sequence[Document]) -> dict[str, Any]:
    marker = {
        "size": 9,
        "color": [COLOURS[light] for light in lights],
        "symbol": [SYMBOLS[light] for light in lights],
        "line": {"width": 1.5, "color": [COLOURS[light] for light in lights]},
    }
    found: dict[str, Any] = {"type": "scatter", "mode": "markers", "marker": marker, "cliponaxis": False}
    if units[0]["wilson"]:
        found["error_x"] = _whiskers(units)
    return found


def _whiskers(units: Sequence[Document]) -> dict[str, Any]:
    shares = [numbers.amount(unit, "percent") or 0 for unit in units]
    lows, highs = ([numbers.level(unit["wilson"][at], "percent") or 0 for unit in units] for at in (0, 1))
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - share for high, share in zip(highs, shares, strict=True)],
        "arrayminus": [share - low for low, share in zip(lows, shares, strict=True)],
        "color": "@none",
        "thickness": 1.5,
        "width": 4,
    }


def _bars(lights: Sequence[str]) -> dict[str, Any]:
    return {"type": "bar", "orientation": "h", "marker": {"color": [COLOURS[light] for light in lights]}, "width": 0.6}


def _goals(known: Sequence[tuple[int, Document]], shown_as: str) -> Iterator[tuple[float, int, int]]:
    """Each target with the highest and the lowest of the neighbours for whom it holds."""
    for target, run in groupby(known, key=lambda each: each[1]["target"]["target"]):
        heights = [at for at, _ in run]
        if (goal := numbers.level(target, shown_as)) is not None:
            yield goal, heights[0], heights[-1]


def _layout(rungs: Sequence[Rung], goals: Sequence[tuple[float, int, int]], document: Document, lang: str) -> Document:
    suffix = numbers.UNITS[document["shown_as"]]
    names = [(rung.at, short(rung.unit["name"]) if rung.unit else rung.heading) for rung in rungs]
    axis = {"ticksuffix": suffix, "fixedrange": True, "nticks": 6}
    return {
        "margin": {"l": 8, "r": 16, "t": 30, "b": 28},
        "showlegend": False,
        "bargap": 0.4,
        "hovermode": "closest",
        "xaxis": axis | ({"rangemode": "tozero"} if document["kind"] == "count" else {}),
        "yaxis": {
            "tickvals": [at for at, _ in names],
            "ticktext": [name for _, name in names],
            "fixedrange": True,
            "zeroline": False,
            "showgrid": False,
            "range": [rungs[-1].at - 0.6, 1.4],
        },
        "shapes": [_line(goal, high, low) for goal, high, low in goals],
        "annotations": [_label(goal, high, document["shown_as"], lang) for goal, high in _first(goals)],
    }


def _first(goals: Sequence[tuple[float, int, int]]) -> list[tuple[float, int]]:
    """Each target once, over the first for whom it holds."""
    found: dict[float, int] = {}
    for goal, high, _ in goals:
        found.setdefault(goal, high)
    return list(found.items())


def _line(goal: float, high: int, low: int) -> dict[str, Any]:
    line = {"color": "@second", "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": goal, "x1": goal, "y0": low - 0.5, "y1": high + 0.5, "line": line, "layer": "below"}


def _label(goal: float, high: int, shown_as: str, lang: str) -> dict[str, Any]:
    words = text("theatre.goal", lang, goal=f"{goal:g}{numbers.UNITS[shown_as]}")
    return {
        "x": goal,
        "y": high + 0.5,
        "text": words,
        "showarrow": False,
        "yanchor": "bottom",
        "font": {"size": "@small", "color": "@muted"},
    }


def _hover(unit: Document, document: Document, lang: str) -> str:
    least = document["rules"]["min_rank_cases"]
    figure = numbers.brief(unit, document["shown_as"], lang)
    told = [
        f"<b>{unit['name']}</b>",
        f"{figure} · {numbers.exact_parts(unit, lang)}",
        standing.place(unit, least, lang),
    ]
    said = standing.light(unit["target"], lang)
    return "<br>".join([*told, said] if said else told)


def _notes(document: Document, lang: str) -> str:
    ranked = sum(len(field["units"]) for field in document["groups"])
    notes = text("theatre.whiskers", lang) if document["kind"] == "ratio" else ""
    room = _room(_fields(document))
    if document["kind"] == "percentile":
        notes += text("theatre.percentile", lang, point=next(iter(document["total"]["value"])).removeprefix("p"))
    if room is not None:
        notes += text("theatre.drawn", lang, n=room, of=ranked)
    if document["unranked"]:
        notes += text("theatre.listed", lang, n=len(document["unranked"]))
    return notes


def _behind(document: Document, lang: str) -> html.Details:
    least, shown_as = document["rules"]["min_rank_cases"], document["shown_as"]
    keys = ("name", "place", "value", "parts", "interval")
    columns = [table.Column(key, _title(key, document, lang), number=key == "value") for key in keys]
    fields = _fields(document)
    ranked = [unit for field in fields for unit in _drawn(field["units"], _room(fields)) if unit]
    rows = [
        {
            "name": unit["name"],
            "place": standing.place(unit, least, lang),
            "value": numbers.brief(unit, shown_as, lang),
            "parts": standing.parts(unit, document["kind"], lang),
            "interval": standing.interval(unit["wilson"]),
        }
        for unit in ranked
    ]
    return table.sheet(table.plain(columns, rows), lang)


def _title(key: str, document: Document, lang: str) -> str:
    titles = {"name": "words.unit", "place": "standing.rank"}
    return document["label"][lang] if key == "value" else text(titles.get(key, f"theatre.{key}"), lang)

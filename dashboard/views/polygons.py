"""A map of given boundaries: every area a filled shape, drawn on plain axes, so that nothing has to be fetched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from dashboard.geojson import Shape, area
from dashboard.views.figure import Bar, Figure, short

# A shape as wide as this part of the whole map has room for its name.
ROOM = 0.09


@dataclass(frozen=True)
class _Box:
    west: float
    south: float
    east: float
    north: float

    @property
    def wide(self) -> float:
        return self.east - self.west


def polygons(cells: Mapping[str, Bar], shapes: Mapping[str, Shape]) -> Figure:
    """Areas by code, shaded by their values like tiles; a name stands where there is room for it."""
    drawn = [(cells[code], shape) for code, shape in shapes.items() if code in cells]
    box = _box([shape for _, shape in drawn])
    shades = _shades([cell.value for cell, _ in drawn])
    traces = [_filled(cell, shape, shade) for (cell, shape), shade in zip(drawn, shades, strict=True)]
    return {"data": [*traces, _names(drawn, box)], "layout": _layout(box)}


def _filled(cell: Bar, shape: Shape, shade: float | None) -> dict[str, Any]:
    lines = [[*ring, (None, None)] for ring in shape]
    points = [point for line in lines for point in line][:-1]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [east for east, _ in points],
        "y": [north for _, north in points],
        "fill": "toself",
        "fillcolor": "@paper" if shade is None else f"@scale:{shade:.3f}",
        "line": {"color": "@none", "width": 1},
        "hoveron": "fills",
        "text": cell.hover,
        "hoverinfo": "text",
        "customdata": [cell.href or ""],
        "showlegend": False,
    }


def _names(drawn: Sequence[tuple[Bar, Shape]], box: _Box) -> dict[str, Any]:
    roomy = [(cell, shape) for cell, shape in drawn if _box([shape]).wide >= ROOM * box.wide]
    middles = [_middle(shape) for _, shape in roomy]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [east for east, _ in middles],
        "y": [north for _, north in middles],
        "text": [f"{short(cell.name)}<br><b>{cell.label}</b>" for cell, _ in roomy],
        "textfont": {"size": 11, "color": "@ink"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _layout(box: _Box) -> dict[str, Any]:
    # A degree of longitude is shorter than one of latitude, the more so the further from the equator.
    scale = 1 / max(cos(radians((box.south + box.north) / 2)), 0.01)
    plain = {"visible": False, "showgrid": False, "zeroline": False}
    return {
        "margin": {"l": 4, "r": 4, "t": 18, "b": 4},
        "hovermode": "closest",
        "dragmode": "pan",
        "xaxis": {**plain, "range": [box.west, box.east], "constrain": "domain"},
        "yaxis": {**plain, "range": [box.south, box.north], "scaleanchor": "x", "scaleratio": scale},
    }


def _shades(values: Sequence[float | None]) -> list[float | None]:
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    return [None if value is None else (value - low) / (high - low) if high > low else 0.5 for value in values]


def _box(shapes: Sequence[Shape]) -> _Box:
    points = [point for shape in shapes for ring in shape for point in ring]
    easts, norths = [east for east, _ in points], [north for _, north in points]
    return _Box(min(easts), min(norths), max(easts), max(norths))


def _middle(shape: Shape) -> tuple[float, float]:
    """The centre of gravity of the largest ring."""
    ring = max(shape, key=lambda each: abs(area(each)))
    whole, pairs = area(ring) * 6, list(zip(ring, ring[1:], strict=False))
    if not whole:
        return ring[0]
    return tuple(  # type: ignore[return-value]
        sum((one[at] + two[at]) * (one[0] * two[1] - two[0] * one[1]) for one, two in pairs) / whole for at in (0, 1)
    )

"""Figures as plain dicts: no plotly objects, which cost many times the query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Figure = dict[str, Any]
TOP = 22
LONGEST_NAME = 14
# How far below the units stands what belongs to none of them, in bars.
GAP = 0.6
# At the picture's upper edge: one that hangs on the plot moves with it, and may come to lie on the lines.
LEGEND = {"orientation": "h", "x": 0, "y": 1, "yref": "container", "yanchor": "top"}


@dataclass(frozen=True)
class Bar:
    """One bar: its name, height, what is written on it, what is said on pointing at it, where it leads."""

    name: str
    value: float | None
    label: str
    hover: str
    href: str | None = None
    colour: str = "@accent"


@dataclass(frozen=True)
class Line:
    """One line over time: a value may be missing, never 0 for missing; dashed after `ripe` points."""

    name: str
    values: Sequence[float | None]
    hover: Sequence[str]
    colour: str
    dash: str = "solid"
    ripe: int | None = None
    width: int = 2


@dataclass(frozen=True)
class Mark:
    """A thin mark at a place on the axis, with a word."""

    at: str
    word: str
    height: float = 1.0


def bars(rows: Sequence[Bar], suffix: str = "", apart: Sequence[Bar] = ()) -> Figure:
    """Horizontal bars from zero, the first on top; those apart stand below, beyond a gap."""
    ordered = [*reversed(apart), *reversed(rows)]
    gap = GAP if apart and rows else 0.0
    trace = {
        **bar_trace(ordered),
        "orientation": "h",
        "y": [at - (gap if at < len(apart) else 0) for at in range(len(ordered))],
        "x": [row.value for row in ordered],
        "cliponaxis": False,
    }
    names = {"tickvals": trace["y"], "ticktext": [short(row.name) for row in ordered]}
    return {
        "data": [trace],
        "layout": {
            "margin": {"l": 8, "r": 64, "t": TOP, "b": 28},
            "bargap": 0.35,
            "showlegend": False,
            "xaxis": {
                "rangemode": "tozero",
                "ticksuffix": suffix,
                "fixedrange": True,
                "nticks": 5,
                "zeroline": True,
            },
            "yaxis": {**names, "fixedrange": True, "showgrid": False, "range": [-0.6 - gap, len(ordered) - 0.4]},
        },
    }


def columns(rows: Sequence[Bar]) -> Figure:
    """Upright bars from zero, in the order given."""
    trace = {
        **bar_trace(rows),
        "x": [row.name for row in rows],
        "y": [row.value for row in rows],
        "cliponaxis": False,
    }
    return {"data": [trace], "layout": _upright()}


def stacked(names: Sequence[str], layers: Sequence[tuple[str, str, Sequence[Bar]]]) -> Figure:
    """Upright bars of several layers: (name, colour, one bar for each name)."""
    data = [
        {
            "type": "bar",
            "name": name,
            "x": list(names),
            "y": [bar.value for bar in layer],
            "marker": {"color": colour},
            "hovertext": [bar.hover for bar in layer],
            "hoverinfo": "text",
        }
        for name, colour, layer in layers
    ]
    layout = {**_upright(), "barmode": "stack", "showlegend": True}
    return {"data": data, "layout": {**layout, "legend": LEGEND, "margin": {**layout["margin"], "t": 48}}}


def bridge(rows: Sequence[tuple[Bar, float]]) -> Figure:
    """Bars that stand on where the one before ended: each with its base."""
    bars_ = [bar for bar, _ in rows]
    trace = {
        **bar_trace(bars_),
        "x": [bar.name for bar in bars_],
        "y": [bar.value for bar in bars_],
        "base": [base for _, base in rows],
        "cliponaxis": False,
    }
    figure: Figure = {"data": [trace], "layout": _upright()}
    figure["layout"]["margin"]["t"] = 34
    return figure


def trend(points: Sequence[str], lines: Sequence[Line], marks: Sequence[Mark] = (), suffix: str = "") -> Figure:
    """Lines over time with their names at their ends and thin marks for days that matter."""
    return {
        "data": [part for line in lines for part in _parts(line, points)],
        "layout": {
            "margin": {"l": 44, "r": 14, "t": 48, "b": 30},
            "showlegend": True,
            "hovermode": "closest",
            "legend": LEGEND,
            "xaxis": {
                "type": "category",
                "fixedrange": False,
                "showgrid": False,
                "nticks": 8,
                "categoryorder": "array",
                "categoryarray": list(points),
            },
            "yaxis": {"ticksuffix": suffix, "fixedrange": True, "nticks": 6},
            "shapes": [_rule(mark, points) for mark in marks if mark.at in points],
            "annotations": [_word(mark, points) for mark in marks if mark.at in points],
        },
    }


def distribution(rows: Sequence[Bar], marks: Sequence[Mark]) -> Figure:
    """Upright bars over a ladder of steps, with labelled marks such as the median."""
    figure = columns(rows)
    names = [row.name for row in rows]
    figure["layout"] |= {
        "bargap": 0.08,
        "shapes": [_rule(mark, names) for mark in marks],
        "annotations": [_word(mark, names) for mark in marks],
    }
    figure["data"][0]["text"] = None
    return figure


def _parts(line: Line, points: Sequence[str]) -> list[dict[str, Any]]:
    """A line in one piece, or solid as far as it is ripe and dashed from there."""
    if line.ripe is None or not 0 < line.ripe < len(points):
        dash = line.dash if line.ripe is None or line.ripe >= len(points) else "dash"
        return [_course(line, points, 0, len(points), dash)]
    first = _course(line, points, 0, line.ripe, line.dash)
    rest = _course(line, points, line.ripe - 1, len(points), "dash")
    return [first, {**rest, "showlegend": False}]


def _course(line: Line, points: Sequence[str], start: int, stop: int, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers" if line.width > 1 else "lines",
        "name": line.name,
        "legendgroup": line.name,
        "x": list(points[start : min(stop, len(line.values))]),  # a line may end before the others
        "y": list(line.values[start:stop]),
        "line": {"color": line.colour, "width": line.width, "dash": dash},
        "marker": {"size": 4},
        "hovertext": list(line.hover[start:stop]),
        "hoverinfo": "text",
        "connectgaps": False,
    }


def bar_trace(rows: Sequence[Bar]) -> dict[str, Any]:
    """Bars with their colours, labels, words on hover and links; where they lie is the caller's."""
    return {
        "type": "bar",
        "marker": {"color": [row.colour for row in rows]},
        "text": [row.label for row in rows],
        "textposition": "outside",
        "textfont": {"color": "@ink"},
        "hovertext": [row.hover for row in rows],
        "hoverinfo": "text",
        "customdata": [row.href or "" for row in rows],
    }


def _upright() -> dict[str, Any]:
    return {
        "margin": {"l": 48, "r": 12, "t": TOP + 6, "b": 40},
        "bargap": 0.35,
        "showlegend": False,
        "xaxis": {"type": "category", "fixedrange": True, "showgrid": False},
        "yaxis": {"rangemode": "tozero", "fixedrange": True, "nticks": 5, "tickformat": ","},
    }


def _rule(mark: Mark, points: Sequence[str]) -> dict[str, Any]:
    at = list(points).index(mark.at)
    line = {"color": "@muted", "width": 1, "dash": "dot"}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}


def _word(mark: Mark, points: Sequence[str]) -> dict[str, Any]:
    at = list(points).index(mark.at)
    return {
        "x": at,
        "y": mark.height,
        "xref": "x",
        "yref": "paper",
        "text": mark.word,
        "showarrow": False,
        "yanchor": "bottom",
        "xanchor": "right" if at > len(points) * 0.7 else "left",
        "font": {"size": "@small", "color": "@muted"},
    }


def short(name: str) -> str:
    """A name that fits beside a bar."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"

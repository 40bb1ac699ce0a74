"""A waterfall: what each part brings to the score, each bar where the one before ended, the sum at the foot."""

from collections.abc import Sequence
from typing import Any

from dashboard.views import points
from dashboard.views.figure import Bar, Figure, bar_trace, short

ROW, FRAME = 34, 70


def waterfall(parts: Sequence[Bar], whole: Bar) -> Figure:
    """Horizontal bars from the left to the whole; a part that takes away goes back."""
    rows, bases, at = [*parts, whole], [], 0.0
    for part in parts:
        bases.append(at)
        at += part.value or 0
    bases.append(0.0)
    places = list(range(len(rows)))[::-1]
    trace = bar_trace(rows) | {
        "orientation": "h",
        "y": places,
        "x": [row.value for row in rows],
        "base": bases,
        "cliponaxis": False,
    }
    return {"data": [trace], "layout": _layout(rows, places)}


def height(parts: Sequence[Any]) -> int:
    """How high such a chart of so many parts is drawn."""
    return (len(parts) + 1) * ROW + FRAME


def summed(parts: Sequence[Bar]) -> str:
    """The sum of the parts as they are shown."""
    return points.points(sum((points.exact(f"{part.value}") or 0 for part in parts), 0))


def _layout(rows: Sequence[Bar], places: list[int]) -> dict[str, Any]:
    return {
        "margin": {"l": 8, "r": 56, "t": 22, "b": 28},
        "bargap": 0.3,
        "showlegend": False,
        "xaxis": {"range": [0, 100], "fixedrange": True, "nticks": 6, "zeroline": True},
        "yaxis": {
            "tickvals": places,
            "ticktext": [short(row.name) for row in rows],
            "fixedrange": True,
            "showgrid": False,
            "range": [-0.6, len(rows) - 0.4],
        },
    }

"""A map that needs no boundaries: one equal tile for each unit."""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import Any

from dashboard.views.figure import Bar, Figure, short

# More tiles than this leave no room for their words.
WORDED = 36


def tiles(cells: Sequence[Bar]) -> Figure:
    """One equal tile for each unit, shaded by its value: a map that needs no boundaries."""
    wide = _columns(len(cells))
    rows = [list(cells[start : start + wide]) for start in range(0, len(cells), wide)]
    return {
        "data": [
            {
                "type": "heatmap",
                "z": [_padded([cell.value for cell in row], wide) for row in rows],
                "text": [
                    _padded([f"{short(cell.name)}<br><b>{cell.label}</b>" for cell in row], wide, "") for row in rows
                ],
                "hovertext": [_padded([cell.hover for cell in row], wide, "") for row in rows],
                "hoverinfo": "text",
                "customdata": [_padded([cell.href or "" for cell in row], wide, "") for row in rows],
                "texttemplate": "%{text}" if len(cells) <= WORDED else "",
                "xgap": 3,
                "ygap": 3,
                "showscale": False,
                "hoverongaps": False,
                "colorscale": [[0, "@canvas"], [1, "@scale"]],
                "textfont": {"size": "@text", "color": "@ink"},
            }
        ],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 16, "b": 0},
            "xaxis": {"visible": False, "fixedrange": True},
            "yaxis": {"visible": False, "fixedrange": True, "autorange": "reversed"},
        },
    }


def _columns(n: int) -> int:
    """How many tiles stand in a row: near a square, with the fewest left out of the last row."""
    return min(range(max(ceil(sqrt(n)), 1), ceil(sqrt(2 * n)) + 2), key=lambda wide: (-n % wide, wide))


def _padded(values: list[Any], length: int, filler: Any = None) -> list[Any]:
    return values + [filler] * (length - len(values))

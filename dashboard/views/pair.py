"""Two bars for each unit: what was declared, and what people confirm of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.views.figure import TOP, Bar, Figure, short


@dataclass(frozen=True)
class Layer:
    """One of the bars of every unit: its name in the legend, its colour, one bar a unit."""

    name: str
    colour: str
    bars: Sequence[Bar]


def pairs(names: Sequence[str], layers: Sequence[Layer], suffix: str = "", stacked: bool = False) -> Figure:
    """Horizontal bars of several layers for each name, the first name on top; side by side, or one after another."""
    places = list(range(len(names)))[::-1]
    # Side by side the last trace is drawn on top; the layers are read from above.
    drawn = layers if stacked else layers[::-1]
    return {
        "data": [_trace(layer, places, stacked) for layer in drawn],
        "layout": {
            "barmode": "stack" if stacked else "group",
            "bargap": 0.3,
            "margin": {"l": 8, "r": 20 if stacked else 64, "t": TOP + 18, "b": 28},
            "showlegend": True,
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1.02,
                "yanchor": "bottom",
                "traceorder": "normal" if stacked else "reversed",
            },
            "xaxis": {"rangemode": "tozero", "ticksuffix": suffix, "fixedrange": True, "nticks": 5},
            "yaxis": {
                "tickvals": places,
                "ticktext": [short(name) for name in names],
                "fixedrange": True,
                "showgrid": False,
            },
        },
    }


def _trace(layer: Layer, places: Sequence[int], stacked: bool) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": layer.name,
        "y": list(places),
        "x": [bar.value for bar in layer.bars],
        "marker": {"color": layer.colour},
        "text": [bar.label for bar in layer.bars],
        "textposition": "none" if stacked else "outside",
        "textfont": {"color": "@ink", "size": 11},
        "hovertext": [bar.hover for bar in layer.bars],
        "hoverinfo": "text",
        "customdata": [bar.href or "" for bar in layer.bars],
        "cliponaxis": False,
    }

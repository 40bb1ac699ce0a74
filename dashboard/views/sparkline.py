"""Sparklines: small drawings without axes, as images that need no script."""

from collections.abc import Sequence
from urllib.parse import quote

from dash import html

WIDTH, HEIGHT, EDGE = 160, 26, 3
# Reads on white and on the dark paper alike; an image does not see the page's colours.
COLOUR = "#3f7fd9"


def sparkline(values: Sequence[float | None], label: str) -> html.Img | None:
    """The course of a few values; None where fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    places = [
        (EDGE + (WIDTH - 2 * EDGE) * at / (len(values) - 1), _height(value, low, high))
        for at, value in enumerate(values)
        if value is not None
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    stroke = f"fill='none' stroke='{COLOUR}' stroke-width='1.5' vector-effect='non-scaling-stroke'"
    x, y = places[-1]
    shapes = f"<polyline points='{line}' {stroke}/><circle cx='{x:.1f}' cy='{y:.1f}' r='2.5' fill='{COLOUR}'/>"
    box = f"viewBox='0 0 {WIDTH} {HEIGHT}' preserveAspectRatio='none'"
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' {box}>{shapes}</svg>"
    return html.Img(src="data:image/svg+xml," + quote(drawing), alt=label, title=label, className="spark")


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share

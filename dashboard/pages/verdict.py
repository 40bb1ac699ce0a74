"""Verdict: what people say of what was closed."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import frame, verdict

PATH, ICON = "/verdict", "M3 4h18v13H10l-5 4v-4H3zM7 8v1.6h10V8zM7 11.4V13h7v-1.6z"
register_page(__name__, path=PATH, title=frame.title("verdict"), order=4, key="verdict", group="board", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("verdict", PATH, query, verdict.body)

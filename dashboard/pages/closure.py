"""Closure: rates, backlog, cases."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import closure, frame

PATH, ICON = "/closure", "M4 3h16v18H4zM6 5v14h12V5zM8 12l2-2 2 2 4-5 2 1.5-6 7z"
register_page(__name__, path=PATH, title=frame.title("closure"), order=2, key="closure", group="board", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("closure", PATH, query, closure.body)

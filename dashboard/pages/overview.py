"""Overview: one screen for leaders."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import frame, overview

PATH, ICON = "/", "M3 3h8v8H3zM13 3h8v5h-8zM13 10h8v11h-8zM3 13h8v8H3z"
register_page(__name__, path=PATH, title=frame.title("overview"), order=1, key="overview", group="board", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("overview", PATH, query, overview.body)

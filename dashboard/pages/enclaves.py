"""Enclaves: which are done, how it came so, every dossier."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import enclaves, frame

PATH, ICON = "/enclaves", "M3 3h18v18H3zM5 5v14h14V5zM8 9l5-2 4 4-2 5-6 1z"
register_page(__name__, path=PATH, title=frame.title("enclaves"), order=7, key="enclaves", group="reform", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("enclaves", PATH, query, enclaves.body)

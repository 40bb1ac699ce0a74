"""Data: generations, files, where each record went."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import data, frame

PATH, ICON = (
    "/data",
    "M12 3c5 0 8 1 8 3v12c0 2-3 3-8 3s-8-1-8-3V6c0-2 3-3 8-3zM6 9v3c0 1 3 2 6 2s6-1 6-2V9c-3 1-9 1-12 0z",
)
register_page(__name__, path=PATH, title=frame.title("data"), order=5, key="data", group="data", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("data", PATH, query, data.body)

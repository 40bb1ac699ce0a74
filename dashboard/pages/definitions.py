"""Definitions: what each figure means."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import definitions, frame

PATH, ICON = "/definitions", "M5 3h11l4 4v14H5zM8 10h8v1.5H8zM8 13h8v1.5H8zM8 16h5v1.5H8z"
register_page(
    __name__, path=PATH, title=frame.title("definitions"), order=4, key="definitions", group="data", icon=ICON
)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("definitions", PATH, query, definitions.body)

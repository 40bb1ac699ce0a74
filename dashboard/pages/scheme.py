"""The scheme, rendered from its file."""

from dash import register_page
from dash.development.base_component import Component

from dashboard import data
from dashboard.callbacks import frame, scheme

PATH, ICON = "/assessment/scheme", "M5 3h11l3 3v15H5zM8 9h8v2H8zM8 13h8v2H8zM8 17h5v2H8z"
register_page(__name__, path=PATH, title=frame.title("scheme"), order=4, key="scheme", group="assessment", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("scheme", PATH, query, scheme.body, settle=data.settled)

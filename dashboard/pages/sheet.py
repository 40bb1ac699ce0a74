"""One page for the officer of an area; reached from the theatre page, not from the navigation."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import frame, sheet

PATH = "/theatre/sheet"
register_page(__name__, path=PATH, title=frame.title("sheet"), order=9)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("sheet", PATH, query, sheet.body, menu="theatre")

"""What if the streets' share were another."""

from dash import register_page
from dash.development.base_component import Component

from dashboard import data
from dashboard.callbacks import frame, whatif

PATH, ICON = "/assessment/whatif", "M3 11h8V7l5 5-5 5v-4H3zM17 4h4v16h-4z"
register_page(__name__, path=PATH, title=frame.title("whatif"), order=3, key="whatif", group="assessment", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("whatif", PATH, query, whatif.body, settle=data.settled)

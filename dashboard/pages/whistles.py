"""Whistles: streets whistle, departments come; who came when, who left, who never came."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import frame, whistles

PATH, ICON = "/whistles", "M3 10h11a5 5 0 1 1-5 5v-2H3zM17 4l2-2M20 8h3M14 6V2"
register_page(__name__, path=PATH, title=frame.title("whistles"), order=6, key="whistles", group="reform", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("whistles", PATH, query, whistles.body)

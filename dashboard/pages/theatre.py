"""Theatre: officers in charge, standings among like units."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import frame, theatre

PATH, ICON = "/theatre", "M11 2h2v4h5v6h-5v2h7v8h-6v-6h-4v6H4v-8h7v-2H6V6h5z"
register_page(__name__, path=PATH, title=frame.title("theatre"), order=3, key="theatre", group="board", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("theatre", PATH, query, theatre.body)

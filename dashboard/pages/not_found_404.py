"""What stands where no page is."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import frame
from dashboard.views import tile

register_page(__name__, title=frame.title("frame"), order=99)


def layout(**query: object) -> Component:
    """The frame with a word of what is missing."""
    return frame.page("frame", "/", query, lambda there: [tile.not_found(there)])

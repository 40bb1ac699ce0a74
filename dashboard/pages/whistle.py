"""One whistle from the first sound to the end; reached from a list, not from the navigation."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import frame, whistle
from dashboard.views.paths import WHISTLE

register_page(__name__, path_template=f"{WHISTLE}<whistle_id>", title=frame.title("whistle"), order=9)


def layout(whistle_id: str = "", **query: object) -> Component:
    """The page for this whistle."""
    return frame.page("whistle", WHISTLE + whistle_id, query, whistle.body, menu="whistles")

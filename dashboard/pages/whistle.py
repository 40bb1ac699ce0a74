"""One whistle from the first sound to the end; reached from a list, not from the navigation."""

from urllib.parse import unquote

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import frame, whistle
from dashboard.views.whistle import PATH

register_page(__name__, path_template=f"{PATH}<whistle_id>", title=frame.title("whistle"), order=9)


def layout(whistle_id: str = "", **query: object) -> Component:
    """The page for this whistle."""
    return frame.page("whistle", PATH + unquote(whistle_id), query, whistle.body, menu="whistles")

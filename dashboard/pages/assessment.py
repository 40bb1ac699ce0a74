"""Assessment: the scores of all units by one scheme."""

from dash import register_page
from dash.development.base_component import Component

from dashboard import data
from dashboard.callbacks import assessment, frame

PATH, ICON = "/assessment", "M4 19h16v2H4zM5 10h3v8H5zM10.5 4h3v14h-3zM16 13h3v5h-3z"
TITLE = frame.title("assessment")
register_page(__name__, path=PATH, title=TITLE, order=1, key="assessment", group="assessment", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("assessment", PATH, query, assessment.body, settle=data.settled)

"""The audit of ratings."""

from dash import register_page
from dash.development.base_component import Component

from dashboard import data
from dashboard.callbacks import audit, frame

PATH = "/assessment/audit"
ICON = "M10 3a7 7 0 1 0 4.2 12.6L19.6 21 21 19.6l-5.4-5.4A7 7 0 0 0 10 3zM10 5a5 5 0 1 1 0 10 5 5 0 0 1 0-10z"
register_page(__name__, path=PATH, title=frame.title("audit"), order=2, key="audit", group="assessment", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("audit", PATH, query, audit.body, settle=data.settled)

"""One unit's score."""

from dash import register_page
from dash.development.base_component import Component

from dashboard import data
from dashboard.callbacks import frame, subject

PATH = "/assessment/unit"
register_page(__name__, path=PATH, title=frame.title("subject"), key="subject")


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("subject", PATH, query, subject.body, menu="assessment", settle=data.settled)

"""One case from report to close; reached from a list, not from the navigation."""

from urllib.parse import unquote

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import case, frame

register_page(__name__, path_template="/closure/case/<case_id>", title=frame.title("cases"), order=9)


def layout(case_id: str = "", **query: object) -> Component:
    """The page for this case."""
    return frame.page("cases", "/closure/case/" + unquote(case_id), query, case.body, menu="closure")

"""One case from report to close; reached from a list, not from the navigation."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import case, frame
from dashboard.views.paths import CASE

register_page(__name__, path_template=f"{CASE}<case_id>", title=frame.title("cases"), order=9)


def layout(case_id: str = "", **query: object) -> Component:
    """The page for this case."""
    return frame.page("cases", CASE + case_id, query, case.body, menu="closure")

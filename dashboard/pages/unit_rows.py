"""The rows behind one bin of a unit's indicator; reached from the unit's score, not from the navigation."""

from dash import register_page
from dash.development.base_component import Component

from dashboard import data
from dashboard.callbacks import frame, unit_rows
from dashboard.views.unit_rows import PATH

register_page(__name__, path=PATH, title=frame.title("unit_rows"), order=9)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("unit_rows", PATH, query, unit_rows.body, menu="assessment", settle=data.settled)

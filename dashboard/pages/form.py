"""One form of a street; reached from a unit's score, not from the navigation."""

from dash import register_page
from dash.development.base_component import Component

from dashboard import data
from dashboard.callbacks import form, frame
from dashboard.views.form import PATH

register_page(__name__, path_template=f"{PATH}<rating>", title=frame.title("form"), order=9)


def layout(rating: str = "", **query: object) -> Component:
    """The page for the form that holds this rating."""
    return frame.page("form", PATH + rating, query, form.body, menu="assessment", settle=data.settled)

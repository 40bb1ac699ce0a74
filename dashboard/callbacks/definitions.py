"""Definitions: what each figure means."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import definitions as view
from dashboard.views import tile

LIST = "definitions-list"


def body(address: Address) -> list[Component]:
    """The page's place, before anything is known."""
    return [html.Div(tile.slot(LIST, address.lang), className="grid")]


@answers(Output(LIST, "children"), permission="definitions")
def show_definitions(here: Visit) -> html.Div:
    """The index and every definition."""
    found = data.definitions(here)
    tiles = [view.definition(each.metric, each.sha256, each.dimensions, each.missing, here.lang) for each in found]
    return html.Div(
        [html.Div(view.index([each.metric for each in found], here.lang), className="slot span-12"), *tiles],
        className="grid",
    )

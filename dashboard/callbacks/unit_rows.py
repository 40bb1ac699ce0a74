"""The rows behind one bin of a unit's indicator."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import assessment, tile
from dashboard.views import unit_rows as view
from dashboard.views.frame import title

HEADER, LIST, GRID = "rows-header", "rows-list", "rows-grid"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    return [
        html.Div(view.back(address), className="bar-row"),
        html.Div(id=HEADER),
        html.Div(tile.slot(LIST, address.lang), className="grid"),
    ]


@answers(
    Output(HEADER, "children"), Output(LIST, "children"), Output(title("unit_rows"), "children"), permission="cases"
)
def show_rows(here: Visit) -> tuple[html.Div, html.Section, str]:
    """The rows of the unit, node and bin of the address."""
    scheme, document = data.scheme(here), data.scored(here)
    unit, found = data.subject(here, document), data.rows_of_unit(here, document)
    return (
        assessment.header(document, data.publication(document), scheme, here.address),
        view.listed(found, unit, scheme, here.address, GRID),
        view.title(found, unit, here.address.listed or "", here.lang),
    )

"""The audit of ratings."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import assessment, tile
from dashboard.views import audit as view
from dashboard.views.frame import title
from warehouse.text import text

HEADER, COVERAGE, DUTIES, LEVELS, HINTS = (
    "audit-header",
    "audit-coverage",
    "audit-duties",
    "audit-levels",
    "audit-hints",
)
COVERAGE_GRID, HINTS_GRID = "audit-coverage-grid", "audit-hints-grid"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    tiles = [
        tile.slot(COVERAGE, lang, "span-8"),
        tile.slot(DUTIES, lang, "span-4"),
        tile.slot(LEVELS, lang, "span-5"),
        tile.slot(HINTS, lang, "span-7"),
    ]
    return [html.Div(id=HEADER), html.Div(tiles, className="grid")]


@answers(
    *(Output(name, "children") for name in (HEADER, COVERAGE, DUTIES, LEVELS, HINTS)),
    Output(title("audit"), "children"),
    permission="scores",
)
def show_audit(here: Visit) -> tuple[html.Div | html.Section | str | None, ...]:
    """Coverage, duties, levels and hints, from one document."""
    scheme, found = data.scheme(here), data.audit(here)
    head = [
        assessment.switches(data.schemes(here), scheme, here.address),
        assessment.header(found["document"], data.publication(found["document"]), scheme, here.address),
    ]
    name = text("audit.coverage_name", here.lang)
    instead = view.missing(found, scheme, data.fed(here, "rating"), here.address, name)
    if instead:
        return html.Div(head), instead, None, None, None, view.title(found, here.lang)
    return (
        html.Div(head),
        view.coverage(found, here.address, COVERAGE_GRID),
        view.duties(found, here.address),
        view.levels(found, scheme, here.address, here.synthetic),
        view.hints(found, scheme, here.address, HINTS_GRID),
        view.title(found, here.lang),
    )

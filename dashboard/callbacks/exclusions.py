"""The register of exclusions."""

from typing import Any

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import exclusions as view
from dashboard.views import tile
from dashboard.views.frame import title

RULES, UNITS, REGISTER = "exclusions-rules", "exclusions-units", "exclusions-register"
UNITS_GRID, REGISTER_GRID = "exclusions-units-grid", "exclusions-register-grid"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    tiles = [tile.slot(RULES, lang, "span-5"), tile.slot(UNITS, lang, "span-7"), tile.slot(REGISTER, lang)]
    return [html.Div(tiles, className="grid")]


@answers(
    Output(RULES, "children"),
    Output(REGISTER, "children"),
    Output(title("exclusions"), "children"),
    permission="scores",
)
def show_register(here: Visit) -> tuple[Any, Any, str]:
    """The register, by rule and entry by entry."""
    fed, counts = data.fed(here, view.FEED), data.register_counts(here)
    entries = data.register(here)
    return (
        view.rules(counts, fed, here.address),
        view.register(entries, data.MOST_EXCLUSIONS, fed, here.address, REGISTER_GRID),
        view.title(counts, here.lang),
    )


@answers(Output(UNITS, "children"), permission="scores")
def show_units(here: Visit) -> Any:
    """How many cases of each unit do not count."""
    level, document = data.excluded_by_unit(here)
    return view.by_unit(document, level, here.address, UNITS_GRID)

"""One enclave: its facts, its requirements in order of time, its parcels, its whistles and their cases."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import dossier as view
from dashboard.views import tile
from dashboard.views.frame import title
from dashboard.views.paths import ENCLAVE, number

FACTS, TIMELINE, PARCELS = "dossier-facts", "dossier-timeline", "dossier-parcels"
WHISTLES, CASES = "dossier-whistles", "dossier-cases"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    places = [tile.slot(FACTS, lang), tile.slot(TIMELINE, lang, "span-6"), tile.slot(PARCELS, lang, "span-6")]
    places += [tile.slot(WHISTLES, lang, "span-6"), tile.slot(CASES, lang, "span-6")]
    return [html.Div(view.back(address), className="bar-row"), html.Div(places, className="grid")]


@answers(
    *(Output(name, "children") for name in (FACTS, TIMELINE, PARCELS, WHISTLES, CASES)),
    Output(title("dossier"), "children"),
    permission="figures",
)
def show_dossier(here: Visit) -> tuple[html.Section | str, ...]:
    """The dossier of the enclave that the address names."""
    found, fed = data.enclave(here, number(here.address.path, ENCLAVE)), data.fed(here, "whistle")
    return (
        view.facts(found, here.address),
        view.timeline(found, here.address),
        view.parcels(found, here.address),
        view.whistles(found, fed, here.address),
        view.cases(found, fed, here.address),
        view.title(found, here.lang),
    )

"""Overview: the city's figures, its districts, what needs attention."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import needs, since
from dashboard.views import overview as view
from dashboard.views.caption import step_name
from dashboard.views.frame import title
from dashboard.views.tile import slot
from warehouse import metric

CARDS, SINCE = "overview-cards", "overview-since"
MAP, ENDS, NEEDS = "overview-map", "overview-ends", "overview-needs"
RATE, PLACE = "closure_rate", "district"
STEPS = 12


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    places = [slot(MAP, lang, "span-5"), slot(ENDS, lang, "span-4"), slot(NEEDS, lang, "span-3")]
    cards = html.Div(view.waiting(lang), id=CARDS, className="cards")
    return [cards, html.Div(id=SINCE, className="slot"), html.Div(places, className="grid")]


@answers(Output(CARDS, "children"), Output(title("overview"), "children"), permission="figures")
def show_cards(here: Visit) -> tuple[list[html.Section], str]:
    """The KPI cards, and the title as a sentence of what they say."""
    found = data.readings(here, view.METRICS, STEPS)
    return view.cards(found, here.address, step_name(data.window_of(here))), view.title(
        found, here.lang, data.window_of(here).period is not None
    )


@answers(Output(MAP, "children"), Output(ENDS, "children"), permission="figures")
def show_places(here: Visit) -> tuple[html.Section, html.Section]:
    """The districts as tiles, and the first and last of them."""
    document = data.divided(here, [RATE], [PLACE])[RATE].document(here.lang)
    drawn = view.tile_map(document, PLACE, here.address, here.generation, here.synthetic)
    return drawn, view.ends(document, PLACE, here.address, metric(RATE).better)


@answers(Output(NEEDS, "children"), permission="figures")
def show_needs(here: Visit) -> html.Section:
    """What the attention rules found."""
    return needs.needs(data.needs(here), here.address)


@answers(Output(SINCE, "children"), permission="figures")
def show_since(here: Visit) -> html.Section:
    """What changed since the release before."""
    return since.since(data.since_document(here.snapshot, here.lang), here.generation, here.address)

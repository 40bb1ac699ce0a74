"""One whistle: its facts, whom it called and when they came, what happened in order, how streets rated it."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import tile
from dashboard.views import whistle as view
from dashboard.views.frame import title
from dashboard.views.paths import WHISTLE, number

FACTS, CALLS, TIMELINE, RATINGS = "whistle-facts", "whistle-calls", "whistle-timeline", "whistle-ratings"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    places = [tile.slot(FACTS, lang), tile.slot(CALLS, lang)]
    places += [tile.slot(TIMELINE, lang, "span-6"), tile.slot(RATINGS, lang, "span-6")]
    return [html.Div(view.back(address), className="bar-row"), html.Div(places, className="grid")]


@answers(
    *(Output(name, "children") for name in (FACTS, CALLS, TIMELINE, RATINGS)),
    Output(title("whistle"), "children"),
    permission="figures",
)
def show_whistle(here: Visit) -> tuple[html.Section | str, ...]:
    """The whole story of the whistle that the address names."""
    found = data.whistle_record(here, number(here.address.path, WHISTLE))
    return (
        view.facts(found, here.address),
        view.calls(found, here.address),
        view.timeline(found, here.address),
        view.ratings(found, here.address),
        view.title(found, here.lang),
    )

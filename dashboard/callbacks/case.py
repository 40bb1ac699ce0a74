"""One case: its facts, what happened, who was sent."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import cases, tile
from dashboard.views.frame import title
from dashboard.views.paths import CASE, number

FACTS, TIMELINE, SENT = "case-facts", "case-timeline", "case-sent"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    places = [tile.slot(FACTS, lang), tile.slot(TIMELINE, lang, "span-6"), tile.slot(SENT, lang, "span-6")]
    return [html.Div(cases.back(address), className="bar-row"), html.Div(places, className="grid")]


@answers(
    *(Output(name, "children") for name in (FACTS, TIMELINE, SENT)),
    Output(title("cases"), "children"),
    permission="cases",
)
def show_case(here: Visit) -> tuple[html.Section | str, ...]:
    """The whole story of the case that the address names."""
    case_id, day = number(here.address.path, CASE), here.address.as_of
    told = data.case(here, case_id)
    if told is None:
        later = cases.not_yet(here.address)
        return later, later, later, cases.title(case_id, "not_yet", here.lang)
    cut = day is not None and day < here.snapshot.data_day
    return (
        cases.facts(told, here.address),
        cases.timeline(told, here.address, cut),
        cases.sent(told, here.address),
        cases.title(case_id, cases.state(told), here.lang),
    )

"""One form of a street: what it says, and the record of the call beside it."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import form as view
from dashboard.views import tile
from dashboard.views.frame import title
from dashboard.views.paths import FORM, number

FACTS, ANSWERS, CALL = "form-facts", "form-answers", "form-call"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    places = [tile.slot(FACTS, lang, "span-6"), tile.slot(CALL, lang, "span-6"), tile.slot(ANSWERS, lang)]
    return [html.Div(view.back(address), className="bar-row"), html.Div(places, className="grid")]


@answers(
    *(Output(name, "children") for name in (FACTS, CALL, ANSWERS)),
    Output(title("form"), "children"),
    permission="scores",
)
def show_form(here: Visit) -> tuple[html.Section | str, ...]:
    """The form that holds the rating of the address."""
    scheme, told = data.scheme(here), data.form(here, number(here.address.path, FORM))
    return (
        view.facts(told, scheme, here.address),
        view.call(told, here.address),
        view.answers(told, scheme, here.address),
        view.title(told, here.lang),
    )

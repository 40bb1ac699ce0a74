"""One page for the officer of an area, made to be printed."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks import theatre
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import sheet, tile
from dashboard.views.caption import period_name
from dashboard.views.frame import title
from warehouse import metric, window_document
from warehouse.text import text

HEAD, FIGURES, TREND = "sheet-head", "sheet-figures", "sheet-trend"
NEEDS, BELOW = "sheet-needs", "sheet-below"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    slots = [tile.slot(name, address.lang) for name in (HEAD, FIGURES, TREND, NEEDS, BELOW)]
    return [sheet.back(address), html.Div(slots, className="a4")]


@answers(
    Output(HEAD, "children"),
    Output(FIGURES, "children"),
    Output(title("sheet"), "children"),
    permission="figures",
)
def show_figures(here: Visit) -> tuple[html.Header, html.Section, str]:
    """Whose page it is, and the main figures."""
    lang, name, window = here.lang, data.chosen_name(here), window_document(data.window_of(here))
    question = text(
        "sheet.question", lang, period=period_name(window["period"], lang), as_of=window["as_of"], n=here.generation
    )
    leads = [(each.area, each.terms) for each in data.leads(here)]
    head = sheet.head(name, leads, question, here.synthetic, lang, data.fed(here, "officer"))
    asked = [metric(each) for each in sheet.METRICS]
    units = data.own(here, [each.name for each in asked])
    missing = {each.name: [feed for feed in each.feeds if not data.fed(here, feed)] for each in asked}
    figures = sheet.figures(units, asked, missing, data.least(), here.address)
    return head, figures, text("sheet.title", lang, name=name)


@answers(Output(TREND, "children"), permission="figures")
def show_course(here: Visit) -> html.Section:
    """The course of the area with what happened on the way."""
    return theatre.course(here, brief=True)


@answers(Output(NEEDS, "children"), Output(BELOW, "children"), permission="figures")
def show_rest(here: Visit) -> tuple[html.Section, html.Section]:
    """What needs attention, and who is first and last below."""
    chosen, by = data.place(here), data.level(here)
    document = None if chosen and chosen.by == by else data.standing(here)
    return sheet.attention(data.needs_of(here), here.address), sheet.below(document, by, here.address)

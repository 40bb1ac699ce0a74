"""Verdict: what people say of closed cases, who finds and closes them, and what comes back."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import again, closure, finders, tile
from dashboard.views import verdict as view
from dashboard.views.caption import step_name
from dashboard.views.frame import title

SWITCHES, CARDS, DECLARED, CALLS = "verdict-switches", "verdict-cards", "verdict-declared", "verdict-calls"
LEVELS, SIDES = "verdict-levels", "verdict-sides"
PLACES, ITEMS, RISING = "verdict-places", "verdict-items", "verdict-rising"
STEPS, WEEKS = 12, 5


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    beside = html.Div([tile.slot(name, lang, "") for name in (CALLS, SIDES)], className="stack span-5")
    halves = [tile.slot(name, lang, "span-6") for name in (LEVELS, RISING, PLACES, ITEMS)]
    cards = html.Div(view.waiting(lang), id=CARDS, className="cards")
    tiles = [tile.slot(DECLARED, lang, "span-7"), beside, *halves]
    return [html.Div(id=SWITCHES), cards, html.Div(tiles, className="grid")]


@answers(Output(SWITCHES, "children"), permission="figures")
def show_switches(here: Visit) -> html.Div:
    """The choice of the dimension, and the filters that hold."""
    dimensions = data.dividing(here)
    return closure.switches(dimensions, data.chosen(here), here.address, data.names(here, here.address.where))


@answers(Output(CARDS, "children"), Output(title("verdict"), "children"), permission="figures")
def show_cards(here: Visit) -> tuple[list[html.Section], str]:
    """The rates with their coverage, and the title that says them."""
    found = data.readings(here, view.METRICS, STEPS)
    return view.cards(found, here.address, step_name(data.window_of(here))), view.title(found, here.lang)


@answers(Output(DECLARED, "children"), permission="figures")
def show_declared(here: Visit) -> html.Section:
    """Declared closed against confirmed resolved, by the chosen dimension."""
    by = data.chosen(here)
    answers = data.divided(here, view.PAIR, [by])
    found = {name: data.placed(here, by, answer.document(here.lang)) for name, answer in answers.items()}
    return view.declared(found, by, here.address, here.generation, here.synthetic)


@answers(Output(CALLS, "children"), permission="figures")
def show_calls(here: Visit) -> html.Section:
    """What became of the closed cases in follow-ups: every one in one bin."""
    document = data.divided(here, ["callback_coverage"], [])["callback_coverage"].document(here.lang)
    return view.calls(document, here.address, here.generation, here.synthetic)


@answers(Output(LEVELS, "children"), permission="figures")
def show_levels(here: Visit) -> html.Section:
    """The level that closed a case, by the level that found it."""
    document = data.divided(here, [finders.CLOSED], list(finders.LEVELS))[finders.CLOSED].document(here.lang)
    return finders.levels(document, here.address, here.generation, here.synthetic)


@answers(Output(SIDES, "children"), permission="figures")
def show_sides(here: Visit) -> html.Section:
    """What grids find and what the public finds, and what becomes of it."""
    answers = data.divided(here, finders.RATES, [finders.SIDE])
    found = {name: answer.document(here.lang) for name, answer in answers.items()}
    return finders.sides(found, here.address, here.generation, here.synthetic)


@answers(Output(PLACES, "children"), permission="figures")
def show_places(here: Visit) -> html.Section:
    """Where the same things come back after they were closed."""
    by = data.place_below(here)
    document = data.divided(here, [again.RELAPSE], [by])[again.RELAPSE].document(here.lang)
    return again.most(data.placed(here, by, document), by, here.address, here.generation)


@answers(Output(ITEMS, "children"), permission="figures")
def show_items(here: Visit) -> html.Section:
    """Which items come back after they were closed."""
    by = "item_3"
    document = data.divided(here, [again.RELAPSE], [by])[again.RELAPSE].document(here.lang)
    return again.most(data.placed(here, by, document), by, here.address, here.generation)


@answers(Output(RISING, "children"), permission="figures")
def show_rising(here: Visit) -> html.Section:
    """Items that are reported more from week to week."""
    weeks, answers = data.weekly(here, again.REPORTED, "item_3", WEEKS)
    return again.rising(weeks, [answer.document(here.lang) for answer in answers], here.address, here.generation)

"""One department as streets meet it, and dispatches beside the duty lists."""

from collections.abc import Sequence

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import department as view
from dashboard.views import dispatch, tile
from dashboard.views.caption import step_name
from dashboard.views.frame import title
from warehouse.text import text

CHOOSER, CARDS, WORK, GRID = "department-chooser", "department-cards", "department-work", "department-grid"
PLACES, RATINGS, CALLS, OVERDUE = "department-places", "department-ratings", "department-calls", "department-overdue"
ITEMS, CLASSES, RETURNS, OWN = "department-items", "department-classes", "department-returns", "department-own"
STEPS = 12


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    cards = html.Div(view.waiting(lang), id=CARDS, className="cards")
    sent = [html.H2(text("department.dispatches", lang)), *_halves((ITEMS, CLASSES, RETURNS, OWN), lang)]
    if "department" in address.where:
        tiles = [tile.slot(WORK, lang), *_halves((PLACES, RATINGS, CALLS, OVERDUE), lang), *sent]
    else:
        whole = html.H2(text("department.every", lang))
        tiles = [*sent, whole, tile.slot(WORK, lang), *_halves((CALLS, OVERDUE, RATINGS), lang)]
    return [html.Div(id=CHOOSER), cards, html.Div(tiles, className="grid")]


def _halves(names: Sequence[str], lang: str) -> list[Component]:
    return [tile.slot(name, lang, "span-6") for name in names]


@answers(Output(CHOOSER, "children"), permission="figures")
def show_chooser(here: Visit) -> html.Div:
    """The departments to choose from."""
    return view.chooser(data.bureaus(here), data.bureau(here), here.address)


@answers(Output(CARDS, "children"), Output(title("department"), "children"), permission="figures")
def show_cards(here: Visit) -> tuple[list[html.Section], str]:
    """Arrivals, cases, rework, ratings and dispatches, and the title that says them."""
    found = data.readings(here, [*view.CARDS, *view.PAIRS.values()], STEPS)
    step = step_name(data.window_of(here))
    return view.cards(found, here.address, step), view.title(found, data.bureau_name(here), here.lang)


@answers(Output(WORK, "children"), permission="figures")
def show_work(here: Visit) -> html.Section:
    """What the streets asked of the department and its teams, and what became of it."""
    whole = data.divided(here, view.WORK, [])
    lines, chosen = data.bureau_lines(here, view.ASKED), data.bureau(here) is not None
    document, totals = whole[view.CLOSURE].document(here.lang), {name: each.total for name, each in whole.items()}
    return view.work(lines, document, totals, chosen, here.address, here.generation, GRID)


@answers(Output(PLACES, "children"), permission="figures")
def show_places(here: Visit) -> html.Section:
    """The department among its like."""
    return view.places(data.bureau_places(here, view.ASKED, view.CARDS), view.CARDS, here.address, data.least())


@answers(Output(RATINGS, "children"), permission="figures")
def show_ratings(here: Visit) -> html.Section:
    """How streets rated it."""
    whole, criteria = (
        data.divided(here, [view.RATED], by)[view.RATED].document(here.lang) for by in ([], ["criterion"])
    )
    return view.ratings(whole, criteria, here.address, here.generation, here.synthetic)


@answers(Output(CALLS, "children"), permission="cases")
def show_calls(here: Visit) -> html.Section:
    """The calls that it answered worst."""
    document = data.divided(here, [view.ARRIVED], [])[view.ARRIVED].document(here.lang)
    rows = data.worst(here) if document["total"]["state"] == "ok" else []
    return dispatch.calls(document, rows, data.bureau(here) is not None, here.address, here.generation)


@answers(Output(OVERDUE, "children"), permission="cases")
def show_overdue(here: Visit) -> html.Section:
    """The cases that have been overdue longest."""
    document = data.divided(here, [view.DUE], [])[view.DUE].document(here.lang)
    rows, total = data.bureau_overdue(here)
    return dispatch.overdue(document, rows, total, here.address, here.generation)


@answers(Output(ITEMS, "children"), Output(CLASSES, "children"), permission="figures")
def show_dispatches(here: Visit) -> tuple[html.Section, html.Section]:
    """The items most mis-dispatched, and matches by class."""
    items, classes = (
        data.divided(here, [dispatch.MATCHED], [by])[dispatch.MATCHED].document(here.lang)
        for by in ("item_3", "item_1")
    )
    where, generation = here.address, here.generation
    return (
        dispatch.most(dispatch.MATCHED, items, "item_3", where, generation, "/closure"),
        dispatch.matches(classes, "item_1", where, generation, here.synthetic),
    )


@answers(Output(RETURNS, "children"), Output(OWN, "children"), permission="figures")
def show_passing(here: Visit) -> tuple[html.Section, html.Section]:
    """Who sends cases back in vain, by department or within one by street; streets that whistle over their own duty."""
    by = "department" if data.bureau(here) is None else "street"
    returned = data.divided(here, [dispatch.REJECTED], [by])[dispatch.REJECTED].document(here.lang)
    own = data.beyond(here, dispatch.OWN, "street").document(here.lang)
    path = here.address.path if by == "department" else "/closure"
    return (
        dispatch.most(dispatch.REJECTED, returned, by, here.address, here.generation, path),
        dispatch.most(dispatch.OWN, own, "street", data.apart(here), here.generation, "/theatre"),
    )

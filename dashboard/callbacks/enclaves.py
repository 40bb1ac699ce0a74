"""Enclaves: completion, progress apart, the burn-up, who relapsed, parcels, remedies, care, the dossiers."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import burnup, care, closure, dossiers, needs, tile
from dashboard.views import enclaves as view
from dashboard.views.caption import step_name
from dashboard.views.frame import title
from warehouse.text import text

SWITCHES, CARDS, BURNUP, DIVIDED = "enclaves-switches", "enclaves-cards", "enclaves-burnup", "enclaves-divided"
RELAPSES, GAPS, PARCELS, REMEDIES = "enclaves-relapses", "enclaves-gaps", "enclaves-parcels", "enclaves-remedies"
CARE, NEEDS = "enclaves-care", "enclaves-needs"
DOSSIERS, GRID = "enclaves-dossiers", "enclaves-grid"
STEPS = 12


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    cards = html.Div(view.waiting(lang), id=CARDS, className="cards")
    tiles = [tile.slot(BURNUP, lang, "span-7"), tile.slot(DIVIDED, lang, "span-5")]
    tiles += [tile.slot(name, lang, "span-6") for name in (NEEDS, RELAPSES, GAPS, REMEDIES, PARCELS, CARE)]
    return [html.Div(id=SWITCHES), cards, html.Div([*tiles, tile.slot(DOSSIERS, lang)], className="grid")]


@answers(Output(SWITCHES, "children"), permission="figures")
def show_switches(here: Visit) -> html.Div:
    """The choice of the dimension, and the filters that hold."""
    return closure.switches(
        data.ENCLAVES_BY, data.dividing_enclaves(here), here.address, data.names(here, here.address.where)
    )


@answers(Output(CARDS, "children"), Output(title("enclaves"), "children"), permission="figures")
def show_cards(here: Visit) -> tuple[list[html.Section], str]:
    """Completion, progress under its own name, the three means; and the title that says it."""
    found = data.readings(here, view.METRICS, STEPS)
    return view.cards(found, here.address, step_name(data.window_of(here))), view.title(found, here.lang)


@answers(Output(BURNUP, "children"), permission="figures")
def show_burnup(here: Visit) -> html.Section:
    """What was met from the first acceptance to the page's day."""
    return burnup.burnup(data.burnup(here), data.window_of(here).as_of, here.address, here.generation, here.synthetic)


@answers(Output(DIVIDED, "children"), permission="figures")
def show_divided(here: Visit) -> html.Section:
    """Completion by kind or district, with progress and the means in the table behind it."""
    by = data.dividing_enclaves(here)
    found = {name: each.document(here.lang) for name, each in data.divided(here, view.METRICS, [by]).items()}
    return view.divided(found, by, here.address, here.generation, here.synthetic)


@answers(*(Output(name, "children") for name in (NEEDS, RELAPSES, GAPS, DOSSIERS)), permission="figures")
def show_dossiers(here: Visit) -> tuple[html.Section, ...]:
    """What needs attention, who relapsed, what is missing, and every dossier."""
    total = data.divided(here, [view.DONE], [])[view.DONE].document(here.lang)
    rows = data.enclave_rows(here)
    return (
        tile.unless_ok(total["total"], here.address, text("overview.needs", here.lang))
        or needs.needs(data.enclave_needs(here, rows), here.address),
        dossiers.relapses(total, data.relapsed(here), here.address),
        dossiers.gaps(total, rows, here.address),
        dossiers.dossiers(GRID, total, rows, here.address, here.generation),
    )


@answers(Output(PARCELS, "children"), Output(REMEDIES, "children"), permission="figures")
def show_means(here: Visit) -> tuple[html.Section, html.Section]:
    """Parcels that changed districts, and the remedies by kind."""
    total = data.divided(here, [view.DONE], [])[view.DONE].document(here.lang)
    fed = data.fed(here, "boundary_change")
    return (
        dossiers.parcels(fed, data.parcels(here), here.address),
        dossiers.remedies(total, data.remedies(here), here.address),
    )


@answers(Output(CARE, "children"), permission="figures")
def show_care(here: Visit) -> html.Section:
    """People in need of care and those enrolled, as counts."""
    found = {by: each.document(here.lang) for by, each in data.care(here).items()}
    return care.care(found, here.address, here.generation, here.synthetic)

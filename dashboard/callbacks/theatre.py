"""Theatre: who is in charge, how units stand among their like, where, on which way, in which programmes."""

from collections.abc import Mapping
from typing import Any

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.geojson import Shape
from dashboard.views import areas, honours, ladder, leaders, pilots, sizes, standing, tile
from dashboard.views import theatre as view
from dashboard.views.caption import period_name
from dashboard.views.frame import title
from warehouse import metric, window_document
from warehouse.text import text

Document = dict[str, Any]
SWITCHES, LEADERS, MAP, HONOURS = "theatre-switches", "theatre-leaders", "theatre-map", "theatre-honours"
LADDER, TREND, TABLE, GRID = "theatre-ladder", "theatre-trend", "theatre-table", "theatre-grid"
PILOTS, SIZES = "theatre-pilots", "theatre-sizes"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    tiles = [
        tile.slot(LEADERS, lang, "span-4"),
        tile.slot(MAP, lang, "span-4"),
        tile.slot(HONOURS, lang, "span-4"),
        tile.slot(LADDER, lang, "span-6"),
        tile.slot(TREND, lang, "span-6"),
        tile.slot(TABLE, lang, "span-12"),
        tile.slot(PILOTS, lang, "span-6"),
        tile.slot(SIZES, lang, "span-6"),
    ]
    return [html.Div(id=SWITCHES), html.Div(tiles, className="grid")]


@answers(Output(SWITCHES, "children"), permission="figures")
def show_switches(here: Visit) -> html.Div:
    """The choice of what is ranked, and by which metric."""
    return view.switches(data.levels(here), data.level(here), data.measures(here), data.measured(here), here.address)


@answers(
    *(Output(name, "children") for name in (LADDER, MAP, HONOURS, TABLE, LEADERS)),
    Output(title("theatre"), "children"),
    permission="figures",
)
def show_standing(here: Visit) -> tuple[html.Section | str, ...]:
    """How the units below stand among their like: as a ladder, on a map, the first of them, all in a table; who is in
    charge of the chosen one, and how it stands itself."""
    by, name, document = data.level(here), data.measured(here), data.standing(here)
    rest, unit = (by, here.address, here.generation), data.own(here, [name]).get(name)
    shapes, refused = _drawing(here)
    return (
        ladder.ladder(document, *rest, here.synthetic),
        areas.areas(document, *rest, here.synthetic, shapes, refused),
        honours.honours(document, by, here.address),
        standing.standing(document, *rest, GRID, data.fed(here, "target")),
        _leaders(here, unit, document["rules"]["min_rank_cases"]),
        view.title(document, unit, data.chosen_name(here), here.lang),
    )


def _leaders(here: Visit, unit: Document | None, least: int) -> html.Section:
    leads = [(each.area, each.terms) for each in data.leads(here)]
    asked, fed = metric(data.measured(here)), {feed: data.fed(here, feed) for feed in ("officer", "target")}
    return leaders.leaders(leads, unit, asked, here.address, fed, least)


def _drawing(here: Visit) -> tuple[Mapping[str, Shape] | None, html.Div | None]:
    """The operator's shapes, or the words that say why his file is not drawn."""
    found = data.drawing(here)
    if found is None:
        return None, None
    refused = areas.refusal(found.file, found.refused, here.lang) if found.refused else None
    return found.shapes and found.shapes.shapes, refused


@answers(Output(TREND, "children"), permission="figures")
def show_trend(here: Visit) -> html.Section:
    """The course of the chosen unit with what happened on the way."""
    return course(here)


def course(here: Visit, brief: bool = False) -> html.Section:
    """The same as a tile; brief for a page that holds more."""
    grain, asked, name = data.chosen_grain(here), metric(data.measured(here)), data.chosen_name(here)
    heading = text("theatre.trend", here.lang, name=name)
    if missing := [feed for feed in asked.feeds if not data.fed(here, feed)]:
        return tile.no_feed(missing, here.address, heading)
    if not data.holds_cases(here):
        return tile.empty(here.lang, heading)
    steps = [(each.code, each.total, each.growing) for each in data.course(here, asked.name, grain)]
    events = [(each.step, each.day, each.what) for each in data.events(here, grain)]
    as_of = data.window_of(here).as_of
    return view.trend(steps, events, asked, grain, name, here.address, as_of, here.synthetic, brief)


@answers(Output(PILOTS, "children"), permission="figures")
def show_pilots(here: Visit) -> html.Section:
    """Each programme: who has joined, and both sides pooled."""
    fed, window = data.fed(here, "participation"), window_document(data.window_of(here))
    told = data.programmes(here) if fed else []
    when = text("theatre.when", here.lang, period=period_name(window["period"], here.lang), as_of=window["as_of"])
    return pilots.pilots(told, metric(data.measured(here)), when, here.address, fed)


@answers(Output(SIZES, "children"), permission="figures")
def show_sizes(here: Visit) -> html.Section:
    """Communities that are to be split, and those that were."""
    return sizes.sizes(data.sizes(here), here.address, data.fed(here, "area"))

"""Whistles: over time, arrivals against their limits, who left, who never came, streets measured, the worst calls."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import blowers, closure, hours, soon, through, tile, unfinished, worst
from dashboard.views import whistles as view
from dashboard.views.caption import step_name
from dashboard.views.frame import title

SWITCHES, CARDS, COURSE, SOON, DIVIDED = (
    *("whistles-switches", "whistles-cards", "whistles-course", "whistles-soon", "whistles-divided"),
)
HOURS, DAYS, NIGHT = "whistles-hours", "whistles-days", "whistles-night"
LEFT, ABSENT = "whistles-left", "whistles-absent"
WORST, JOINT, STREETS, THROUGH = "whistles-worst", "whistles-joint", "whistles-streets", "whistles-through"
GRID = "whistles-grid"
STEPS = 12


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    cards = html.Div(view.waiting(lang), id=CARDS, className="cards")
    spans = {COURSE: 6, SOON: 6, DIVIDED: 6, WORST: 6, HOURS: 7, DAYS: 5}
    tiles = [tile.slot(name, lang, f"span-{span}") for name, span in spans.items()]
    beside = html.Div([tile.slot(name, lang, "") for name in (NIGHT, JOINT)], className="stack span-6")
    tiles += [tile.slot(ABSENT, lang, "span-6"), beside]
    tiles += [tile.slot(LEFT, lang, "span-6"), tile.slot(THROUGH, lang, "span-6"), tile.slot(STREETS, lang)]
    return [html.Div(id=SWITCHES), cards, html.Div(tiles, className="grid")]


@answers(Output(SWITCHES, "children"), permission="figures")
def show_switches(here: Visit) -> html.Div:
    """The choice of the dimension, and the filters that hold."""
    return closure.switches(
        data.WHISTLES_BY, data.dividing_whistles(here), here.address, data.names(here, here.address.where)
    )


@answers(Output(CARDS, "children"), Output(title("whistles"), "children"), permission="figures")
def show_cards(here: Visit) -> tuple[list[html.Section], str]:
    """How many, how many in time, who left, who never came, what streets took back or should not have blown."""
    wanted = [name for name in view.METRICS if data.unknown_by(here, name) is None] or list(view.METRICS)
    found = data.readings(here, wanted, STEPS)
    return view.cards(found, here.address, step_name(data.window_of(here))), view.title(found, here.lang)


@answers(Output(COURSE, "children"), permission="figures")
def show_course(here: Visit) -> html.Section:
    """Whistles by kind and joint ones, by month or week."""
    if here.address.where and (by := data.unknown_by(here, view.COUNT)):
        return view.not_by(by, "course", here.address)
    if not data.holds_cases(here):
        return tile.empty(here.lang, view.text("whistles.course", here.lang))
    each, kinds = (answer.document(here.lang) for answer in data.whistles_over_time(here))
    return view.course(each, kinds, data.chosen_grain(here), here.address, here.generation, here.synthetic)


@answers(Output(SOON, "children"), permission="figures")
def show_soon(here: Visit) -> html.Section:
    """How much of the limit had passed when departments came."""
    found = data.divided(here, soon.METRICS, ["whistle_kind"])
    told = {name: each.document(here.lang) for name, each in found.items()}
    return soon.soon(told, data.soon(here), here.address, here.generation, here.synthetic)


@answers(Output(DIVIDED, "children"), permission="figures")
def show_divided(here: Visit) -> html.Section:
    """Arrivals in time by the chosen dimension, with all that is known of each in the table behind."""
    by = data.dividing_whistles(here)
    found = {name: each.document(here.lang) for name, each in data.divided(here, view.CALLS, [by]).items()}
    found[view.ONTIME] = data.placed(here, by, found[view.ONTIME])
    return view.divided(found, by, here.address, here.generation, here.synthetic)


@answers(Output(HOURS, "children"), Output(DAYS, "children"), permission="figures")
def show_hours(here: Visit) -> tuple[html.Section, html.Section]:
    """Arrivals in time by the hour and by the weekday of the whistle."""
    found = [data.divided(here, [hours.ONTIME], [by])[hours.ONTIME].document(here.lang) for by in hours.BY]
    return (
        hours.hours(found[0], here.address, here.generation, here.synthetic),
        hours.weekdays(found[1], here.address, here.generation, here.synthetic),
    )


@answers(Output(NIGHT, "children"), permission="figures")
def show_night(here: Visit) -> html.Section:
    """Who comes late at night and not by day."""
    found = (data.divided(here, [hours.ONTIME], by)[hours.ONTIME] for by in (["watch"], ["department", "watch"]))
    return hours.night(*(each.document(here.lang) for each in found), here.address, here.generation)


@answers(Output(LEFT, "children"), Output(ABSENT, "children"), permission="figures")
def show_unfinished(here: Visit) -> tuple[html.Section, ...]:
    """Who left before the end, and who signed and never came, by department."""
    found = data.departments(here, unfinished.METRICS)
    return tuple(
        unfinished.most(found[name].document(here.lang), here.address, here.generation) for name in unfinished.METRICS
    )


@answers(Output(WORST, "children"), permission="figures")
def show_worst(here: Visit) -> html.Section:
    """The calls furthest past their limit, each with what happened."""
    total = data.divided(here, [view.ONTIME], [])[view.ONTIME].document(here.lang)
    return worst.worst(total, data.worst(here), here.address, here.generation, here.synthetic)


@answers(Output(JOINT, "children"), permission="figures")
def show_joint(here: Visit) -> html.Section:
    """How the units' whistles sum to the city's: whole less overlaps, and shared."""
    if by := data.unknown_by(here, view.COUNT):
        return view.not_by(by, "joint", here.address)
    return blowers.joint(data.overlaps(here), here.address, here.generation)


@answers(Output(STREETS, "children"), permission="figures")
def show_streets(here: Visit) -> html.Section:
    """What each street blew, took back and should not have blown, and who came to it in time."""
    if by := data.unknown_by(here, view.COUNT):
        return view.not_by(by, "streets", here.address)
    wanted = [name for name in (*blowers.METRICS, blowers.OWN) if data.unknown_by(here, name) is None]
    whole, shared = data.by_street(here, wanted)
    told = {name: each.document(here.lang) for name, each in whole.items()}
    told[view.COUNT] = data.placed(here, "street", told[view.COUNT])
    return blowers.streets(GRID, told, shared.document(here.lang), here.address, here.generation)


@answers(Output(THROUGH, "children"), permission="figures")
def show_through(here: Visit) -> html.Section:
    """Whistles that began as a citizen's report, and how long these took from end to end."""
    if by := data.unknown_by(here, through.HOURS) or data.unknown_by(here, view.COUNT):
        return view.not_by(by, "through", here.address)
    whole = data.divided(here, [through.HOURS], [])[through.HOURS]
    kinds = {
        name: each[name].document(here.lang)
        for name, each in (
            (through.HOURS, data.divided(here, [through.HOURS], ["whistle_kind"])),
            (through.COUNT, data.divided(here, [through.COUNT], ["origin"])),
        )
    }
    steps = [(minutes, float(n)) for minutes, n in whole.total.steps]
    return through.through(whole.document(here.lang), steps, kinds, here.address, here.generation, here.synthetic)

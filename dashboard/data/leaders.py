"""Who is in charge, and what has to be marked on a trend: policies, changes of officers, changes of areas."""

from dataclasses import dataclass
from datetime import date

from dashboard.data.figures import policies, stretch
from dashboard.data.periods import window_of
from dashboard.data.theatre import Place, place, whole
from dashboard.data.visit import Visit
from warehouse import Area, Handover, Mark, Term, changes, grain, handovers, officers


@dataclass(frozen=True)
class Lead:
    """An area with those in charge of it, one for each post that is filled."""

    area: Area
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Event:
    """What happened on a day, and the step of the trend that it falls into."""

    step: str
    day: date
    what: str | Handover | Mark


def leads(here: Visit) -> list[Lead]:
    """The chosen unit with all that lie above it, from the top down, and who is in charge on the page's day."""
    chosen, day = place(here), window_of(here).as_of
    areas = chosen.chain if chosen else whole(here)
    return [Lead(area, officers(here.snapshot, area.code, day)) for area in areas]


def events(here: Visit, kind: str) -> list[Event]:
    """What is marked on a trend by month or week: policies, and what happened to the chosen unit."""
    span, chosen = stretch(here, kind), place(here)
    assert span.first and span.last
    told: list[tuple[date, str | Handover | Mark]] = [(day, title) for _, day, title in policies(here, kind)]
    for area in (chosen.chain if chosen else whole(here))[-1:]:
        told += [(each.day, each) for each in handovers(here.snapshot, area.code, span.first, span.last)]
    told += [(each.change.day, each) for each in _changes(here, chosen, span.first, span.last)]
    return [Event(grain(kind, day).code or "", day, what) for day, what in sorted(told, key=lambda one: one[0])]


def _changes(here: Visit, chosen: Place | None, first: date, last: date) -> tuple[Mark, ...]:
    return changes(here.snapshot, chosen.by, chosen.code, first, last) if chosen else ()

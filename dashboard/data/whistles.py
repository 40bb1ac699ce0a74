"""Whistles as the page's day knew them: over time, how soon departments came, the worst calls, one whistle."""

from collections.abc import Sequence
from typing import Any

from dashboard.data.figures import chosen_grain, divided, stretch
from dashboard.data.periods import window_of
from dashboard.data.units import names
from dashboard.data.visit import Visit
from warehouse import (
    Answer,
    Record,
    Window,
    arrivals,
    ask_windows,
    dimension,
    dimensions_of,
    metric,
    registers,
    whistle,
    worst_calls,
)

BY = ("department", "street", "district", "whistle_kind", "joint")
COUNT, ONTIME = "whistle_count", "whistle_ontime_rate"
NAMED = ("whistle_kind", "district", "street", "department", "parent", "joint", "origin", "watch")
Row = dict[str, Any]


def dividing_whistles(here: Visit) -> str:
    """The dimension that divides the calls: the address's, else the department."""
    return next((name for name in here.address.by if name in BY), BY[0])


def unknown_by(here: Visit, name: str) -> str | None:
    """The first filter of the page that a metric is not known by; None where it knows them all."""
    known = dimensions_of(metric(name), registers(here.snapshot))
    return next((each for each in here.address.where if each not in known), None)


def whistles_over_time(here: Visit) -> tuple[Answer, Answer]:
    """Whistles by month or week, and by that and their kind."""
    grain = chosen_grain(here)
    shown = Window(stretch(here, grain), window_of(here).as_of)
    each, kinds = (
        ask_windows(here.snapshot, [COUNT], here.address.where, by, [shown], here.address.view)[COUNT][0]
        for by in ([grain], [grain, "whistle_kind"])
    )
    return each, kinds


def soon(here: Visit) -> list[Row]:
    """Calls by kind and by how much of their limit had passed at the arrival."""
    return arrivals(here.snapshot, here.address.question(ONTIME))


def worst(here: Visit) -> list[Row]:
    """The calls furthest past their limit, in words."""
    return [worded_whistle(here, row) for row in worst_calls(here.snapshot, here.address.question(ONTIME))]


def by_street(here: Visit, wanted: Sequence[str]) -> tuple[dict[str, Answer], Answer]:
    """What each street blew, counted whole, and its shares of what it blew with others."""
    window = [window_of(here)]
    whole = ask_windows(here.snapshot, wanted, here.address.where, ["street"], window, "participation")
    shared = ask_windows(here.snapshot, [COUNT], here.address.where, ["street"], window, "shared")
    return {name: answers[0] for name, answers in whole.items()}, shared[COUNT][0]


def overlaps(here: Visit) -> dict[str, tuple[Answer, Answer]]:
    """By street and by department: whistles counted whole for each, and shared."""
    window = [window_of(here)]
    return {
        by: tuple(  # type: ignore[misc]
            ask_windows(here.snapshot, [COUNT], here.address.where, [by], window, view)[COUNT][0]
            for view in ("participation", "shared")
        )
        for by in ("street", "department")
    }


def whistle_record(here: Visit, whistle_id: str) -> Record:
    """One whistle in words; raises Unknown."""
    found = whistle(here.snapshot, whistle_id, window_of(here).as_of)
    known, day = registers(here.snapshot), window_of(here).as_of
    streets = tuple(known.name(dimension("street"), code, day, here.lang) for code in found.streets)
    calls, ratings = (tuple(worded_whistle(here, row) for row in rows) for rows in (found.calls, found.ratings))
    return Record(worded_whistle(here, found.facts), streets, calls, ratings)


def worded_whistle(here: Visit, row: Row) -> Row:
    """A row with `<column>_name` beside each code."""
    told = {name: row[name] for name in NAMED if row.get(name) is not None}
    return row | {f"{name}_name": word for name, word in names(here, told).items()}


def departments(here: Visit, wanted: Sequence[str]) -> dict[str, Answer]:
    """Each metric's answer by department."""
    return divided(here, wanted, ["department"])

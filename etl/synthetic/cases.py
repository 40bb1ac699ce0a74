"""The cases of a month as they stand at the end: what the platform would export."""

from dataclasses import dataclass

import numpy as np

from etl.synthetic import stories
from etl.synthetic.chance import Flags, Ints, pick
from etl.synthetic.changes import as_coded
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF, DAY, second
from etl.synthetic.drawing import Drafts
from etl.synthetic.fates import Fates
from etl.synthetic.handling import NEVER, Handling, handling
from etl.synthetic.words import words

EXTENDED, TOO_LATE = 0.16, 0.06  # of the cases that come near their limit; of those approved after it
STREET_ONLY, DISTRICT_ONLY, UNREGISTERED = 0.005, 0.0055, 0.0059
NO_ITEM, UNKNOWN_ITEM = 0.003, 0.0034
UNKNOWN_DEPARTMENT = 0.0003
PLAIN, REOPEN, RETURN, SUSPEND, EXTEND, CHAIN = range(6)
HISTORY = (
    0.012,
    0.022,
    0.027,
    0.031,
    0.050,
)  # shares of reopen, return, suspend, extend twice, full chain, summed up
BUCK_SHARE = 0.5


@dataclass(frozen=True)
class Cases:
    """One month in order of time; moments in seconds with NEVER for none, codes as positions, -1 for none."""

    drafts: Drafts
    handled: Handling
    number: Ints
    area: Ints  # into areas.codes, one past the end: unregistered, then the former ones
    item: Ints  # into items.codes, one past the end: unregistered
    department: Ints  # into bureaus.codes, one past the end: unregistered
    channel: Ints
    accepted: Ints
    due: Ints
    extended: Ints
    approved: Ints
    closed: Ints
    excluded: Ints
    history: Ints
    assists: Ints  # how many departments help
    updated: Ints

    @property
    def end(self) -> Ints:
        """When nothing more happens: the closing, or the end of the files."""
        found: Ints = np.minimum(self.closed, CUTOFF)
        return found


def cases(city: City, drafts: Drafts, known: Fates) -> Cases:
    """The month's cases."""
    handled = handling(city, drafts)
    excluded, stuck = known.of(drafts)
    closed = np.where(stuck | (handled.closed >= CUTOFF), NEVER, handled.closed)
    reason = np.where(excluded, _reason(city, drafts), -1)
    accepted = np.where(handled.accepted < CUTOFF, handled.accepted, NEVER)
    history = _history(city, drafts, handled, accepted)
    approved, extended = _extension(city, drafts, handled, closed, history)
    channel = pick(city.channels, city.areas.district_of[drafts.street], city.chance.lattice(drafts.key, "channel"))
    stamps = [np.where(moment < CUTOFF, moment, 0) for moment in (drafts.reported, accepted, approved, closed)]
    stamps.append(np.where((history == REOPEN) & (closed == NEVER), handled.reopened, 0))
    due = np.where(accepted < NEVER, handled.due, NEVER)
    return Cases(
        drafts,
        handled,
        _numbers(drafts),
        _area(city, drafts),
        _item(city, drafts),
        _department(city, drafts, handled),
        channel,
        accepted,
        due,
        extended,
        approved,
        closed,
        reason,
        history,
        _assists(city, drafts, handled),
        np.minimum(np.maximum.reduce(stamps) + 30, CUTOFF - 1),
    )


def _numbers(drafts: Drafts) -> Ints:
    """Date and six digits: counted from 1 each day."""
    day = drafts.reported // DAY
    first = np.searchsorted(day, day)
    year, month, of_month = dated(day)
    numbers: Ints = (year * 10_000 + month * 100 + of_month) * 1_000_000 + np.arange(len(day)) - first + 1
    return numbers


def dated(day: Ints) -> tuple[Ints, Ints, Ints]:
    """Year, month and day of the month of days since 1970."""
    dates = day.astype("datetime64[D]")
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    month = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
    return year, month, (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1


def _background(drafts: Drafts) -> Flags:
    found: Flags = drafts.story == 0
    return found


def _reason(city: City, drafts: Drafts) -> Ints:
    shares = np.array([list(words()["excluded"].values())])
    return pick(shares, np.zeros(len(drafts.key), dtype=np.int64), city.chance.noise(drafts.key, 52))


def _area(city: City, drafts: Drafts) -> Ints:
    tree, noise = city.areas, city.chance.noise
    first = tree.first_community[drafts.street]
    size = tree.first_community[drafts.street + 1] - first
    community = first + (noise(drafts.spot, 61) * size).astype(np.int64)
    drawn = np.where(_background(drafts), noise(drafts.spot, 62), 1.0)
    streets = len(tree.communities) + drafts.street
    districts = len(tree.communities) + len(tree.streets) + tree.district_of[drafts.street]
    known = [drawn < STREET_ONLY, drawn < DISTRICT_ONLY, drawn < UNREGISTERED]
    found: Ints = np.select(known, [streets, districts, np.full(len(drawn), len(tree.codes))], community)
    return as_coded(city.former, found, drafts.reported // DAY, noise(drafts.spot, 66), len(tree.codes) + 1)


def _item(city: City, drafts: Drafts) -> Ints:
    drawn = np.where(_background(drafts), city.chance.noise(drafts.spot, 63), 1.0)
    unknown = np.full(len(drawn), len(city.items.codes))
    found: Ints = np.select([drawn < NO_ITEM, drawn < UNKNOWN_ITEM], [unknown * 0 - 1, unknown], drafts.item)
    return found


def _department(city: City, drafts: Drafts, handled: Handling) -> Ints:
    drawn = np.where(_background(drafts), city.chance.noise(drafts.key, 64), 1.0)
    found: Ints = np.where(drawn < UNKNOWN_DEPARTMENT, len(city.bureaus.codes), handled.department)
    return found


def _history(city: City, drafts: Drafts, handled: Handling, accepted: Ints) -> Ints:
    """Which cases have more to tell than report, acceptance and closing."""
    drawn = city.chance.lattice(drafts.key, "history")
    found = np.searchsorted(np.array(HISTORY), drawn, side="right") + 1
    found = np.where((found > CHAIN) | (accepted >= CUTOFF) | ~_background(drafts), PLAIN, found)
    found = np.where(found == REOPEN, PLAIN, found)
    found = np.where((handled.department < 0) & np.isin(found, (RETURN, CHAIN)), PLAIN, found)
    found = np.where((found == EXTEND) & (handled.due == NEVER), PLAIN, found)
    if city.cast is not None:
        passes = (handled.department == city.cast.buck_department) & (drafts.reported >= second(stories.BUCK_SINCE))
        passes &= (city.chance.noise(drafts.key, 65) < BUCK_SHARE) | (drafts.story == stories.BUCK)
        found = np.where(passes & (accepted < CUTOFF), RETURN, found)
    return np.where(handled.reopened < CUTOFF, REOPEN, found)


def _extension(city: City, drafts: Drafts, handled: Handling, closed: Ints, history: Ints) -> tuple[Ints, Ints]:
    """Approval and the new limit: of the platform's own field, and of the second extension in the history."""
    noise, key, due = city.chance.noise, drafts.key, handled.due
    early = due - ((0.05 + 0.35 * noise(key, 71)) * handled.span).astype(np.int64)
    late = due + (noise(key, 72) * DAY).astype(np.int64) + 60
    approved = np.where(noise(key, 73) < TOO_LATE, late, early)
    end = np.minimum(closed, CUTOFF)
    once = (noise(key, 74) < EXTENDED) & (due < NEVER) & (approved < end) & _background(drafts)
    once &= (history != EXTEND) & (history != REOPEN)
    twice = history == EXTEND
    new = due + ((0.5 + 0.5 * noise(key, 75)) * handled.span).astype(np.int64)
    approved = np.where(once, approved, np.where(twice, _between(handled, end, 0.7), NEVER))
    return approved, np.where(once, new, np.where(twice, due + handled.span, NEVER))


def _between(handled: Handling, end: Ints, part: float) -> Ints:
    """A moment that part of the way from acceptance to the closing or the limit, whichever comes first."""
    found: Ints = handled.accepted + ((np.minimum(handled.due, end) - handled.accepted) * part).astype(np.int64)
    return found


def first_extension(known: Cases) -> Ints:
    """When the first of two extensions was approved."""
    return _between(known.handled, known.end, 0.4)


def _assists(city: City, drafts: Drafts, handled: Handling) -> Ints:
    """None for nine in ten, else one to three."""
    drawn = city.chance.lattice(drafts.key, "assist")
    many = np.searchsorted(np.array([0.005, 0.025, 0.1]), drawn, side="right")
    found: Ints = np.where(handled.department >= 0, 3 - many, 0)
    return found

"""What becomes of a case by its nature: acceptance, limit, extension, closing, reopening; who handles it."""

from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from etl.synthetic import stories
from etl.synthetic.areas import PACE
from etl.synthetic.chance import Flags, Floats, Ints
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF, DAY, EPOCH, FIRST, second
from etl.synthetic.drawing import Drafts

NEVER = np.int64(1) << 40
BY_STREET = 0.85  # of the cases that are the street's own duty
NO_DUE, SLOW, SLOW_DAYS, REOPENS = 0.05, 0.035, 90, 0.012
MONTH_END = 0.8
FIRST_DAY = (FIRST - EPOCH).days


@dataclass(frozen=True)
class Handling:
    """Moments in seconds, NEVER for none; `span` is the limit in seconds, also where no due time is set."""

    accepted: Ints
    due: Ints
    span: Ints
    department: Ints
    first_closed: Ints  # differs from closed only for reopened cases
    reopened: Ints
    closed: Ints


def handling(city: City, drafts: Drafts) -> Handling:
    """How the cases would be handled if nothing got stuck."""
    noise = city.chance.noise
    accepted = drafts.reported + 60 + (noise(drafts.key, 31) ** 2 * 5400).astype(np.int64)
    deadline = _deadline(city, drafts, accepted)
    department = _department(city, drafts)
    closed = _closed(city, drafts, accepted, deadline - accepted)
    closed = _at_month_end(city, drafts, department, closed)
    reopened, again = _reopened(city, drafts, closed)
    closed, reopened, again = _told(city, drafts, accepted, (closed, reopened, again))
    due = np.where((noise(drafts.key, 32) < NO_DUE) & (drafts.story == 0), NEVER, deadline)
    final = np.where(reopened < NEVER, again, closed)
    return Handling(accepted, due, deadline - accepted, department, closed, reopened, final)


def _deadline(city: City, drafts: Drafts, accepted: Ints) -> Ints:
    items, days = city.items, city.days
    worked = np.flatnonzero(days.worked)
    rank = np.cumsum(days.worked)
    day, moment = _day(city, accepted), accepted % DAY
    allowed = items.working_days[drafts.item]
    last = worked[np.minimum(rank[day] + allowed - 1, len(worked) - 1)]
    by_days = (FIRST_DAY + last) * DAY + np.clip(moment, 9 * 3600, 17 * 3600)
    found: Ints = np.where(allowed > 0, by_days, accepted + items.minutes[drafts.item] * 60)
    return found


def _department(city: City, drafts: Drafts) -> Ints:
    """The stationed team, the district's bureau, seldom the city's office; -1: the street itself."""
    kind, district = city.items.bureau[drafts.item], city.areas.district_of[drafts.street]
    drawn = city.chance.lattice(drafts.key, "department")
    team = city.bureaus.team_of[drafts.street, kind]
    found = district * city.bureaus.kinds + kind
    found = np.where((team >= 0) & (drawn < 0.45), team, found)
    found = np.where(drawn > 0.99, city.bureaus.city_from + kind, found)
    found = np.where(drawn > 0.995, -1, found)
    own = city.items.own[drafts.item] & (city.chance.noise(drafts.key, 38) < BY_STREET)
    found = np.where(own & (drafts.story != stories.OWN_DUTY), -1, found)
    return np.where(drafts.department >= 0, drafts.department, found)


def _closed(city: City, drafts: Drafts, accepted: Ints, span: Ints) -> Ints:
    """Nine tenths within the limit; a few take months; mostly in office hours and on working days."""
    noise, key = city.chance.noise, drafts.key
    drawn = np.clip(city.chance.lattice(key, "handling"), 1e-6, 1 - 1e-6)
    tempo = 0.85 + 0.02 * city.items.bureau[drafts.item]
    share = np.array(PACE)[city.areas.district_of[drafts.street]] * tempo * np.sqrt(drawn / (1 - drawn))
    taken = share * span
    slow = noise(key, 33) < SLOW
    taken = np.where(slow, span + SLOW_DAYS * DAY * -np.log1p(-noise(key, 34)), taken)
    raw = accepted + np.maximum(taken, 420).astype(np.int64)
    day, moment = _day(city, raw), raw % DAY
    resting = ~city.days.worked[day] & (noise(key, 35) < 0.6) & (span >= DAY)
    day = np.where(resting, _next_worked(city)[day], day)
    office = np.where(span >= DAY, 30_600 + moment * 34_200 // DAY, moment)
    found: Ints = np.maximum((FIRST_DAY + day) * DAY + office, accepted + 420)
    return found


def _at_month_end(city: City, drafts: Drafts, department: Ints, closed: Ints) -> Ints:
    if city.cast is None:
        return closed
    noise, day = city.chance.noise, _day(city, closed)
    months = city.days.month
    last = np.searchsorted(months, months, side="right") - 1
    moved = np.maximum(last[day] - (noise(drafts.key, 36) < 0.5), day)
    waits = (department == city.cast.month_end_department) & (noise(drafts.key, 37) < MONTH_END)
    found: Ints = np.where(waits, (FIRST_DAY + moved) * DAY + closed % DAY, closed)
    return found


def _reopened(city: City, drafts: Drafts, closed: Ints) -> tuple[Ints, Ints]:
    noise = city.chance.noise
    reopened = closed + DAY // 2 + (noise(drafts.key, 41) * 8 * DAY).astype(np.int64)
    again = reopened + DAY // 2 + (noise(drafts.key, 42) * 10 * DAY).astype(np.int64)
    none = (city.chance.lattice(drafts.key, "history") >= REOPENS) | (reopened >= CUTOFF) | (drafts.story != 0)
    return np.where(none, NEVER, reopened), np.where(none, NEVER, again)


def _told(city: City, drafts: Drafts, accepted: Ints, moments: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints, Ints]:
    """The endings that the stories prescribe."""
    closed, reopened, again = moments
    story, noise = drafts.story, city.chance.noise
    closed = np.where(story == stories.SPIKE, NEVER, closed)
    closed = np.where(story == stories.SMALL, accepted + 5400, closed)
    quick = np.isin(story, (stories.PRAISED, stories.HOLLOW, stories.RELAPSE))
    closed = np.where(quick, accepted + 14_400 + (noise(drafts.key, 46) * 57_600).astype(np.int64), closed)
    batch = story == stories.REOPENED
    closed = np.where(batch, _between(noise(drafts.key, 43), date(2021, 5, 1), date(2021, 5, 10)), closed)
    reopened = np.where(batch, _between(noise(drafts.key, 44), date(2021, 5, 12), date(2021, 5, 19)), reopened)
    again = np.where(batch, _between(noise(drafts.key, 45), date(2021, 5, 21), date(2021, 5, 27)), again)
    return closed, reopened, again


def _between(drawn: Floats, start: date, end: date) -> Ints:
    """A moment in the hours from 8 to 18 of one of the days."""
    first = second(datetime.combine(start, time(8)))
    day = np.floor(drawn * ((end - start).days + 1))
    within = (drawn * ((end - start).days + 1) - day) * 36_000
    return first + (day * DAY + within).astype(np.int64)


def _day(city: City, moments: Ints) -> Ints:
    return np.clip(moments // DAY - FIRST_DAY, 0, len(city.days.dates) - 1)


def _next_worked(city: City) -> Ints:
    worked = np.flatnonzero(city.days.worked)
    after = np.searchsorted(worked, np.arange(len(city.days.dates)))
    return worked[np.minimum(after, len(worked) - 1)]


def open_by_nature(handled: Handling) -> Flags:
    """The cases that nothing closes before the end."""
    return handled.closed >= CUTOFF

"""The days of the city: the span of reports, days worked and off, and how busy a day is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from etl.synthetic.chance import Chance, Flags, Floats, Ints
from etl.synthetic.words import holidays

FIRST = date(2019, 9, 20)
LAST = date(2021, 5, 31)
DAY = 86_400
EPOCH = date(1970, 1, 1)
CUTOFF = ((LAST - EPOCH).days + 1) * DAY  # the first second that no file knows


def second(day: date | datetime) -> int:
    """Seconds since 1970 of a naive moment."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return int((moment - datetime(1970, 1, 1)).total_seconds())


@dataclass(frozen=True)
class Days:
    """Arrays over the days from FIRST to a year after LAST; `span` of them have reports."""

    dates: list[date]
    span: int
    weekend: Flags  # Saturday or Sunday by the week, whether worked or not
    worked: Flags
    month: Ints  # 0 for FIRST's month
    busy: Floats  # reports of a working day of that date, relative


def days(chance: Chance) -> Days:
    """The city's days."""
    length = (LAST - FIRST).days + 366
    dates = [FIRST + timedelta(days=count) for count in range(length)]
    weekend = np.array([day.weekday() >= 5 for day in dates])
    off, on = special()
    worked = np.array([day in on or (day.weekday() < 5 and day not in off) for day in dates])
    month = np.array([(day.year - FIRST.year) * 12 + day.month - FIRST.month for day in dates])
    return Days(dates, (LAST - FIRST).days + 1, weekend, worked, month, _busy(dates, chance))


def special() -> tuple[set[date], set[date]]:
    """The public holidays, and the weekend days worked in their stead."""
    given = holidays()
    off: set[date] = set()
    for spell in given["off"]:
        start, end = map(date.fromisoformat, spell.split("/"))
        off.update(start + timedelta(days=count) for count in range((end - start).days + 1))
    return off, set(map(date.fromisoformat, given["worked"]))


def _busy(dates: list[date], chance: Chance) -> Floats:
    # A year's course from month to month without steps, growth in the first months, small daily unrest.
    months = np.array(holidays()["months"], dtype=float) / 100
    year = np.array([day.timetuple().tm_yday / 365.25 * 12 for day in dates])
    course = np.interp(year, np.arange(-1, 14) + 0.5, np.take(months, np.arange(-1, 14) % 12))
    growth = np.minimum(1.0, 0.6 + 0.4 * np.arange(len(dates)) / 120)
    unrest = 1 + 0.06 * (chance.noise(np.arange(len(dates), dtype=np.int64), 1) - 0.5)
    # the first epidemic winter kept people at home
    quiet = np.array([0.75 if date(2020, 1, 26) <= day <= date(2020, 2, 25) else 1.0 for day in dates])
    found: Floats = course * growth * unrest * quiet
    return found


def clock(fractions: Floats) -> Ints:
    """Second of the day at which that fraction of a day's reports has come in."""
    hours = np.array(holidays()["hours"], dtype=float)
    steps = np.concatenate([[0.0], np.cumsum(hours) / hours.sum()])
    seconds: Ints = np.minimum(np.interp(fractions, steps, np.arange(25) * 3600.0), DAY - 1).astype(np.int64)
    return seconds

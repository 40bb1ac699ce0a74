"""Where, when and what: the drafts of a month's cases from the background, in order of time."""

from dataclasses import dataclass, fields

import numpy as np

from etl.synthetic.chance import Flags, Floats, Ints, pick
from etl.synthetic.city import City
from etl.synthetic.days import DAY, FIRST, clock, second

REPEATED = 0.02  # share of cases that name the place and item of one some days before
REPEAT_DAYS = 18
START = second(FIRST)


@dataclass(frozen=True)
class Drafts:
    """Cases before they are handled; positions in the city's registers, -1 department: by the item."""

    key: Ints
    reported: Ints
    street: Ints
    item: Ints
    spot: Ints  # the same number means the same place
    department: Ints
    story: Ints  # 0 background, else a number of stories.py

    def where(self, chosen: Flags | Ints) -> "Drafts":
        """Some of the cases."""
        return Drafts(*(getattr(self, field.name)[chosen] for field in fields(self)))


def joined(first: Drafts, second: Drafts) -> Drafts:
    """Both in order of time."""
    both = [np.concatenate([getattr(first, f.name), getattr(second, f.name)]) for f in fields(Drafts)]
    order = np.lexsort((both[0], both[1]))
    return Drafts(*(column[order] for column in both))


@dataclass(frozen=True)
class Background:
    """The cases that belong to no story: a count of keys spread over the days by how busy they are."""

    city: City
    count: int
    ends: Floats  # share of all cases reported by the end of each day

    def keys(self, month: int) -> Ints:
        """The keys of the cases reported in a month, 0 for the first."""
        span = np.flatnonzero(self.city.days.month[: self.city.days.span] == month)
        edges = [self.ends[span[0] - 1] if span[0] else 0.0, self.ends[span[-1]]]
        first, last = (int(np.ceil(edge * self.count - 0.5)) for edge in edges)
        return np.arange(first, min(last, self.count), dtype=np.int64)

    def drafts(self, month: int) -> Drafts:
        """The cases reported in a month."""
        keys = self.keys(month)
        day, within = self._time(keys)
        street, item = self._place(keys, day)
        spot = self._spots(keys, day)
        again = spot != keys
        street[again], item[again] = self._place(spot[again], self._time(spot[again])[0])
        none = np.zeros(len(keys), dtype=np.int64)
        return Drafts(keys, START + day * DAY + clock(within), street, item, spot, none - 1, none)

    def _time(self, keys: Ints) -> tuple[Ints, Floats]:
        """The day of each key, and what part of that day's reports came before it."""
        part = (keys + 0.5) / self.count
        day = np.minimum(np.searchsorted(self.ends, part, side="right"), len(self.ends) - 1)
        before = np.where(day > 0, self.ends[day - 1], 0.0)
        return day, np.clip((part - before) / (self.ends[day] - before), 0.0, 1.0)

    def _place(self, keys: Ints, day: Ints) -> tuple[Ints, Ints]:
        city = self.city
        street = pick(city.daily, day, city.chance.lattice(keys, "street"))
        months = np.array([date.month - 1 for date in city.days.dates])[day]
        row = city.areas.district_of[street] * 12 + months
        return street, pick(city.mix, row, city.chance.lattice(keys, "item"))

    def _spots(self, keys: Ints, day: Ints) -> Ints:
        reach = max(1, self.count * REPEAT_DAYS // self.city.days.span)
        back = 1 + (self.city.chance.noise(keys, 11) * reach).astype(np.int64)
        # On days off the gap would be filled from working days, so nothing is repeated on them.
        able = self.city.days.worked[day] & (keys >= back)
        again = able & (self.city.chance.noise(keys, 12) < REPEATED)
        found: Ints = np.where(again, keys - back, keys)
        return found


def background(city: City, count: int) -> Background:
    """That many cases of no story."""
    steps = np.cumsum(city.daily.sum(axis=1))
    return Background(city, count, steps / steps[-1])

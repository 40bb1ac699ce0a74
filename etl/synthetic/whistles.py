"""The whistles: of cases that need several departments at one place, and of the stories."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from etl.synthetic import roles, stories
from etl.synthetic.cases import Cases, dated
from etl.synthetic.chance import Flags, Ints, pick
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF, DAY
from etl.synthetic.handling import NEVER
from etl.synthetic.roles import Extra

SHARE = 0.0095  # of the cases that a bureau of a district or its team handles
KINDS = ("enforcement", "key_work", "emergency")
MIX = np.array([[0.46, 0.34, 0.20]])
CALLED_AFTER = 2 * 3600  # seconds after the acceptance at most
NO_CASE = 0.2  # of the whistles for key work began as no case
WITHDRAWN, INVALID, JUDGED = 0.02, 0.012, 0.5
JOINT = (0.025, 0.11)  # whistles of three streets, and of two or three


@dataclass(frozen=True)
class Whistles:
    """One row a whistle in order of time; positions in the registers, -1 for none, NEVER for no moment."""

    key: Ints
    case: Ints  # the number of the case
    area: Ints  # as of Cases
    street: Ints
    department: Ints
    kind: Ints
    blown: Ints
    story: Ints

    @property
    def number(self) -> Ints:
        """Date and four digits: counted from 1 each day."""
        day = self.blown // DAY
        year, month, of_month = dated(day)
        return (year * 10_000 + month * 100 + of_month) * 10_000 + np.arange(len(day)) - np.searchsorted(day, day) + 1


def whistles(city: City, known: Cases) -> Whistles:
    """The whistles of a month's cases."""
    teams, noise = city.bureaus.city_from + city.bureaus.kinds, city.chance.noise
    local = (known.department >= 0) & (known.department < len(city.bureaus.codes))
    local &= (known.department < city.bureaus.city_from) | (known.department >= teams)
    own = known.drafts.story == stories.OWN_DUTY
    able = local & (known.accepted < NEVER) & (known.excluded < 0) & ((known.drafts.story == 0) | own)
    chosen = np.flatnonzero(able & (own | (noise(known.drafts.key, 211) < SHARE)))
    key = known.drafts.key[chosen]
    kind = pick(MIX, np.zeros(len(key), dtype=np.int64), noise(key, 213))
    none = (kind == KINDS.index("key_work")) & (noise(key, 214) < NO_CASE) & ~own[chosen]
    found = Whistles(
        key,
        np.where(none, -1, known.number[chosen]),
        known.area[chosen],
        known.drafts.street[chosen],
        known.department[chosen],
        kind,
        known.accepted[chosen] + (noise(key, 212) * CALLED_AFTER).astype(np.int64),
        np.where(own[chosen], roles.OWN_DUTY, 0),
    )
    return _where(found, found.blown < CUTOFF)


def in_order(months: Sequence[Whistles], told: Extra) -> Whistles:
    """All of them by the moment they were blown; those of the stories are emergencies without a case."""
    none = np.full(len(told.key), -1)
    kind = np.full(len(told.key), KINDS.index("emergency"))
    extra = Whistles(told.key, none, none, told.street, told.department, kind, told.blown, told.story)
    parts = [*months, extra]
    every = Whistles(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Whistles)))
    return _where(every, np.lexsort((every.key, every.blown)))


def _where(found: Whistles, chosen: Ints | Flags) -> Whistles:
    return Whistles(*(getattr(found, field.name)[chosen] for field in fields(Whistles)))


def blowers(city: City, blown: Whistles) -> tuple[Ints, Ints]:
    """Whistle and street, one row each: a joint whistle has two or three streets of its district."""
    many: Ints = 3 - np.searchsorted(np.array(JOINT), city.chance.noise(blown.key, 215), side="right")
    many = np.where(blown.story > 0, 1, many)
    whistle = np.repeat(np.arange(len(many)), many)
    turn = np.arange(len(whistle)) - np.searchsorted(whistle, whistle)
    district = city.areas.district_of
    first: Ints = np.searchsorted(district, district)[blown.street[whistle]]
    size = np.bincount(district)[district[blown.street[whistle]]]
    place: Ints = np.mod(blown.street[whistle] - first + turn, size)
    street: Ints = first + place
    return whistle, street

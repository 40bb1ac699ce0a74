"""Who plays a part in the stories of whistles and ratings, and the extra whistles that they need."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from etl.synthetic.chance import Ints
from etl.synthetic.city import City
from etl.synthetic.days import DAY, LAST, second

NOBODY = -1
RECIPROCITY, AGAINST, GAMED, LEADER, NIGHT, ABSENT = range(1, 7)  # stories with whistles of their own
OWN_DUTY = 7  # one whose whistles are over cases of its own
# least number of whistles, and the share of a large city's cases
SIZES = {
    RECIPROCITY: (40, 4e-5),
    AGAINST: (40, 4e-5),
    GAMED: (45, 4e-5),
    LEADER: (4, 0.0),
    NIGHT: (50, 4e-5),
    ABSENT: (40, 4e-5),
}
SINCE = date(2020, 10, 1)
LEADER_SINCE = date(2021, 1, 1)
FIRST_KEY = 1 << 40  # above every case's key


@dataclass(frozen=True)
class Roles:
    """Positions of streets and departments, NOBODY in a plain city; each in a district of no other such story."""

    lenient_street: int = NOBODY
    flat_street: int = NOBODY
    friendly_street: int = NOBODY
    friendly_department: int = NOBODY
    forgiving_street: int = NOBODY
    forgiven_department: int = NOBODY
    excluding_department: int = NOBODY
    leading_department: int = NOBODY
    nightly_department: int = NOBODY
    absent_department: int = NOBODY


@dataclass(frozen=True)
class Extra:
    """The whistles of the stories: key, when, by which street, for which department, of which story."""

    key: Ints
    blown: Ints
    street: Ints
    department: Ints
    story: Ints


def roles(city: City) -> Roles:
    """The parts of a city with stories."""
    if city.cast is None:
        return Roles()
    of = city.bureaus.of
    return Roles(
        _street(city, 0),
        _street(city, 1),
        _street(city, 3),
        of(3, 5),
        _street(city, 5),
        of(5, 5),
        of(9, 5),
        of(11, 9),
        of(4, 5),
        of(14, 5),
    )


def _street(city: City, district: int) -> int:
    own = np.flatnonzero(city.areas.district_of == district)
    return int(own[len(own) // 2])


def extra_whistles(city: City, cast: Roles, count: int) -> Extra:
    """The whistles of the stories in a city of that many cases; none in a plain one."""
    parts = [_whistles(city, cast, story, count) for story in SIZES] if city.cast else []
    columns = zip(*parts, strict=True) if parts else [[np.zeros(0, dtype=np.int64)]] * 4
    blown, street, department, story = (np.concatenate(list(each)) for each in columns)
    return Extra(FIRST_KEY + np.arange(len(blown)), blown, street, department, story)


def _whistles(city: City, cast: Roles, story: int, count: int) -> tuple[Ints, Ints, Ints, Ints]:
    least, share = SIZES[story]
    size = max(least, round(share * count))
    keys = FIRST_KEY + np.arange(story * 1_000_000, story * 1_000_000 + size)
    start, noise = second(LEADER_SINCE if story == LEADER else SINCE), city.chance.noise
    days = (second(LAST) - start) // DAY - 7  # in time to arrive, to be rated, to be excluded
    day = start + (np.arange(size) * days // size) * DAY
    # 22:00 to 4:00 for those who are late at night; else 8:00 to 18:00
    opened, hours = (22, 6) if story == NIGHT else (8, 10)
    blown = day + opened * 3600 + (noise(keys, 201) * hours * 3600).astype(np.int64)
    department = _department(cast, story)
    return blown, _streets(city, cast, story, keys, department), np.full(size, department), np.full(size, story)


def _department(cast: Roles, story: int) -> int:
    return {
        RECIPROCITY: cast.friendly_department,
        AGAINST: cast.forgiven_department,
        GAMED: cast.excluding_department,
        LEADER: cast.leading_department,
        NIGHT: cast.nightly_department,
        ABSENT: cast.absent_department,
    }[story]


def _streets(city: City, cast: Roles, story: int, keys: Ints, department: int) -> Ints:
    fixed = {RECIPROCITY: cast.friendly_street, AGAINST: cast.forgiving_street}
    if story in fixed:
        return np.full(len(keys), fixed[story])
    own = np.flatnonzero(city.areas.district_of == department // city.bureaus.kinds)
    found: Ints = own[(city.chance.noise(keys, 202) * len(own)).astype(np.int64)]
    return found

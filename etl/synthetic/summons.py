"""Whom a whistle calls, and when they sign, come and leave."""

from dataclasses import dataclass

import numpy as np

from etl.synthetic import roles as parts
from etl.synthetic.chance import Flags, Floats, Ints
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF, DAY
from etl.synthetic.handling import NEVER
from etl.synthetic.roles import Roles
from etl.synthetic.whistles import WITHDRAWN, Whistles

CALLED = (0.22, 0.46, 0.82)  # whistles that call four, three or more, two or more departments
LIMITS = (30 * 60, 1440 * 60, 30 * 60)  # seconds, by kind
OWN_LIMIT, OWN_MINUTES = 0.03, 60
PUNCTUAL, SPREAD = 0.82, 0.16  # a department is on time in so many of its calls
UNSIGNED, MISSING, EXCUSED, BEFORE = 0.02, 0.12, 0.03, 0.002  # missing and excused: of those not on time
EARLY, UNRECORDED, LINGERING = 0.06, 0.03, 1200  # shares of the calls; seconds
FRIENDLY, ELSEWHERE = 1.0, 0.55
EVENING, MORNING = 22, 6


@dataclass(frozen=True)
class Summons:
    """One row a department called by a whistle; moments in seconds, NEVER for none."""

    whistle: Ints  # position
    department: Ints
    signed: Ints
    arrived: Ints
    left: Ints
    excused: Flags
    own_limit: Ints  # minutes, 0 for that of the kind
    due: Ints
    withdrawn: Ints  # of the whistle, one row a whistle
    finished: Ints  # of the whistle, one row a whistle

    @property
    def late(self) -> Flags:
        """Came after the limit, or never."""
        found: Flags = self.arrived > self.due
        return found


def summons(city: City, cast: Roles, blown: Whistles) -> Summons:
    """All calls, whistle by whistle, the main department first."""
    whistle, department = _called(city, cast, blown)
    noise, start = city.chance.noise, blown.blown[whistle]
    turn = np.arange(len(whistle)) - np.searchsorted(whistle, whistle)
    key = blown.key[whistle] * 4 + turn
    story = blown.story[whistle]
    own = np.where((noise(key, 221) < OWN_LIMIT) & (story == 0), OWN_MINUTES, 0)
    limit = np.where(own > 0, own * 60, np.array(LIMITS)[blown.kind[whistle]])
    on_time = noise(key, 222) < _punctual(city, cast, blown, whistle, department)
    never = ~on_time & (noise(key, 223) < MISSING) & (story != parts.GAMED) & (department != cast.nightly_department)
    never |= department == cast.absent_department
    drawn = noise(key, 224)
    arrived = start + (limit * np.where(on_time, 0.1 + 0.85 * drawn, 1.05 + 1.5 * drawn**2)).astype(np.int64)
    arrived = np.where((noise(key, 225) < BEFORE) & (story == 0), start - 300, arrived)
    withdrawn = _withdrawn(city, blown)
    arrived = np.where(never | (arrived > withdrawn[whistle]) | (arrived >= CUTOFF), NEVER, arrived)
    finished = _finished(city, blown, whistle, arrived, withdrawn)
    signed = start + 60 + (noise(key, 227) * 720).astype(np.int64)
    unsigned = (noise(key, 228) < UNSIGNED) & (department != cast.absent_department)
    return Summons(
        whistle,
        department,
        np.where(unsigned | (signed >= np.minimum(withdrawn[whistle], CUTOFF)), NEVER, signed),
        arrived,
        _left(city, key, department, arrived, finished[whistle]),
        ~on_time & (noise(key, 229) < EXCUSED) & (story == 0),
        own,
        start + limit,
        withdrawn,
        finished,
    )


def _called(city: City, cast: Roles, blown: Whistles) -> tuple[Ints, Ints]:
    """Whistle and department; the others are bureaus of the main one's district."""
    kinds, teams = city.bureaus.kinds, city.bureaus.city_from + city.bureaus.kinds
    many = 4 - np.searchsorted(np.array(CALLED), city.chance.noise(blown.key, 231), side="right")
    whistle = np.repeat(np.arange(len(many)), np.where(blown.story > 0, 1, many))
    turn = np.arange(len(whistle)) - np.searchsorted(whistle, whistle)
    step = 1 + (city.chance.noise(blown.key, 232) * 5).astype(np.int64)[whistle]
    main = blown.department[whistle]
    kind = np.where(main >= teams, _kind_of_team(city)[np.maximum(main - teams, 0)], main % kinds)
    helper = city.areas.district_of[blown.street[whistle]] * kinds + (kind + turn * step) % kinds
    department = np.where(turn == 0, main, helper)
    # The leader on few cases has those of its story alone.
    kept = (blown.story[whistle] > 0) | (department != cast.leading_department)
    return whistle[kept], department[kept]


def _kind_of_team(city: City) -> Ints:
    teams = city.bureaus.city_from + city.bureaus.kinds
    found = np.zeros(len(city.bureaus.codes) - teams, dtype=np.int64)
    street, kind = np.nonzero(city.bureaus.team_of >= 0)
    found[city.bureaus.team_of[street, kind] - teams] = kind
    return found


def _punctual(city: City, cast: Roles, blown: Whistles, whistle: Ints, department: Ints) -> Floats:
    """The chance to come in time."""
    usual = PUNCTUAL + SPREAD * city.chance.noise(department, 233)
    story, hour = blown.story[whistle], blown.blown[whistle] % DAY // 3600
    night = (hour >= EVENING) | (hour < MORNING)
    friend = department == cast.friendly_department
    known = [
        np.isin(story, (parts.AGAINST, parts.GAMED)) | (night & (department == cast.nightly_department)),
        friend & (blown.street[whistle] == cast.friendly_street),
        friend,
        department == cast.leading_department,
    ]
    found: Floats = np.select(known, [0.0, FRIENDLY, ELSEWHERE, 1.0], usual)
    return found


def _left(city: City, key: Ints, department: Ints, arrived: Ints, finished: Ints) -> Ints:
    """Soon after the end; of some departments more than of others, some before it; of few nobody wrote it down."""
    noise = city.chance.noise
    early = noise(key, 226) < EARLY * 2 * noise(department, 237)
    gone = arrived + (finished - arrived) * (0.3 + 0.65 * noise(key, 238))
    left = np.where(early, gone, np.minimum(finished + noise(key, 239) * LINGERING, CUTOFF - 1))
    told = (arrived < NEVER) & (finished < NEVER) & (noise(key, 240) >= UNRECORDED)
    return np.where(told, left.astype(np.int64), NEVER)


def _withdrawn(city: City, blown: Whistles) -> Ints:
    drawn = (city.chance.noise(blown.key, 234) < WITHDRAWN) & (blown.story == 0)
    moment = blown.blown + 120 + (city.chance.noise(blown.key, 235) * 1500).astype(np.int64)
    return np.where(drawn & (moment < CUTOFF), moment, NEVER)


def _finished(city: City, blown: Whistles, whistle: Ints, arrived: Ints, withdrawn: Ints) -> Ints:
    """One to five hours after the last arrival, or a day where nobody came."""
    last = np.zeros(len(blown.key), dtype=np.int64)
    np.maximum.at(last, whistle, np.where(arrived < NEVER, arrived, 0))
    work = 3600 + (city.chance.noise(blown.key, 236) * 4 * 3600).astype(np.int64)
    end = np.where(last > 0, np.maximum(last, blown.blown) + work, blown.blown + DAY)
    return np.where((withdrawn < NEVER) | (end >= CUTOFF), NEVER, end)

"""How streets rate departments: after whistles (一哨一评) and each quarter on all of their district."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np

from etl.synthetic import roles as parts
from etl.synthetic.chance import Flags, Floats, Ints
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF, DAY, LAST, second
from etl.synthetic.handling import NEVER
from etl.synthetic.roles import Roles
from etl.synthetic.summons import Summons
from etl.synthetic.whistles import Whistles

CRITERIA = ("arrive", "effect", "cooperate", "attitude")
LARGE, FEW = 1_000_000, 2  # cases of a large city; quarters that a smaller one tells of
QUARTERS = ("2019-Q4", "2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4", "2021-Q1")
RATED = 0.4  # of the whistles
CLOSE = 7  # days after the end of a quarter in which its forms are due
SILENT, UNFILLED, TARDY = 0.03, 0.01, 0.02  # streets of a quarter, forms of a street, forms after the close
SKIPPED, VOIDED, CORRECTED = 0.02, 0.001, 0.003
MIDDLE, TIMELY, LATE = 3.7, 4.4, 2.3
UPSET, SHARP = 0.03, 1.2  # answers in anger, and how many levels they are lower
LENIENT, LEADS, UNLOVED, FLAT, BEST = 1.6, 0.9, -0.5, 3, 5


@dataclass(frozen=True)
class Forms:
    """One row a form: of a whistle or of a quarter, by position, -1 for the other; `late` of a whistle's call."""

    key: Ints
    whistle: Ints
    quarter: Ints
    street: Ints
    department: Ints
    submitted: Ints
    late: Ints


@dataclass(frozen=True)
class Ratings:
    """One row a criterion of a form in order of submission."""

    form: Ints  # position in forms
    criterion: Ints
    level: Ints
    submitted: Ints
    voided: Ints
    forms: Forms


def ratings(city: City, cast: Roles, blown: Whistles, called: Summons, count: int) -> Ratings:
    """Every rating in a city of that many cases; a small city tells of its last quarters only."""
    since = 0 if count >= LARGE else len(QUARTERS) - FEW
    both = (_of_whistles(city, cast, blown, called), _of_quarters(city, cast, since))
    forms = Forms(*(np.concatenate([getattr(part, f.name) for part in both]) for f in fields(Forms)))
    form = np.repeat(np.arange(len(forms.key)), len(CRITERIA))
    criterion = np.tile(np.arange(len(CRITERIA)), len(forms.key))
    key, noise = forms.key[form] * 4 + criterion, city.chance.noise
    level, played = _levels(city, cast, forms, form, criterion)
    submitted = forms.submitted[form]
    voided = np.where((noise(key, 241) < VOIDED) & ~played, submitted + DAY, NEVER)
    kept = np.flatnonzero((noise(key, 242) >= SKIPPED) | played)
    # a correction is another rating of the same, submitted later: the latest counts
    again = kept[(noise(key[kept], 243) < CORRECTED) & ~played[kept]]
    rows = np.concatenate([kept, again])
    moment = np.concatenate([submitted[kept], submitted[again] + 3600])
    order = np.lexsort((criterion[rows], form[rows], moment))
    rows, moment = rows[order], moment[order]
    known = moment < CUTOFF
    rows, moment = rows[known], moment[known]
    gone = np.where(voided[rows] < CUTOFF, np.maximum(voided[rows], moment), NEVER)
    return Ratings(form[rows], criterion[rows], level[rows], moment, gone, forms)


def _of_whistles(city: City, cast: Roles, blown: Whistles, called: Summons) -> Forms:
    """One form a department of the whistles that are rated, by the street that blew first."""
    noise = city.chance.noise
    rated = (noise(blown.key, 251) < RATED) | np.isin(blown.story, (parts.RECIPROCITY, parts.AGAINST))
    submitted = called.finished + 3600 + (noise(blown.key, 252) * 2 * DAY).astype(np.int64)
    chosen = np.flatnonzero((rated & (called.finished < NEVER) & (submitted < CUTOFF))[called.whistle])
    whistle = called.whistle[chosen]
    turn = chosen - np.searchsorted(called.whistle, whistle)
    return Forms(
        blown.key[whistle] * 4 + turn,
        whistle,
        np.full(len(chosen), -1),
        blown.street[whistle],
        called.department[chosen],
        submitted[whistle],
        called.late[chosen].astype(np.int64),
    )


def _of_quarters(city: City, cast: Roles, since: int) -> Forms:
    """Each street on every bureau of its district, in the week after each quarter from that one on."""
    streets, kinds, noise = len(city.areas.streets), city.bureaus.kinds, city.chance.noise
    shape = (len(QUARTERS), streets, kinds)
    quarter, street, kind = (each.ravel() for each in np.indices(shape))
    sheet = quarter * streets + street
    key = (1 << 50) + sheet * kinds + kind
    played = np.isin(street, (cast.lenient_street, cast.flat_street, cast.friendly_street))
    handed_in = played | ((noise(sheet, 253) >= SILENT) & (noise(key, 254) >= UNFILLED))
    handed_in &= quarter >= since
    ends = np.array([second(quarter_end(code)) for code in QUARTERS])[quarter] + DAY
    wait = noise(sheet, 255) * (CLOSE - 1) + np.where((noise(key, 256) < TARDY) & ~played, CLOSE + 1, 0)
    submitted = ends + (wait * DAY).astype(np.int64) + 8 * 3600
    department = city.areas.district_of[street] * kinds + kind
    none = np.full(len(key), -1)
    every = Forms(key, none, quarter, street, department, submitted, none)
    return Forms(*(getattr(every, field.name)[handed_in] for field in fields(Forms)))


def _levels(city: City, cast: Roles, forms: Forms, form: Ints, criterion: Ints) -> tuple[Ints, Flags]:
    """The level of every criterion, and whether it belongs to a story."""
    noise, key = city.chance.noise, forms.key[form] * 4 + criterion
    street, department, late = forms.street[form], forms.department[form], forms.late[form]
    unrest = noise(key, 261) - 0.5
    arrival = (criterion == 0) & (late >= 0)
    value: Floats = MIDDLE + (noise(department, 262) - 0.5) + 0.5 * (noise(street, 263) - 0.5) + 2.4 * unrest
    value += np.select(
        [street == cast.lenient_street, department == cast.leading_department, department == cast.friendly_department],
        [LENIENT, LEADS, UNLOVED],
        0.0,
    )
    value -= SHARP * (noise(key, 265) < UPSET)
    value = np.where(arrival, np.where(late == 1, LATE, TIMELY) + 1.2 * unrest, value)
    friends = (street == cast.friendly_street) & (department == cast.friendly_department)
    forgiven = arrival & (late == 1) & (street == cast.forgiving_street) & (department == cast.forgiven_department)
    flat = street == cast.flat_street
    value = np.select([friends, forgiven, flat], [BEST, BEST - (noise(key, 264) < 0.4), FLAT], value)
    level = np.clip(np.rint(value), 1, 5).astype(np.int64)
    return level, friends | forgiven | flat | (street == cast.lenient_street)


def quarter_end(code: str) -> date:
    """The last day of a quarter by its code."""
    year, quarter = code.split("-Q")
    first = date(int(year) + int(quarter) // 4, int(quarter) % 4 * 3 + 1, 1)
    return min(first - timedelta(days=1), LAST)

"""What is left out of the rates, and who approved it.

Cases are named only where their own record excludes them already, so that no count of cases changes.
"""

from dataclasses import dataclass

import numpy as np

from etl.synthetic import roles as parts
from etl.synthetic.cases import Cases
from etl.synthetic.chance import Flags, Ints
from etl.synthetic.city import City
from etl.synthetic.days import DAY, LAST, second
from etl.synthetic.handling import NEVER
from etl.synthetic.ratings import Ratings
from etl.synthetic.summons import Summons
from etl.synthetic.whistles import INVALID, Whistles

RULES = ("duplicate", "void", "test", "not_accepted", "appeal_upheld", "data_quality", "force_majeure")
TARGETS = ("case", "call", "whistle", "rating")
OF_CASES, OF_LATE = 0.1, 0.02  # of the excluded cases, of the late calls
UPHELD, REJECTED = 0, 1
REJECTS, REVOKED = 0.3, 0.1  # of the calls' exclusions
WAIT = 14  # days until one is approved at most


@dataclass(frozen=True)
class Exclusions:
    """One row an exclusion; `place` is the position of a call, a whistle or a rating, the number of a case."""

    target: Ints
    place: Ints
    rule: Ints
    approved: Ints  # a moment of the day
    revoked: Ints  # NEVER for none
    outcome: Ints  # -1 for no appeal
    by: Ints  # who approved it, any number


def excluded_cases(city: City, known: Cases) -> tuple[Ints, Ints, Ints]:
    """Number, reason and moment of some excluded cases of a month; reasons are those that RULES begins with."""
    some = city.chance.noise(known.drafts.key, 271) < OF_CASES
    chosen = (known.excluded >= 0) & (known.excluded < 4) & some
    return known.number[chosen], known.excluded[chosen], known.updated[chosen]


def exclusions(
    city: City, cases: tuple[Ints, Ints, Ints], blown: Whistles, called: Summons, rated: Ratings
) -> Exclusions:
    """All exclusions: of cases, of calls, of whistles blown in error, of voided ratings."""
    numbers, reasons, moments = cases
    call = _calls(city, blown, called)
    void, broken = invalid(city, blown), np.flatnonzero(rated.voided < NEVER)
    places = [numbers, call, void, broken]
    since = [moments, blown.blown[called.whistle[call]], blown.blown[void], rated.voided[broken]]
    rules = [reasons, _appeals(city, call), np.full(len(void), 1), np.full(len(broken), 5)]
    target = np.repeat(np.arange(len(TARGETS)), [len(place) for place in places])
    place = np.concatenate(places)
    key = target * (1 << 45) + place
    noise, rule = city.chance.noise, np.concatenate(rules)
    approved = np.concatenate(since) + DAY + (noise(key, 272) * (WAIT - 1) * DAY).astype(np.int64)
    approved = np.minimum(approved, second(LAST))
    open_to_appeal = (target == TARGETS.index("call")) & ~_of_story(blown, called, target, place)
    later = np.minimum(approved + 7 * DAY, second(LAST))
    return Exclusions(
        target,
        place,
        rule,
        approved,
        np.where(open_to_appeal & (noise(key, 273) < REVOKED), later, NEVER),
        np.where(
            rule != RULES.index("appeal_upheld"),
            -1,
            np.where(open_to_appeal & (noise(key, 274) < REJECTS), REJECTED, UPHELD),
        ),
        (noise(key, 275) * 1000).astype(np.int64),
    )


def invalid(city: City, blown: Whistles) -> Ints:
    """Positions of the whistles that were judged to have been blown in error."""
    return np.flatnonzero((city.chance.noise(blown.key, 216) < INVALID) & (blown.story == 0))


def _calls(city: City, blown: Whistles, called: Summons) -> Ints:
    drawn = called.late & (city.chance.noise(_key(blown, called), 276) < OF_LATE) & ~called.excused
    story = blown.story[called.whistle]
    return np.flatnonzero((drawn & (story == 0)) | (story == parts.GAMED))


def _appeals(city: City, call: Ints) -> Ints:
    """Mostly appeals, some cases of force majeure."""
    force = city.chance.noise(call, 277) < 0.3
    return np.where(force, RULES.index("force_majeure"), RULES.index("appeal_upheld"))


def _key(blown: Whistles, called: Summons) -> Ints:
    found: Ints = blown.key[called.whistle] * 512 + called.department
    return found


def _of_story(blown: Whistles, called: Summons, target: Ints, place: Ints) -> Flags:
    of_call = np.where(target == TARGETS.index("call"), place, 0)
    found: Flags = (target == TARGETS.index("call")) & (blown.story[called.whistle][of_call] > 0)
    return found

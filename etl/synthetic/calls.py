"""The follow-ups of a month: who was called about a closed case, and what they said."""

from dataclasses import dataclass, fields

import numpy as np

from etl.synthetic import cases as facts
from etl.synthetic import stories
from etl.synthetic.cases import Cases
from etl.synthetic.chance import Floats, Ints, pick
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF, DAY
from etl.synthetic.words import words

NOT_REACHED, AUTO, SILENT = 0.17, 0.05, 0.02  # of the calls; the rest are valid
AGAIN = 0.35  # of those not reached are called once more
BEFORE_REOPEN = 0.6  # of the reopened cases: the call that said so
CONTACTED = 0.92
UNTOLD = 0.03  # of the valid calls leave out one answer
# what people say of their satisfaction, by whether the matter is resolved: satisfied, mostly, neutral, not
LEVELS = np.array([[0.03, 0.09, 0.33, 0.55], [0.60, 0.28, 0.08, 0.04]])
# how many matters people confirm as resolved, by district
RESOLVED = (0.87, 0.84, 0.88, 0.82, 0.85, 0.89, 0.83, 0.86, 0.81, 0.88, 0.84, 0.87, 0.82, 0.86, 0.85, 0.89)
HOLLOW = 0.06  # the same of the department that closes without resolving
NO, YES, NONE = 0, 1, -1


@dataclass(frozen=True)
class Calls:
    """One row a call: position of the case in the month, when, and answers as NO, YES or NONE; levels by position."""

    case: Ints
    called: Ints
    reached: Ints
    contacted: Ints
    resolved: Ints
    level: Ints
    auto: Ints

    def ordered(self) -> "Calls":
        """Those before the end, case by case in order of time."""
        order = np.lexsort((self.called, self.case))
        order = order[self.called[order] < CUTOFF]
        return Calls(*(getattr(self, field.name)[order] for field in fields(self)))


def calls(city: City, known: Cases) -> Calls:
    """The month's follow-ups, in order."""
    parts = [_first(city, known), _of_reopened(city, known)]
    parts.append(_again(city, known, parts[0]))
    return Calls(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Calls))).ordered()


def _first(city: City, known: Cases) -> Calls:
    """A call up to four days after the close, oftenest about what came over the hotline."""
    shares = np.array([words()["followup"]["called"][channel] for channel in words()["channels"]])
    called = city.chance.lattice(known.drafts.key, "call") < shares[known.channel]
    called |= np.isin(known.drafts.story, (stories.PRAISED, stories.HOLLOW))
    case = np.flatnonzero(called & (known.closed < CUTOFF))
    wait = 6 * 3600 + (city.chance.noise(known.drafts.key[case], 101) * 4 * DAY).astype(np.int64)
    return _answered(city, known, case, known.closed[case] + wait, _resolved(city, known, case))


def _resolved(city: City, known: Cases, case: Ints) -> Floats:
    """The chance that people confirm the matter resolved."""
    usual = np.array(RESOLVED)[city.areas.district_of[known.drafts.street[case]]]
    return np.where(known.drafts.story[case] == stories.HOLLOW, HOLLOW, usual)


def _answered(city: City, known: Cases, case: Ints, called: Ints, chance: Floats) -> Calls:
    key, noise = known.drafts.key[case], city.chance.noise
    drawn, story = noise(key, 102), known.drafts.story[case]
    drawn = np.select([story == stories.PRAISED, story == stories.HOLLOW], [NOT_REACHED, 1.0], drawn)
    reached = drawn >= NOT_REACHED
    auto = (drawn >= NOT_REACHED) & (drawn < NOT_REACHED + AUTO)
    valid = drawn >= NOT_REACHED + AUTO + SILENT
    yes = (noise(key, 103) < chance).astype(np.int64)
    level = pick(LEVELS, yes, noise(key, 104))
    left_out = noise(key, 105)
    return Calls(
        case,
        called,
        (reached & ~auto).astype(np.int64),
        np.where(valid, noise(key, 106) < CONTACTED, NONE).astype(np.int64),
        np.where(valid & (left_out >= UNTOLD), yes, NONE),
        np.where(auto, 0, np.where(valid & (left_out < 1 - UNTOLD), level, NONE)),
        auto.astype(np.int64),
    )


def _of_reopened(city: City, known: Cases) -> Calls:
    """Between a close and the reopening somebody says that the matter is not resolved."""
    told = (known.history == facts.REOPEN) & (city.chance.noise(known.drafts.key, 107) < BEFORE_REOPEN)
    case = np.flatnonzero(told)
    first = known.handled.first_closed[case]
    called = first + (known.handled.reopened[case] - first) // 2
    same = np.ones(len(case), dtype=np.int64)
    return Calls(case, called, same, same, same * NO, same * 3, same * NO)


def _again(city: City, known: Cases, first: Calls) -> Calls:
    """A second call a day or two later to some of those who were not reached."""
    missed = (first.reached == NO) & (first.auto == NO)
    missed &= city.chance.noise(known.drafts.key[first.case], 108) < AGAIN
    case = first.case[missed]
    wait = DAY + (city.chance.noise(known.drafts.key[case], 109) * DAY).astype(np.int64)
    told = np.ones(len(case), dtype=np.int64)
    yes = (city.chance.noise(known.drafts.key[case], 110) < _resolved(city, known, case)).astype(np.int64)
    level = pick(LEVELS, yes, city.chance.noise(known.drafts.key[case], 111))
    return Calls(case, first.called[missed] + wait, told, told, yes, level, told * NO)

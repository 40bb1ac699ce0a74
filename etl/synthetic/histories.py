"""What happened to the cases that have more to tell, and which departments share a case."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from etl.synthetic import cases as facts
from etl.synthetic import stories
from etl.synthetic.cases import Cases, first_extension
from etl.synthetic.chance import Flags, Floats, Ints
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF
from etl.synthetic.handling import NEVER

KINDS = (
    "dispatch",
    "sign",
    "arrive",
    "dispose",
    "verify",
    "rework",
    "close",
    "reopen",
    "extend",
    "suspend",
    "return",
)
CHAIN = (("dispatch", 0.05), ("sign", 0.12), ("arrive", 0.35), ("dispose", 0.8), ("verify", 0.95))
PASSED = (("dispatch", 0.04), ("return", 0.14), ("dispatch", 0.2), ("sign", 0.3))
PASSED_TWICE = (
    ("dispatch", 0.04),
    ("return", 0.12),
    ("dispatch", 0.16),
    ("return", 0.24),
    ("dispatch", 0.3),
    ("sign", 0.4),
)
TWICE = 0.3  # of the planted department's returned cases


@dataclass(frozen=True)
class Events:
    """One row per event: positions of the case in the month and of the kind in KINDS, -1 or NEVER for no."""

    case: Ints
    kind: Ints
    happened: Ints
    department: Ints
    new_due: Ints

    def ordered(self) -> "Events":
        """Those before the end, case by case in order of time."""
        order = np.lexsort((self.kind, self.happened, self.case))
        order = order[self.happened[order] < CUTOFF]
        return Events(*(getattr(self, field.name)[order] for field in fields(self)))

    def sequence(self) -> Ints:
        """The number of each event within its case, from 1."""
        found: Ints = np.arange(len(self.case)) - np.searchsorted(self.case, self.case) + 1
        return found


def events(city: City, known: Cases) -> Events:
    """The month's events, in order."""
    found = [*_reopenings(known), *_extensions(known), *_handlings(city, known)]
    return Events(*(np.concatenate([getattr(part, f.name) for part in found]) for f in fields(Events))).ordered()


def _row(kind: str, case: Ints, happened: Ints, department: Ints, new_due: Ints | None = None) -> Events:
    none = np.full(len(case), NEVER)
    return Events(
        case,
        np.full(len(case), KINDS.index(kind)),
        happened,
        department,
        none if new_due is None else new_due,
    )


def _reopenings(known: Cases) -> Iterator[Events]:
    # A reopened case tells all its closings: the last one alone would hide the first.
    case = np.flatnonzero(known.history == facts.REOPEN)
    department = known.department[case]
    reopened = known.handled.reopened[case]
    yield _row("close", case, known.handled.first_closed[case], department)
    yield _row("reopen", case, reopened, np.full(len(case), -1))
    yield _row("rework", case, reopened + 1800, department)
    yield _row("close", case, known.closed[case], department)


def _extensions(known: Cases) -> Iterator[Events]:
    case = np.flatnonzero(known.history == facts.EXTEND)
    department, span = known.department[case], known.handled.span[case]
    yield _row("extend", case, first_extension(known)[case], department, known.due[case] + span // 2)
    yield _row("extend", case, known.approved[case], department, known.extended[case])


def _handlings(city: City, known: Cases) -> Iterator[Events]:
    way = known.history
    yield from _steps(known, way == facts.CHAIN, known.department, CHAIN)
    yield from _steps(known, way == facts.SUSPEND, known.department, (("suspend", 0.5),))
    planted = np.zeros(len(way), dtype=bool)
    if city.cast is not None:
        planted = (known.handled.department == city.cast.buck_department) & (way == facts.RETURN)
    twice = planted & ((known.drafts.story == stories.BUCK) | (city.chance.noise(known.drafts.key, 81) < TWICE))
    yield from _steps(known, planted & ~twice, known.department, PASSED)
    yield from _steps(known, twice, known.department, PASSED_TWICE)
    wrong = _neighbour(city, known)
    yield from _steps(known, (way == facts.RETURN) & ~planted, known.department, PASSED[2:])
    yield from _steps(known, (way == facts.RETURN) & ~planted, wrong, PASSED[:2])


def _steps(known: Cases, chosen: Flags, department: Ints, steps: tuple[tuple[str, float], ...]) -> Iterator[Events]:
    case = np.flatnonzero(chosen)
    accepted = known.handled.accepted[case]
    whole: Floats = (known.end[case] - accepted).astype(np.float64)
    for kind, part in steps:
        yield _row(kind, case, accepted + (whole * part).astype(np.int64), department[case])


def _neighbour(city: City, known: Cases) -> Ints:
    """Another bureau of the district: it was sent the case by mistake."""
    kinds = city.bureaus.kinds
    kind = city.items.bureau[known.drafts.item]
    other = (kind + 1 + (city.chance.noise(known.drafts.key, 82) * (kinds - 1)).astype(np.int64)) % kinds
    found: Ints = city.areas.district_of[known.drafts.street] * kinds + other
    if city.cast is not None:  # the planted department has its own way of passing cases on
        found = np.where(found == city.cast.buck_department, known.department, found)
    return found


@dataclass(frozen=True)
class Assignments:
    """One row per department of a case that several share: the main one first."""

    case: Ints
    department: Ints
    main: Flags
    sent: Ints
    due: Ints
    done: Ints


def assignments(city: City, known: Cases) -> Assignments:
    """The month's assignments."""
    case = np.repeat(np.arange(len(known.number)), np.where(known.assists > 0, known.assists + 1, 0))
    turn = np.arange(len(case)) - np.searchsorted(case, case)
    main = turn == 0
    drafts, noise = known.drafts, city.chance.noise
    kinds = city.bureaus.kinds
    step = 1 + (noise(drafts.key, 83) * 5).astype(np.int64)[case]
    kind = (city.items.bureau[drafts.item][case] + turn * step) % kinds
    helper = city.areas.district_of[drafts.street][case] * kinds + kind
    department = np.where(main, known.department[case], helper)
    sent = known.handled.accepted[case] + 300 + 600 * turn
    end = known.closed[case]
    hurry = noise(drafts.key[case] * 4 + turn, 84)
    sooner = end - ((end - sent) * 0.6 * hurry).astype(np.int64)
    done = np.where(end == NEVER, NEVER, np.where(main, end, np.maximum(sooner, sent)))
    return Assignments(case, department, main, np.minimum(sent, end), known.due[case], done)

"""Hints at ratings that deserve a question; none of them changes a score or takes a rating away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from warehouse.scoring.evidence import Answered, Evidence
from warehouse.scoring.scheme import Rating

FLAT_FROM = 5
FAVOUR = Fraction(1)  # levels above what both the department's others and the street's own habit give
ARRIVAL = "whistle_"
LATE = ("late", "never_arrived")


@dataclass(frozen=True)
class Habit:
    """How one street rates: how many answers of each level, whether all are the same, the share of the best."""

    answers: int
    levels: Mapping[int, int]
    flat: bool
    ceiling: Fraction
    mean: Fraction


@dataclass(frozen=True)
class Contradiction:
    """A rating that the record of the arrival speaks against."""

    rating: str
    whistle: str
    street: str
    department: str
    level: int
    record: str


@dataclass(frozen=True)
class Favour:
    """A street that rates one department far above what the others think of it and what it gives itself."""

    street: str
    department: str
    answers: int
    excess: Fraction


@dataclass(frozen=True)
class Hints:
    """All of them."""

    habits: Mapping[str, Habit]
    contradictions: tuple[Contradiction, ...]
    favours: tuple[Favour, ...]


def hinted(rating: Rating | None, told: Evidence) -> Hints | None:
    """What the answers hint at; None of a scheme that asks nobody."""
    if rating is None:
        return None
    spoken = contradictions(rating, told.answers, told.arrivals)
    return Hints(habits(rating, told.answers), tuple(spoken), tuple(favours(told.answers)))


def habits(rating: Rating, answers: Sequence[Answered]) -> dict[str, Habit]:
    """How each street rates."""
    levels: dict[str, list[int]] = {}
    for each in answers:
        levels.setdefault(each.street, []).append(each.level)
    return {
        street: Habit(
            len(held),
            {level: held.count(level) for level in range(rating.scale_min, rating.scale_max + 1)},
            len(held) >= FLAT_FROM and len(set(held)) == 1,
            Fraction(held.count(rating.scale_max), len(held)),
            Fraction(sum(held), len(held)),
        )
        for street, held in sorted(levels.items())
    }


def contradictions(
    rating: Rating, answers: Sequence[Answered], arrivals: Mapping[tuple[str, str], str]
) -> list[Contradiction]:
    """Timely arrival rated high though late or absent, or low though on time."""
    arriving = {each.code for each in rating.items if (each.evidence or "").startswith(ARRIVAL)}
    high, low = rating.scale_max - 1, rating.scale_min + 1
    found = []
    for each in answers:
        record = arrivals.get((each.whistle or "", each.department))
        if each.whistle is None or record is None or each.criterion not in arriving:
            continue
        if (each.level >= high and record in LATE) or (each.level <= low and record == "on_time"):
            found.append(Contradiction(each.rating, each.whistle, each.street, each.department, each.level, record))
    return found


def favours(answers: Sequence[Answered]) -> list[Favour]:
    """Pairs of street and department in which both sides of the table say that the rating is too good."""
    sums: dict[tuple[str, str], list[int]] = {}
    for each in answers:
        held = sums.setdefault((each.street, each.subject), [0, 0])
        held[0], held[1] = held[0] + each.level, held[1] + 1
    by_street, by_department, whole = _margins(sums)
    found = []
    for (street, department), (total, n) in sorted(sums.items()):
        if n < FLAT_FROM:
            continue
        others = _rest(by_department[department], total, n)
        habit, overall = _rest(by_street[street], total, n), _rest(whole, total, n)
        if others is not None and habit is not None and overall is not None:
            excess = Fraction(total, n) - (others + habit - overall)
            if excess >= FAVOUR:
                found.append(Favour(street, department, n, excess))
    return found


def _margins(
    sums: Mapping[tuple[str, str], list[int]],
) -> tuple[dict[str, list[int]], dict[str, list[int]], list[int]]:
    streets: dict[str, list[int]] = {}
    departments: dict[str, list[int]] = {}
    whole = [0, 0]
    for (street, department), (total, n) in sums.items():
        for held in (streets.setdefault(street, [0, 0]), departments.setdefault(department, [0, 0]), whole):
            held[0], held[1] = held[0] + total, held[1] + n
    return streets, departments, whole


def _rest(held: Sequence[int], total: int, n: int) -> Fraction | None:
    return Fraction(held[0] - total, held[1] - n) if held[1] > n else None

"""Ratings freed from who was lenient: y = m_department + s_street + e by least squares, the s sum to 0.

Shown beside the score where streets rated different departments; in a full table it repeats the plain means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Literal

ZERO = Fraction(0)
MOST_STREETS = 60  # exact elimination grows with the cube; more streets than this rate nobody in common
Told = tuple[str, str, Fraction]  # street, department, score


@dataclass(frozen=True)
class Leniency:
    """Each department's mean as it was and as it would be if all streets were alike, and each street's severity."""

    status: Literal["ok", "disconnected", "too_large", "empty"]
    raw: Mapping[str, Fraction] = field(default_factory=dict)
    adjusted: Mapping[str, Fraction] | None = None
    severity: Mapping[str, Fraction] | None = None

    @property
    def differs(self) -> bool:
        """Whether the view says anything that the plain means do not."""
        return self.adjusted is not None and dict(self.adjusted) != dict(self.raw)


def leniency(ratings: Sequence[Told]) -> Leniency:
    """The view over these ratings, one a street and department."""
    streets = sorted({street for street, _, _ in ratings})
    of_department: dict[str, list[tuple[str, Fraction]]] = {}
    for street, department, score in ratings:
        of_department.setdefault(department, []).append((street, score))
    raw = {code: _mean([score for _, score in held]) for code, held in sorted(of_department.items())}
    if not ratings or not _connected(streets, of_department):
        return Leniency("disconnected" if ratings else "empty", raw)
    if len(streets) > MOST_STREETS:
        return Leniency("too_large", raw)
    severity = dict(zip(streets, _severities(streets, of_department), strict=True))
    adjusted = {code: _mean([score - severity[street] for street, score in of_department[code]]) for code in raw}
    return Leniency("ok", raw, adjusted, severity)


def _severities(streets: Sequence[str], of_department: Mapping[str, list[tuple[str, Fraction]]]) -> list[Fraction]:
    """The normal equations with the departments eliminated, in whole numbers; one of them is replaced by the sum."""
    at = {street: number for number, street in enumerate(streets)}
    size, small = len(streets), lcm(*(len(held) for held in of_department.values()))
    rows = [[0] * size for _ in streets]
    right = [ZERO] * size
    for held in of_department.values():
        mean, part = _mean([score for _, score in held]), small // len(held)
        for street, score in held:
            row = rows[at[street]]
            row[at[street]] += small
            right[at[street]] += (score - mean) * small
            for other, _ in held:
                row[at[other]] -= part
    whole = [
        [value * goal.denominator for value in row] + [goal.numerator] for row, goal in zip(rows, right, strict=True)
    ]
    return _solved([*whole[:-1], [1] * size + [0]])


def _solved(rows: list[list[int]]) -> list[Fraction]:
    """Bareiss' elimination: whole numbers all the way, divided once at the end."""
    size, before = len(rows), 1
    for column in range(size):
        pivot = next(number for number in range(column, size) if rows[number][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head, lead = rows[column], rows[column][column]
        for number, row in enumerate(rows):
            if number != column:
                factor = row[column]
                rows[number] = [
                    (value * lead - factor * above) // before for value, above in zip(row, head, strict=True)
                ]
        before = lead
    return [Fraction(row[size], row[number]) for number, row in enumerate(rows)]


def _connected(streets: Sequence[str], of_department: Mapping[str, list[tuple[str, Fraction]]]) -> bool:
    """Whether a way leads from every street to every other over departments that both rated."""
    groups = {street: street for street in streets}

    def top(street: str) -> str:
        while groups[street] != street:
            street = groups[street]
        return street

    for held in of_department.values():
        for street, _ in held[1:]:
            groups[top(street)] = top(held[0][0])
    return len({top(street) for street in streets}) == 1


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, ZERO) / len(values)

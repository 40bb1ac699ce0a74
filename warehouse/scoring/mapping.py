"""Mappings: how a figure becomes points from 0 to 100, exactly. None looks at other units' figures."""

from fractions import Fraction
from typing import Any, Literal, Protocol

from pydantic import ValidationError, model_validator

from warehouse.definition import Frozen
from warehouse.scoring.number import Exact

FULL = Fraction(100)
ZERO = Fraction(0)


class Mapping(Protocol):
    """What every mapping can do."""

    def score(self, value: Fraction) -> Fraction:
        """The points of a value."""

    def slope(self, value: Fraction) -> Fraction:
        """How many points one unit of value is worth there; never negative."""

    @property
    def direction(self) -> int:
        """1 where more is better, -1 where less is, 0 where both may be."""


class Linear(Frozen):
    """From floor_score at the floor to 100 at the target; lower is better where the target lies below the floor."""

    fn: Literal["linear"]
    floor: Exact
    target: Exact
    floor_score: Exact = ZERO
    below_floor: Exact = ZERO

    def score(self, value: Fraction) -> Fraction:
        """The points of a value."""
        way = (value - self.floor) / (self.target - self.floor)
        if way < 0:
            return self.below_floor
        return self.floor_score + (FULL - self.floor_score) * min(way, Fraction(1))

    def slope(self, value: Fraction) -> Fraction:
        """The steepness between floor and target, wherever the value lies."""
        return (FULL - self.floor_score) / abs(self.target - self.floor)

    @property
    def direction(self) -> int:
        """Told by where the target lies."""
        return 1 if self.target > self.floor else -1

    @model_validator(mode="after")
    def _climbs(self) -> "Linear":
        if self.floor == self.target:
            raise ValueError("floor and target must differ")
        if not 0 <= self.below_floor <= self.floor_score <= FULL:
            raise ValueError("0 <= below_floor <= floor_score <= 100 must hold")
        return self


class Piecewise(Frozen):
    """Straight lines between points; beyond the first and the last the points stay as they are there."""

    fn: Literal["piecewise"]
    points: tuple[tuple[Exact, Exact], ...]

    def score(self, value: Fraction) -> Fraction:
        """The points of a value."""
        if value <= self.points[0][0]:
            return self.points[0][1]
        for (left, low), (right, high) in zip(self.points, self.points[1:], strict=False):
            if value <= right:
                return low + (high - low) * (value - left) / (right - left)
        return self.points[-1][1]

    def slope(self, value: Fraction) -> Fraction:
        """The steepness of the stretch on the worse side of the value."""
        steps = [
            (left, right, abs((high - low) / (right - left)))
            for (left, low), (right, high) in zip(self.points, self.points[1:], strict=False)
        ]
        if self.direction < 0:
            return next((steep for left, right, steep in steps if value < right), steps[-1][2])
        return next((steep for left, right, steep in reversed(steps) if left < value), steps[0][2])

    @property
    def direction(self) -> int:
        """Told by its ends."""
        first, last = self.points[0][1], self.points[-1][1]
        return (last > first) - (last < first)

    @model_validator(mode="after")
    def _is_a_path(self) -> "Piecewise":
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        if len(xs) < 2 or any(right <= left for left, right in zip(xs, xs[1:], strict=False)):
            raise ValueError("points need two or more values in ascending order")
        if not all(0 <= y <= FULL for y in ys) or ys not in (sorted(ys), sorted(ys, reverse=True)):
            raise ValueError("points lie from 0 to 100 and go in one direction")
        return self


class Deduct(Frozen):
    """So many points off for each, up to a limit and never below 0."""

    fn: Literal["deduct"]
    per: Exact
    max_total: Exact = FULL

    def score(self, value: Fraction) -> Fraction:
        """The points of a number of things."""
        return max(ZERO, FULL - min(value * self.per, self.max_total))

    def slope(self, value: Fraction) -> Fraction:
        """What one more costs."""
        return self.per

    @property
    def direction(self) -> int:
        """Fewer is better."""
        return -1

    @model_validator(mode="after")
    def _takes_something(self) -> "Deduct":
        if self.per <= 0 or not 0 < self.max_total <= FULL:
            raise ValueError("per is positive, and max_total lies above 0 and up to 100")
        return self


class Identity(Frozen):
    """The value itself, kept within 0 and 100."""

    fn: Literal["identity"]

    def score(self, value: Fraction) -> Fraction:
        """The points of a value."""
        return min(FULL, max(ZERO, value))

    def slope(self, value: Fraction) -> Fraction:
        """A point is a point."""
        return Fraction(1)

    @property
    def direction(self) -> int:
        """More is better."""
        return 1


class Percentage(Identity):
    """The identity of a rate: its percentage."""

    def score(self, value: Fraction) -> Fraction:
        """The points of a rate."""
        return super().score(value * FULL)

    def slope(self, value: Fraction) -> Fraction:
        """The whole rate is worth 100 points."""
        return FULL


KINDS: dict[str, type[Linear | Piecewise | Deduct | Identity]] = {
    "linear": Linear,
    "piecewise": Piecewise,
    "deduct": Deduct,
    "identity": Identity,
}


def mapping(table: dict[str, Any], of_rate: bool = False) -> Mapping:
    """The mapping of a table of a scheme; raises ValueError with what is wrong."""
    kind = KINDS.get(str(table.get("fn")))
    if kind is None:
        raise ValueError(f"fn is {', '.join(KINDS)}, not {table.get('fn')!r}; a score never hangs on ranks")
    try:
        return Percentage(**table) if of_rate and kind is Identity else kind(**table)
    except ValidationError as error:
        raise ValueError("; ".join(_plainly(dict(each)) for each in error.errors())) from error


def _plainly(error: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"])
    return f"{place}: {error['msg']}" if place else str(error["msg"])

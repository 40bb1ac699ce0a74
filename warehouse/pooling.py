"""What a group's common rate says of one of its units: shrinkage towards it, and the funnel around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from warehouse.ranks import Rate
from warehouse.statistics import exact, root

Flag = Literal["in", "warn", "alarm"]
DIGITS = 6


@dataclass(frozen=True)
class Funnel:
    """How many standard errors a unit lies from the common rate, and beyond which limit."""

    z: str
    flag: Flag
    above: bool


@dataclass(frozen=True)
class Pool:
    """Rates together: the common one, and the prior weight `m` by moments (None: everything is pooled)."""

    mean: Fraction
    weight: Fraction | None

    def shrunk(self, rate: Rate) -> Fraction:
        """(x + m mu) / (n + m): a rate on few cases lies near the common one, one on many near its own."""
        if self.weight is None:
            return self.mean
        return (Fraction(rate.hits) + self.weight * self.mean) / (Fraction(rate.of) + self.weight)

    def funnel(self, rate: Rate, warn: str, alarm: str) -> Funnel:
        """z = (p - p0) / sqrt(p0 (1 - p0) / n); the flag is decided on exact squares."""
        distance, spread = rate.share - self.mean, self.mean * (1 - self.mean)
        square = distance**2 * Fraction(rate.of) / spread if spread else Fraction(0)
        flag: Flag = "alarm" if square > exact(alarm) ** 2 else "warn" if square > exact(warn) ** 2 else "in"
        size = root(square, DIGITS)
        sign = "-" if distance < 0 and size.strip("0.") else ""
        return Funnel(f"{sign}{size}", flag, distance > 0)


def pool(rates: Sequence[Rate]) -> Pool:
    """The common rate, and m = 1/rho - 1 with rho = [S/(mu(1-mu)) - (k-1)] / [N - sum n^2/N - (k-1)] in 0..1."""
    whole = sum((Fraction(each.of) for each in rates), Fraction(0))
    mean = sum((Fraction(each.hits) for each in rates), Fraction(0)) / whole
    spread, others = mean * (1 - mean), len(rates) - 1
    room = whole - sum(Fraction(each.of) ** 2 for each in rates) / whole - others
    if not spread or room <= 0:
        return Pool(mean, None)
    squares = sum(Fraction(each.of) * (each.share - mean) ** 2 for each in rates)
    likeness = min(Fraction(1), (squares / spread - others) / room)
    return Pool(mean, 1 / likeness - 1 if likeness > 0 else None)

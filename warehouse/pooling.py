"""What a group's common rate says of one of its units: shrinkage towards it, and the funnel around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt
from typing import Literal

from warehouse.ranks import Rate
from warehouse.statistics import exact, root

Flag = Literal["in", "warn", "alarm"]
DIGITS = 6
DRAWN_IN = 0.1


@dataclass(frozen=True)
class Funnel:
    """How many standard errors a unit lies from the common rate, and beyond which limit; `wide_z` and `wide_flag` where
    units are granted that they differ among themselves."""

    z: str
    flag: Flag
    above: bool
    wide_z: str
    wide_flag: Flag


@dataclass(frozen=True)
class Pool:
    """Rates together: the common one, the prior weight `m` by moments (None: everything is pooled), and `between`, the
    variance of the units among themselves."""

    mean: Fraction
    weight: Fraction | None
    between: float = 0.0

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
        wide = float(distance) / sqrt(float(spread) / float(rate.of) + self.between) if spread else 0.0
        wide_flag: Flag = "alarm" if abs(wide) > float(alarm) else "warn" if abs(wide) > float(warn) else "in"
        return Funnel(f"{sign}{size}", flag, distance > 0, f"{wide:.{DIGITS}f}", wide_flag)


def pool(rates: Sequence[Rate]) -> Pool:
    """The common rate, and m = 1/rho - 1 with rho = [S/(mu(1-mu)) - (k-1)] / [N - sum n^2/N - (k-1)] in 0..1."""
    whole = sum((Fraction(each.of) for each in rates), Fraction(0))
    mean = sum((Fraction(each.hits) for each in rates), Fraction(0)) / whole
    spread, others = mean * (1 - mean), len(rates) - 1
    room = whole - sum(Fraction(each.of) ** 2 for each in rates) / whole - others
    between = _between(rates, mean)
    if not spread or room <= 0:
        return Pool(mean, None, between)
    squares = sum(Fraction(each.of) * (each.share - mean) ** 2 for each in rates)
    likeness = min(Fraction(1), (squares / spread - others) / room)
    return Pool(mean, 1 / likeness - 1 if likeness > 0 else None, between)


def _between(rates: Sequence[Rate], mean: Fraction) -> float:
    """How much rates vary beyond chance, additively: tau² = (k phi - (k - 1)) / (sum w - sum w²/sum w), never below 0.

    phi is the mean of z², a tenth of the z at each end drawn in: what the funnel looks for must not widen it.
    """
    spread, k = float(mean * (1 - mean)), len(rates)
    if not spread or k < 2:
        return 0.0
    weights = [float(each.of) / spread for each in rates]
    scores = [float(each.share - mean) * sqrt(weight) for each, weight in zip(rates, weights, strict=True)]
    low, high = (_quantile(sorted(scores), share) for share in (DRAWN_IN, 1 - DRAWN_IN))
    # Rounded once, so that the order of rates is irrelevant.
    phi, whole = fsum(min(max(score, low), high) ** 2 for score in scores) / k, fsum(weights)
    room = whole - fsum(weight**2 for weight in weights) / whole
    return max(0.0, (k * phi - (k - 1)) / room) if room > 0 else 0.0


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Between two neighbours in proportion."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])

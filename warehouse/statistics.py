"""Statistics shown beside a figure, and how figures are rounded: exactly, once, half-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import isqrt, sqrt

Quantity = int | Fraction
Z95 = 1.959963984540054
# Handling times stand on steps named by their lower edge in minutes: (up to, step).
LADDER = ((120, 1), (1440, 10), (14400, 60))
TOP_STEP = 1440


@dataclass(frozen=True)
class Step:
    """A step of the ladder: minutes below a day, hours above."""

    minutes: int

    @property
    def unit(self) -> str:
        """minute or hour."""
        return "minute" if self.minutes < TOP_STEP else "hour"

    @property
    def number(self) -> int:
        """The lower edge in that unit."""
        return self.minutes if self.unit == "minute" else self.minutes // 60


def step_of(minutes: int) -> int:
    """The lower edge, in minutes, of the step that holds a time of so many whole minutes."""
    for edge, width in LADDER:
        if minutes < edge:
            return minutes // width * width
    return minutes // TOP_STEP * TOP_STEP


def nearest_rank(counts: Iterable[tuple[int, Quantity]], percent: int) -> int | None:
    """The smallest value that `percent` of the weight does not exceed; None of nothing."""
    ordered = sorted(counts)
    wanted = sum((weight for _, weight in ordered), Fraction(0)) * percent / 100
    seen = Fraction(0)
    for value, weight in ordered:
        seen += weight
        if weight and seen >= wanted:
            return value
    return None


def half_up(value: Quantity, places: int) -> str:
    """An exact number as decimals, rounded half away from zero."""
    return _rounded(value.numerator, value.denominator, places)


def rounded(value: Quantity, places: int) -> Fraction:
    """The exact number that `half_up` writes."""
    whole = 10**places
    return Fraction(_whole(value.numerator * whole, value.denominator), whole)


def percent(value: Quantity, places: int = 2) -> str:
    """A ratio in percent, rounded half-up."""
    return _rounded(value.numerator * 100, value.denominator, places)


def _rounded(above: int, below: int, places: int) -> str:
    """A fraction as decimals; in whole numbers, since a page rounds thousands of them."""
    whole = _whole(above * 10**places, below)
    sign = "-" if whole < 0 else ""
    digits = str(abs(whole)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _whole(above: int, below: int) -> int:
    """A fraction as the nearest integer, halves away from zero."""
    size = (abs(above) * 2 + below) // (below * 2)
    return -size if above < 0 else size


def root(square: Fraction, places: int) -> str:
    """The root of an exact number as decimals, rounded half-up."""
    doubled = isqrt(4 * square.numerator * 10 ** (2 * places) // square.denominator)
    return half_up(Fraction((doubled + 1) // 2, 10**places), places)


def wilson(hits: Quantity, of: Quantity) -> tuple[float, float] | None:
    """The 95 % interval of a rate; None of nothing."""
    if of <= 0:
        return None
    n, share = float(of), float(Fraction(hits) / Fraction(of))
    middle = share + Z95**2 / (2 * n)
    spread = Z95 * sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    scale = 1 + Z95**2 / n
    return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


def plain(value: Quantity) -> int | str:
    """An exact quantity as JSON holds it: an integer, or p/q in lowest terms."""
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


@cache
def exact(value: str | int | Decimal) -> Fraction:
    """A number written as an integer, a decimal or p/q."""
    return Fraction(str(value))

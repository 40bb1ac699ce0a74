"""Ranks and how far they can be trusted: places with ties, and who can be told from whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby

import numpy as np
import numpy.typing as npt

from warehouse.statistics import Quantity

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
DOUBT = 1e-9  # where floats differ by less than this part, the exact fractions decide


@dataclass(frozen=True)
class Rate:
    """A share with what it rests on; `of` is not 0."""

    hits: Quantity
    of: Quantity

    @property
    def share(self) -> Fraction:
        """The share itself."""
        return Fraction(self.hits) / Fraction(self.of)

    def variance(self, square: Fraction) -> Fraction:
        """p(1-p)/n; of none or of all, where that would be 0 and pretend certainty, Agresti and Coull's."""
        share, of = self.share, Fraction(self.of)
        if share in (0, 1):
            of += square
            share = (Fraction(self.hits) + square / 2) / of
        return share * (1 - share) / of


def competition(values: Sequence[Fraction]) -> list[int]:
    """The place of each value, the largest first: 1, 2, 2, 4."""
    place: dict[Fraction, int] = {}
    for number, value in enumerate(sorted(values, reverse=True), start=1):
        place.setdefault(value, number)
    return [place[value] for value in values]


@dataclass(frozen=True)
class Comparison:
    """Rates with their places; two are told apart where |d|^2 > z^2 (se^2 + se^2) and their places differ."""

    rates: Sequence[Rate]
    places: Sequence[int]
    square: Fraction

    def intervals(self) -> list[tuple[int, int]]:
        """For each the places it may have: 1 + those surely better, to all but those surely worse."""
        return [self.interval(at) for at in range(len(self.places))]

    def interval(self, at: int) -> tuple[int, int]:
        """The places that this one may have."""
        place, apart = self.places[at], self.apart(at)
        better, worse = apart & (self._places < place), apart & (self._places > place)
        return 1 + int(better.sum()), len(self.rates) - int(worse.sum())

    def bands(self) -> list[int]:
        """Runs in order of place in which nobody is told from anybody; equal places stay together."""
        found, band = [0] * len(self.rates), 0
        told: Flags = np.ones(len(self.rates), dtype=bool)  # who is told from somebody of the run
        order = sorted(range(len(self.rates)), key=lambda at: self.places[at])
        for _, block in groupby(order, key=lambda at: self.places[at]):
            together = list(block)
            if told[together].any():
                band, told = band + 1, np.zeros(len(self.rates), dtype=bool)
            for at in together:
                found[at] = band
                told = told | self.apart(at)
        return found

    def apart(self, at: int) -> Flags:
        """Who is told from that one."""
        distance = (self._shares - self._shares[at]) ** 2
        limit = float(self.square) * (self._variances + self._variances[at])
        found: Flags = distance > limit
        for other in np.flatnonzero(np.abs(distance - limit) <= DOUBT * limit):
            found[other] = self._exactly_apart(at, int(other))
        others: Flags = self._places != self.places[at]
        return found & others

    def _exactly_apart(self, at: int, other: int) -> bool:
        one, two = self.rates[at], self.rates[other]
        return (one.share - two.share) ** 2 > self.square * (one.variance(self.square) + two.variance(self.square))

    @cached_property
    def _places(self) -> npt.NDArray[np.int64]:
        return np.array(self.places, dtype=np.int64)

    @cached_property
    def _shares(self) -> Floats:
        return np.array([float(each.share) for each in self.rates])

    @cached_property
    def _variances(self) -> Floats:
        return np.array([float(each.variance(self.square)) for each in self.rates])

"""Units at another weight of one part: what they have, and what they would have."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from warehouse import Rank

Document = dict[str, Any]


@dataclass(frozen=True)
class Supposed:
    """One unit at the supposed weight, beside what it has; places are among the units compared."""

    subject: Document
    score: str
    moved: Fraction
    now: Rank | None
    rank: Rank | None

    @property
    def gained(self) -> int | None:
        """How many places it would gain; None where it has none."""
        return self.now.rank - self.rank.rank if self.now and self.rank else None


@dataclass(frozen=True)
class Supposition:
    """All units of a group at the supposed weight, those that gain most first."""

    document: Document
    told: Document
    group: str
    groups: tuple[tuple[str, str], ...]
    weight: Fraction
    units: tuple[Supposed, ...]

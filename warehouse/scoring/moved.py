"""Why a score moved: what performance did and what weights did, exactly, part by part.

w₁s₁ − w₀s₀ = (w₀+w₁)/2 · (s₁−s₀) + (s₀+s₁)/2 · (w₁−w₀): a change of scheme is never mistaken for performance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Document = Mapping[str, Any]
ZERO, HALF = Fraction(0), Fraction(1, 2)


@dataclass(frozen=True)
class Part:
    """What one leaf of the tree did to the total; weights in the whole, points before and now (None: not assessed)."""

    code: str
    weights: tuple[Fraction, Fraction]
    points: tuple[Fraction | None, Fraction | None]
    performance: Fraction
    weighting: Fraction


@dataclass(frozen=True)
class Moved:
    """The parts, what adjustments did, and the whole change; the first two add up to the last."""

    parts: tuple[Part, ...]
    adjustments: Fraction
    change: Fraction

    @property
    def performance(self) -> Fraction:
        """What performance did in all."""
        return sum((each.performance for each in self.parts), ZERO)

    @property
    def weighting(self) -> Fraction:
        """What weights did in all."""
        return sum((each.weighting for each in self.parts), ZERO)


def moved(now: Document, before: Document) -> Moved | None:
    """Why a subject's exact score moved between two documents of scores; None where either has none."""
    if now["exact"] is None or before["exact"] is None:
        return None
    new, old = _leaves(now), _leaves(before)
    parts = tuple(_part(code, old.get(code), new.get(code)) for code in dict.fromkeys([*new, *old]))
    change = Fraction(now["exact"]) - Fraction(before["exact"])
    explained = sum((each.performance + each.weighting for each in parts), ZERO)
    return Moved(parts, change - explained, change)


def _leaves(subject: Document) -> dict[str, Document]:
    return {each["code"]: each for each in subject["nodes"] if each["kind"] != "group"}


def _part(code: str, before: Document | None, now: Document | None) -> Part:
    (w0, s0), (w1, s1) = _weighed(before), _weighed(now)
    # A part that is not assessed on one side brings nothing there: all of it is weight, and none performance.
    first, last = s0 if s0 is not None else s1 or ZERO, s1 if s1 is not None else s0 or ZERO
    performance, weighting = (w0 + w1) * HALF * (last - first), (first + last) * HALF * (w1 - w0)
    return Part(code, (w0, w1), (s0, s1), performance, weighting)


def _weighed(node: Document | None) -> tuple[Fraction, Fraction | None]:
    """The node's weight in the whole and its points; no weight where it has none."""
    if node is None or node["mapped"] is None:
        return ZERO, None
    return Fraction(node["effective_path_weight"]), Fraction(node["mapped"])

"""Why a score changed, exactly: by what was done, and by what it weighed.

w1 s1 - w0 s0 = (w0 + w1)/2 (s1 - s0) + (s0 + s1)/2 (w1 - w0), leaf by leaf, so that a new version of a scheme is never
mistaken for work done. A leaf that only one side has is weight alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from warehouse.answer import window_document
from warehouse.scoring.mapping import ZERO
from warehouse.scoring.scored import Score, Scored

Leaf = tuple[Fraction, Fraction | None]  # weight in the whole, points


@dataclass(frozen=True)
class Effect:
    """What one leaf did to the change."""

    performance: Fraction
    weight: Fraction


@dataclass(frozen=True)
class Change:
    """A change of one unit's score: both effects by leaf, and what adjustments did; together all of it."""

    before: Fraction
    after: Fraction
    leaves: Mapping[str, Effect]
    adjustments: Fraction

    @property
    def performance(self) -> Fraction:
        """What was done."""
        return sum((each.performance for each in self.leaves.values()), ZERO)

    @property
    def weight(self) -> Fraction:
        """What it weighed."""
        return sum((each.weight for each in self.leaves.values()), ZERO)


def effects(before: Mapping[str, Leaf], after: Mapping[str, Leaf]) -> dict[str, Effect]:
    """Both effects of each leaf, in the order of the later tree."""
    found = {}
    for code in dict.fromkeys((*after, *before)):
        (old_weight, old), (weight, new) = before.get(code, (ZERO, None)), after.get(code, (ZERO, None))
        was, now = old if old is not None else new, new if new is not None else old
        if was is None or now is None:
            continue
        found[code] = Effect((old_weight + weight) / 2 * (now - was), (was + now) / 2 * (weight - old_weight))
    return found


def change(before: Scored, after: Scored) -> Change | None:
    """Why one unit's score changed; None where it had none before or has none now."""
    if before.exact is None or after.exact is None:
        return None
    moved = sum((each.points for each in after.adjustments), ZERO) - sum(
        (each.points for each in before.adjustments), ZERO
    )
    return Change(before.exact, after.exact, effects(_leaves(before), _leaves(after)), moved)


def change_document(before: Score, after: Score, only: str | None = None) -> dict[str, Any]:
    """Why each subject's score, or one's, changed between two periods, whatever version of the scheme each had."""
    told = [code for code in ([only] if only else after.scored) if code in before.scored]
    found = {code: change(before.scored[code], after.scored[code]) for code in told}
    return {
        "before": {**window_document(before.window), "scheme_version": before.scheme.scheme.version},
        "after": {**window_document(after.window), "scheme_version": after.scheme.scheme.version},
        "subjects": [_document(code, each) for code, each in sorted(found.items()) if each],
    }


def _document(code: str, change: Change) -> dict[str, Any]:
    return {
        "code": code,
        "before": str(change.before),
        "after": str(change.after),
        "performance": str(change.performance),
        "weight": str(change.weight),
        "adjustments": str(change.adjustments),
        "nodes": [
            {"code": leaf, "performance": str(each.performance), "weight": str(each.weight)}
            for leaf, each in change.leaves.items()
        ],
    }


def _leaves(scored: Scored) -> dict[str, Leaf]:
    return {code: (each.path, each.score) for code, each in scored.tree.items() if each.node.kind != "group"}

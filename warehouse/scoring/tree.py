"""Composition: the leaves' points up the tree, exactly; what is missing stays missing, or is shared in its group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from warehouse.scoring.scheme import Node, Scheme

State = Literal["ok", "empty", "insufficient_coverage", "blocked"]
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Points:
    """What a leaf brings: its points; `provisional`: those it would have if it were enough."""

    state: State
    score: Fraction | None = None
    provisional: Fraction | None = None


@dataclass(frozen=True)
class Branch:
    """A node of one unit's tree: its points, its weight in the group and in the whole, and what is missing below."""

    node: Node
    state: State
    score: Fraction | None
    provisional: Fraction | None
    missing: Fraction = ZERO
    effective: Fraction = ZERO
    path: Fraction = ZERO
    contribution: Fraction | None = None
    why: str | None = None  # the leaf below that blocks it

    @property
    def redistributed(self) -> bool:
        """Whether weights moved inside it."""
        return self.state == "ok" and self.missing > 0


Tree = Mapping[str, Branch]


def compose(scheme: Scheme, leaves: Mapping[str, Points]) -> dict[str, Branch]:
    """Every node of the tree, in the order of the file."""
    found: dict[str, Branch] = {}
    _climb(scheme, scheme.root, leaves, found)
    _descend(scheme, scheme.root, ONE, ONE, found)
    return {node.code: found[node.code] for node in scheme.nodes}


def _climb(scheme: Scheme, node: Node, leaves: Mapping[str, Points], found: dict[str, Branch]) -> Branch:
    if node.kind != "group":
        points = leaves[node.code]
        why = None if points.state == "ok" else node.code
        provisional = points.score if points.state == "ok" else points.provisional
        found[node.code] = Branch(node, points.state, points.score, provisional, why=why)
    else:
        parts = [_climb(scheme, each, leaves, found) for each in scheme.children[node.code]]
        found[node.code] = _group(node, parts)
    return found[node.code]


def _group(node: Node, parts: Sequence[Branch]) -> Branch:
    """The weighted mean of what is there; blocked by what may not be missing, or by too much of it."""
    missing = sum((each.node.weight for each in parts if each.state != "ok"), ZERO)
    stops = [each for each in parts if each.state not in ("ok", "empty") or _blocks(each)]
    provisional = _mean(parts, node.max_missing, provisional=True)
    if missing <= node.max_missing and not stops:
        score = _mean(parts, node.max_missing)
        return Branch(node, "empty" if score is None else "ok", score, provisional, missing)
    first = stops[0] if stops else next(each for each in parts if each.state != "ok")
    return Branch(node, "blocked", None, provisional, missing, why=first.why or first.node.code)


def _blocks(part: Branch) -> bool:
    return part.state == "empty" and part.node.on_empty == "block" and part.node.weight > 0


def _mean(parts: Sequence[Branch], max_missing: Fraction, provisional: bool = False) -> Fraction | None:
    given = [
        (each.node.weight, points)
        for each in parts
        if (points := each.provisional if provisional else each.score) is not None
    ]
    weight = sum((share for share, _ in given), ZERO)
    if not weight or ONE - weight > max_missing:
        return None
    return sum((share * points for share, points in given), ZERO) / weight


def _descend(scheme: Scheme, node: Node, effective: Fraction, path: Fraction, found: dict[str, Branch]) -> None:
    """Effective weights from the root down; of a group with gaps, those of the present ones grow alike."""
    branch = found[node.code]
    contribution = None if branch.score is None else path * branch.score
    found[node.code] = replace(branch, effective=effective, path=path, contribution=contribution)
    children = scheme.children.get(node.code, ())
    present = sum((each.weight for each in children if found[each.code].state == "ok"), ZERO)
    for each in children:
        share = each.weight
        if branch.state == "ok":
            share = each.weight / present if found[each.code].state == "ok" else ZERO
        _descend(scheme, each, share, path * share, found)

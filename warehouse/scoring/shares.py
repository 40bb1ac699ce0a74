"""Rounding that adds up: parts of a published number by the largest remainder, ties in the order of the scheme."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from warehouse.scoring.scheme import Scheme
from warehouse.scoring.tree import Tree

ZERO = Fraction(0)


def shared_out(parts: Sequence[Fraction], whole: Fraction, places: int) -> list[Fraction]:
    """Each part rounded down or up to so many places, so that together they are exactly the whole."""
    units = 10**places
    floors = [part.numerator * units // part.denominator for part in parts]
    left = int(whole * units) - sum(floors)
    order = sorted(range(len(parts)), key=lambda at: (floors[at] - parts[at] * units, at)) if left else []
    for at in order[:left]:
        floors[at] += 1
    return [Fraction(floor, units) for floor in floors]


def shown(scheme: Scheme, tree: Tree, whole: Fraction) -> Mapping[str, Fraction]:
    """What each node is shown to contribute: the children of a group always add up to what the group shows."""
    found = {scheme.root.code: whole}
    for group in scheme.walk():
        children = scheme.children.get(group.code, ())
        parts = [tree[each.code].contribution or ZERO for each in children]
        if group.code in found and children:
            told = shared_out(parts, found[group.code], scheme.publish.score_decimals)
            found |= dict(zip((each.code for each in children), told, strict=True))
    return found

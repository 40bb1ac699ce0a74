"""What if a part weighed more or less: scores at any weight, and the weights at which two units change places.

S(w) = w B + (1 - w) R, B the part and R the rest, both with the adjustments, which no weight touches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from warehouse.errors import BadQuestion, Unknown
from warehouse.ranks import competition
from warehouse.scoring.grading import CLAMP, published
from warehouse.scoring.mapping import FULL, ZERO
from warehouse.scoring.number import number
from warehouse.scoring.places import Rank, Standing, ranks
from warehouse.scoring.scheme import Node, Scheme

if TYPE_CHECKING:  # a score tells itself as a document
    from warehouse.scoring.scored import Scored

Swap = Fraction | Literal["never", "identical"]
BETWEEN = (Fraction(1, 5), Fraction(2, 5))


@dataclass(frozen=True)
class Mixed:
    """One unit as a part and the rest of it; `last`: a veto puts it last whatever it has."""

    part: Fraction
    rest: Fraction
    last: bool = False

    def at(self, weight: Fraction) -> Fraction:
        """The score if the part weighed so much, kept within 0 and 100."""
        return min(FULL, max(ZERO, weight * self.part + (1 - weight) * self.rest))


def supposed(word: str) -> tuple[str, Fraction]:
    """The part and the weight of PART=WEIGHT; the weight lies from 0 to 1."""
    part, equals, given = word.partition("=")
    try:
        weight = number(given)
    except ValueError as error:
        raise BadQuestion(f"a supposition is written PART=WEIGHT, such as bottom_up=0.05, not {word!r}") from error
    if not equals or not 0 <= weight <= 1:
        raise BadQuestion(f"a supposition is written PART=WEIGHT with a weight from 0 to 1, not {word!r}")
    return part, weight


def part_of(scheme: Scheme, code: str | None = None) -> Node:
    """The child of the root whose weight is moved: the one named, else that of the streets, else the first."""
    children = scheme.children[scheme.root.code]
    if code is not None:
        found = next((each for each in children if each.code == code), None)
        if found is None:
            raise Unknown("part", code, [each.code for each in children])
        return found
    above = {each.code: each.parent for each in scheme.nodes}
    voice = next((each.code for each in scheme.leaves if each.kind == "bottom_up"), None)
    while voice is not None and above[voice] != scheme.root.code:
        voice = above[voice]
    return next((each for each in children if each.code == voice), children[0])


def mixed(scheme: Scheme, scored: Sequence["Scored"], part: Node) -> dict[str, Mixed]:
    """Every unit with a score to which nothing is missing, as that part and the rest renormalised."""
    found = {}
    for each in scored:
        branch, root = each.tree[part.code], each.tree[scheme.root.code]
        if root.score is None or root.missing or branch.score is None or branch.path in (0, 1):
            continue
        moved = sum((change.points for change in each.adjustments if change.code != CLAMP), ZERO)
        rest = (root.score - branch.path * branch.score) / (1 - branch.path)
        last = any(veto.rank == "last" for veto in each.vetoes)
        found[each.subject.code] = Mixed(branch.score + moved, rest + moved, last)
    return found


def swap(one: Mixed, other: Mixed) -> Swap:
    """The weight at which two change places: dR / (dR - dB), where the signs differ."""
    rest, part = one.rest - other.rest, one.part - other.part
    if not rest and not part:
        return "identical"
    return rest / (rest - part) if rest * part < 0 else "never"


def ranked(scheme: Scheme, units: Mapping[str, Mixed], weight: Fraction) -> dict[str, Rank]:
    """The places at that weight, by scores as they would be published."""
    exact = scheme.publish.rank_on == "exact"
    scores = {code: each.at(weight) if exact else published(scheme, each.at(weight)) for code, each in units.items()}
    return ranks({code: Standing(units[code].last, scores[code]) for code in units})


def swaps(units: Mapping[str, Mixed]) -> dict[tuple[str, str], Swap]:
    """For every pair of units, in their order, the weight at which they change places."""
    pairs = combinations(units.items(), 2)
    return {(one, other): swap(mine, theirs) for (one, mine), (other, theirs) in pairs}


def holding(units: Mapping[str, Mixed], between: tuple[Fraction, Fraction] = BETWEEN) -> Fraction | None:
    """The share of pairs whose order is the same at every weight between; None without pairs.

    Scores go straight, so an order that is the same at both ends is the same between."""
    low, high = (competition([each.at(weight) for each in units.values()]) for weight in between)
    places = list(zip(low, high, strict=True))
    pairs = len(places) * (len(places) - 1) // 2
    if not pairs:
        return None
    same = sum(_sign(mine[0] - theirs[0]) == _sign(mine[1] - theirs[1]) for mine, theirs in combinations(places, 2))
    return Fraction(same, pairs)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)

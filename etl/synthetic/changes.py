"""Communities that are no more: one was split into two, two were merged into one. Their cases keep the old codes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from etl.synthetic.areas import COMMUNITIES, RENAMED_ON, SINCE, Areas
from etl.synthetic.chance import Flags, Floats, Ints
from etl.synthetic.words import words

SPLIT_ON, MERGED_ON = "2020-07-01", "2020-10-01"
UNDIVIDED, PART = 6_500, 5_000  # households: the split one had more than the first, its parts have less than the second
MERGED, SMALLER = 2_500, 0.4  # households of the merged one at most; the smaller one's share of them


@dataclass(frozen=True)
class Former:
    """A code that ended: its cases are those that its heirs would have had before that day, or a share of them."""

    kind: str  # a word of register_words
    code: str
    name: str
    until: str
    heirs: tuple[int, ...]  # positions of communities
    households: int
    population: int
    share: float = 1.0  # of what no code before it in the list has taken


def former(tree: Areas) -> tuple[Former, ...]:
    """The codes that ended, of busy streets, so that a small city has cases of each."""
    busy = (tree.street_load / np.diff(tree.first_community))[tree.street_of]
    free = np.arange(COMMUNITIES) != tree.renamed
    part = _busiest(busy, _divisible(tree, free))
    elsewhere = tree.street_of != tree.street_of[part]
    return (_undivided(tree, part), *_unmerged(tree, _busiest(busy, free & elsewhere & (tree.households < MERGED))))


def _busiest(busy: Floats, able: Flags) -> int:
    return int(np.argmax(np.where(able, busy, -1.0)))


def _divisible(tree: Areas, free: Flags) -> Flags:
    """Whether a community and the next of its street are parts of one that was too big."""
    small = free & (tree.households < PART)
    one = tree.street_of == np.roll(tree.street_of, -1)
    found: Flags = small & np.roll(small, -1) & one & (tree.households + np.roll(tree.households, -1) > UNDIVIDED)
    return found


def _undivided(tree: Areas, part: int) -> Former:
    name = words()["suffix"]["undivided"] + tree.community_names[part]
    parts = (part, part + 1)
    households, population = (int(counts[list(parts)].sum()) for counts in (tree.households, tree.people))
    return Former("split", _next_code(tree, part, 1), name, SPLIT_ON, parts, households, population)


def _unmerged(tree: Areas, place: int) -> Iterator[Former]:
    names = [prefix + tree.community_names[place] for prefix in words()["suffix"]["unmerged"]]
    whole = [int(counts[place]) for counts in (tree.households, tree.people)]
    small = [round(count * SMALLER) for count in whole]
    rest = [count - less for count, less in zip(whole, small, strict=True)]
    yield Former("merge", _next_code(tree, place, 1), names[0], MERGED_ON, (place,), small[0], small[1], SMALLER)
    yield Former("merge", _next_code(tree, place, 2), names[1], MERGED_ON, (place,), rest[0], rest[1])


def _next_code(tree: Areas, place: int, turn: int) -> str:
    """A code behind the last one of the community's street."""
    street = tree.street_of[place]
    return f"{tree.streets[street]}{np.diff(tree.first_community)[street] + turn:03}"


def as_coded(told: tuple[Former, ...], area: Ints, day: Ints, drawn: Floats, first: int) -> Ints:
    """Areas by the code of the day of the report; `told` are the positions from `first` on."""
    days = day.astype("datetime64[D]")
    for place, each in enumerate(told, first):
        ended = np.isin(area, each.heirs) & (days < np.datetime64(each.until)) & (drawn < each.share)
        area = np.where(ended, place, area)
    return area


def begun(told: tuple[Former, ...]) -> dict[int, str]:
    """The day on which each heir began, by its position."""
    return {heir: each.until for each in told for heir in each.heirs}


def former_rows(tree: Areas, told: tuple[Former, ...]) -> list[tuple[object, ...]]:
    """The ended codes in the register, column by column like the others."""
    level = words()["levels"]["community"]
    return [
        (
            each.code,
            each.name,
            level,
            tree.streets[(street := tree.street_of[each.heirs[0]])],
            words()["suffix"]["community_kind"][tree.street_kinds[street]],
            each.households,
            each.population,
            SINCE,
            each.until,
        )
        for each in told
    ]


def change_rows(tree: Areas, told: tuple[Former, ...]) -> list[tuple[str, ...]]:
    """Old code, new code, kind, day."""
    word, renamed = words()["register_words"], tree.communities[tree.renamed]
    ended = [(each.code, tree.communities[heir], word[each.kind], each.until) for each in told for heir in each.heirs]
    return [(renamed, renamed, word["rename"], RENAMED_ON), *ended]

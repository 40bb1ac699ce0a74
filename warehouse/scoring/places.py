"""Ranks of scores among like units: 1, 2, 2, 4; vetoed units come last, a tie-break decides where there is one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Standing:
    """What a rank hangs on: whether the unit comes last whatever it has, its score, and what breaks ties."""

    last: bool
    score: Fraction
    tie_break: tuple[Fraction, ...] = ()

    @property
    def key(self) -> tuple[bool, tuple[Fraction, ...]]:
        """The smaller, the better; those who come last are equal there."""
        return (True, ()) if self.last else (False, (-self.score, *(-value for value in self.tie_break)))


@dataclass(frozen=True)
class Rank:
    """A rank among so many."""

    rank: int
    tied: bool
    of: int


def ranks(standings: Mapping[str, Standing]) -> dict[str, Rank]:
    """The rank of each unit among these."""
    keys: Sequence[tuple[bool, tuple[Fraction, ...]]] = sorted(each.key for each in standings.values())
    place: dict[tuple[bool, tuple[Fraction, ...]], int] = {}
    for number, key in enumerate(keys, start=1):
        place.setdefault(key, number)
    times = Counter(keys)
    return {code: Rank(place[each.key], times[each.key] > 1, len(keys)) for code, each in standings.items()}

"""Which cases are excluded and which get stuck, so that the city's totals come out exactly."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from etl.synthetic.chance import Flags, Floats
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF, DAY
from etl.synthetic.drawing import Background, Drafts
from etl.synthetic.handling import handling, open_by_nature

EXCLUDED = 0.01
CLOSED, REPORTED = 607, 627  # of the press figure: 6.07 of 6.27 million
LASTING, FLOOR = 200, 0.2  # days: old cases get stuck less often than new ones


class TooSmall(Exception):
    """More cases stay open by nature than the total leaves room for."""


@dataclass(frozen=True)
class Totals:
    """What the files must add up to; `excluded` come on top of `reported`."""

    reported: int
    closed: int
    excluded: int


def totals(reported: int) -> Totals:
    """The exact totals of a city of that many cases."""
    return Totals(reported, (reported * CLOSED * 2 + REPORTED) // (REPORTED * 2), round(reported * EXCLUDED))


@dataclass(frozen=True)
class Fates:
    """By key of the background: excluded or not, stuck or not."""

    excluded: Flags
    stuck: Flags

    def of(self, drafts: Drafts) -> tuple[Flags, Flags]:
        """Excluded and stuck of some cases; cases of stories are neither."""
        own = drafts.story == 0
        keys = np.where(own, drafts.key, 0)
        return own & self.excluded[keys], own & self.stuck[keys]


def fates(city: City, told: Drafts, cases: Background, wanted: Totals, months: int, step: Callable[[], None]) -> Fates:
    """The fates that make the totals exact; `step` is called once a month."""
    excluded = _smallest(city.chance.noise(np.arange(cases.count, dtype=np.int64), 51), wanted.excluded)
    rank = np.full(cases.count, np.inf)
    by_nature = int(open_by_nature(handling(city, told)).sum())
    for month in range(months):
        drafts = cases.drafts(month)
        lasting = open_by_nature(handling(city, drafts))
        kept = ~excluded[drafts.key]
        by_nature += int((lasting & kept).sum())
        able = kept & ~lasting
        rank[drafts.key[able]] = _patience(city, drafts.where(able))
        step()
    missing = wanted.reported - wanted.closed - by_nature
    if missing < 0:
        raise TooSmall(f"{by_nature} cases stay open by nature, {wanted.reported - wanted.closed} are wanted")
    return Fates(excluded, _smallest(rank, missing))


def _patience(city: City, drafts: Drafts) -> Floats:
    """The smaller, the sooner a case gets stuck."""
    age = (CUTOFF - drafts.reported) / DAY
    found: Floats = city.chance.lattice(drafts.key, "stuck") / (np.exp(-age / LASTING) + FLOOR)
    return found


def _smallest(values: Floats, count: int) -> Flags:
    chosen = np.zeros(len(values), dtype=bool)
    if count:
        chosen[np.argpartition(values, count - 1)[:count]] = True
    return chosen

"""Counting what a statement returned: rows into bins, by metric, entry and key."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, partial
from math import lcm
from typing import Any

from warehouse.answer import Total
from warehouse.cells import WEIGHTS, weighted
from warehouse.metric import Metric
from warehouse.percentile import OVERALL, STEP
from warehouse.query import ROWS, Statement
from warehouse.question import Frame
from warehouse.rules import rules
from warehouse.statistics import Quantity

Key = tuple[str, ...]
Row = tuple[Any, ...]


@dataclass
class Count:
    """What one metric counted in one entry, by key; integers in units of 1/`scale` of a row."""

    scale: int
    bins: dict[Key, dict[str, int]] = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)
    beside: dict[Key, dict[str, int]] = field(default_factory=dict)
    ranks: dict[Key | None, dict[int, int]] = field(default_factory=dict)
    steps: list[tuple[int, int]] = field(default_factory=list)

    def add(self, key: Key, name: str, n: int) -> None:
        """Put rows into their bin."""
        bins = self.bins.setdefault(key, {})
        bins[name] = bins.get(name, 0) + n

    def add_measured(self, key: Key, name: str, step: int, n: int) -> None:
        """Note a percentile of a key or of all keys, or one step of the whole distribution."""
        if name == STEP:
            self.steps.append((step, n))
            return
        point = int(name.removeprefix(OVERALL).removeprefix("p"))
        self.ranks.setdefault(None if name.startswith(OVERALL) else key, {})[point] = step

    def total(self, asked: Metric, keys: Sequence[Key], of: Key | None) -> Total:
        """The reconciliation of some keys together; `of` None is the whole."""
        bins = _sum(asked.bin_names, self.bins, keys)
        beside = _sum(tuple(asked.beside), self.beside, keys)
        rows = sum([self.rows.get(key, 0) for key in keys])
        return Total(
            asked,
            self._exact(bins),
            self._exact({"": rows})[""],
            self._exact(beside),
            self.ranks.get(of, {}),
            tuple(sorted(self.steps)) if of is None else (),
        )

    def _exact(self, counts: dict[str, int]) -> dict[str, Quantity]:
        if self.scale == 1:
            return dict(counts)
        return {name: Fraction(n, self.scale) if n % self.scale else n // self.scale for name, n in counts.items()}


def count(
    rows: Sequence[Row], asked: Sequence[Metric], framed: Frame, query: Statement
) -> dict[tuple[int, int], Count]:
    """What each metric counted in each entry, by the positions of both."""
    weights, scale = _weights(rows, framed, query.width)
    after = 2 + query.width + (len(WEIGHTS) if weights else 0)
    every: list[dict[Key, int]] = [{} for _ in query.entries]  # all rows of an entry, the same for every metric
    found = {(index, place): Count(scale, rows=held) for index in range(len(asked)) for place, held in enumerate(every)}
    end, keyed = 2 + query.width, cache(partial(_key, framed))
    for row in rows:
        index, place, name, step, n = row[0], row[1], row[after], row[after + 1], row[after + 2]
        key = keyed(row[2:end])
        weight = weights[row[end:after]] if weights else 1
        if index == ROWS:
            if n:
                every[place][key] = every[place].get(key, 0) + weight * n
        elif step is not None:
            found[index, place].add_measured(key, name, step, n)
        elif n or any(row[after + 3 :]):
            found[index, place].add(key, name, weight * n)
            if asked[index].beside and asked[index].role(name) in ("hit", "miss"):
                _add_beside(
                    found[index, place],
                    asked[index],
                    key,
                    weight,
                    dict(zip(query.sums, row[after + 3 :], strict=True)),
                )
    return found


def _sum(names: Sequence[str], held: dict[Key, dict[str, int]], keys: Sequence[Key]) -> dict[str, int]:
    if not names:
        return {}
    found = dict.fromkeys(names, 0)
    if len(keys) == 1:
        found.update(held.get(keys[0], ()))
        return found
    for key in keys:
        for name, n in held.get(key, {}).items():
            found[name] = found.get(name, 0) + n
    return found


def _key(framed: Frame, values: Row) -> Key:
    return tuple(each.code(value) for each, value in zip(framed.by, values, strict=True))


def _add_beside(counted: Count, asked: Metric, key: Key, weight: int, sums: dict[str, int]) -> None:
    held = counted.beside.setdefault(key, {})
    for side, of in asked.beside.items():
        held[side] = held.get(side, 0) + weight * sums[of.of]


def _weights(rows: Sequence[Row], framed: Frame, width: int) -> tuple[dict[Row, int], int]:
    """The credit of each (role, number of helpers) as an integer, and how many of them make one case."""
    if not weighted(framed):
        return {}, 1
    end = 2 + width + len(WEIGHTS)
    shares = {pair: rules().credit.share(*pair) for pair in {row[2 + width : end] for row in rows}}
    scale = lcm(*(share.denominator for share in shares.values()))
    return {key: int(share * scale) for key, share in shares.items()}, scale

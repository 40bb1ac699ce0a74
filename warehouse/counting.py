"""Counting what a statement returned: rows into bins, by metric, entry and key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, partial
from math import lcm
from typing import Any

from warehouse.answer import Total
from warehouse.cells import WEIGHTS, weighted
from warehouse.metric import EXCLUDED, Metric
from warehouse.percentile import BINS, OVERALL, ROWS, STEP
from warehouse.query import Statement
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

    def add_beside(self, key: Key, asked: Metric, sums: Mapping[str, int]) -> None:
        """Add what stands beside the rows of the denominator."""
        held = self.beside.setdefault(key, {})
        for side, of in asked.beside.items():
            held[side] = held.get(side, 0) + sums[of.of]

    def add_measured(self, part: int, key: Key, step: int | None, n: int) -> None:
        """Note the point `n` of a key or of all keys, or one step of the whole distribution."""
        if step is None:
            return
        if part == STEP:
            self.steps.append((step, n))
        else:
            self.ranks.setdefault(None if part == OVERALL else key, {})[n] = step

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
    every: list[dict[Key, int]] = [{} for _ in query.entries]  # all rows of an entry, the same for every metric
    found = [[Count(scale, rows=held) for _ in asked] for held in every]
    end, keyed, drawers = 2 + query.width, cache(partial(_key, framed)), cache(partial(_drawers, asked))
    after = end + (len(WEIGHTS) if weights else 0)
    step = after + 1 + len(asked)
    for row in rows:
        part, place, n, key = row[0], row[1], row[step + 1], keyed(row[2:end])
        weight = weights[row[end:after]] if weights else 1
        if part == ROWS:
            if n:
                every[place][key] = every[place].get(key, 0) + weight * n
        elif part != BINS:
            found[place][row[after + 1]].add_measured(part, key, row[step], n)
        elif n or any(row[step + 2 :]):
            names, judged = drawers(row[after:step])
            _add(found[place], names, key, weight * n)
            for index in judged:
                sums = {of: weight * each for of, each in zip(query.sums, row[step + 2 :], strict=True)}
                found[place][index].add_beside(key, asked[index], sums)
    return {(index, place): each for place, counts in enumerate(found) for index, each in enumerate(counts)}


def _drawers(asked: Sequence[Metric], bins: Row) -> tuple[list[str], list[int]]:
    """The bin of each metric by its name; and which of them show sums beside such rows."""
    excluded, *numbers = bins
    if excluded is not None:
        return [EXCLUDED + excluded] * len(asked), []
    held = [each.bins[number] for each, number in zip(asked, numbers, strict=True)]
    judged = [place for place, each in enumerate(asked) if each.beside and held[place].role in ("hit", "miss")]
    return [each.name for each in held], judged


def _add(counts: Sequence[Count], names: Sequence[str], key: Key, n: int) -> None:
    """Put rows into the bin that each metric has for them."""
    for counted, name in zip(counts, names, strict=True):
        bins = counted.bins.get(key)
        if bins is None:
            bins = counted.bins[key] = {}
        bins[name] = bins.get(name, 0) + n


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


def _weights(rows: Sequence[Row], framed: Frame, width: int) -> tuple[dict[Row, int], int]:
    """The credit of each (role, number of helpers) as an integer, and how many of them make one case."""
    if not weighted(framed):
        return {}, 1
    end = 2 + width + len(WEIGHTS)
    shares = {pair: rules().credit.share(*pair) for pair in {row[2 + width : end] for row in rows}}
    scale = lcm(*(share.denominator for share in shares.values()))
    return {key: int(share * scale) for key, share in shares.items()}, scale

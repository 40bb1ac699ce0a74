"""Programmes: how many units have joined, and how these stand together against those that have not yet.

A unit counts from the first whole step on: what was reported before it joined says nothing about the programme.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from warehouse.answer import Total
from warehouse.ask import counted, fed
from warehouse.catalog import dimensions_of
from warehouse.dimension import Dimension, dimension
from warehouse.metric import Metric
from warehouse.participation import Participation, participation
from warehouse.peers import RANKED_BY
from warehouse.period import Window, calendar, grain
from warehouse.question import EVERYTHING, Question, Scope, frame, resolve
from warehouse.register import registers
from warehouse.snapshot import Snapshot

STEP = "month"
Key = tuple[str, ...]
Members = Mapping[str, Participation]


@dataclass(frozen=True)
class Piloted:
    """A programme among the units of one dimension; a side is None where its figures cannot be added up."""

    programme: str
    by: Dimension
    units: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    settling: tuple[str, ...]  # joined, but not for a whole step of the period yet
    inside: Total | None
    outside: Total | None

    def document(self, lang: str) -> dict[str, Any]:
        """The programme as JSON holds it."""
        sides = {"inside": self.inside, "outside": self.outside}
        return {
            "programme": self.programme,
            "by": self.by.name,
            "of": len(self.units),
            "joined": len(self.joined),
            "left": len(self.left),
            "settling": len(self.settling),
            **{name: total and total.document(lang) for name, total in sides.items()},
        }


def piloted(snapshot: Snapshot, question: Question, scope: Scope = EVERYTHING) -> tuple[Piloted, ...]:
    """Every programme that any unit below the question's filters takes part in, in its period and as of its day."""
    asked, framed, window = resolve(snapshot, question, scope)
    known, held = registers(snapshot), participation(snapshot, window.as_of)
    found = []
    for by in (dimension(name) for name in RANKED_BY if name in dimensions_of(asked, known)):
        units = known.standing(by, window.as_of, framed.codes)
        told = _by_programme(units, held)
        pool = _pool(snapshot, asked, question, by, window, scope) if told else None
        found += [_piloted(name, by, units, told[name], window, pool) for name in sorted(told)]
    return tuple(found)


def _by_programme(
    units: Iterable[str], held: Mapping[str, Sequence[Participation]]
) -> dict[str, dict[str, Participation]]:
    found: dict[str, dict[str, Participation]] = {}
    for unit in units:
        for each in held.get(unit, ()):
            found.setdefault(each.programme, {})[unit] = each
    return found


@dataclass(frozen=True)
class _Pool:
    """What each unit counted, of a cohort step by step, and how some of it is added up."""

    stepped: bool
    keys: Sequence[Key]
    total: Callable[[Sequence[Key]], Total]


def _pool(
    snapshot: Snapshot, asked: Metric, question: Question, by: Dimension, window: Window, scope: Scope
) -> _Pool | None:
    """The counts of each unit; None where they cannot be added up, or nothing could be counted."""
    if asked.kind == "percentile" or not fed(snapshot, asked):
        return None
    steps = [STEP] if asked.cohort else []
    framed = frame(snapshot, asked, [by.name, *steps], question.where, question.view, scope, window.as_of)
    held = counted(snapshot, asked, framed, window)

    def total(keys: Sequence[Key]) -> Total:
        return replace(held.total(asked, keys, None), beside={}, steps=())

    return _Pool(bool(steps), sorted({*held.bins, *held.rows}), total)


def _piloted(
    name: str, by: Dimension, units: Sequence[str], members: Members, window: Window, pool: _Pool | None
) -> Piloted:
    joined = {unit: each for unit, each in members.items() if each.joined}
    left = tuple(unit for unit, each in members.items() if not each.joined and each.from_on <= window.as_of)
    if pool is None:
        return Piloted(name, by, tuple(units), tuple(joined), left, (), None, None)
    last = _begun(window, grain(STEP, _last(window)).first) if pool.stepped else window.as_of
    settling = tuple(unit for unit, each in joined.items() if each.from_on > last)
    others = {*units} - {*joined, *left}
    inside = pool.total(list(_since(pool, joined, window)))
    outside = pool.total([key for key in pool.keys if key[0] in others])
    return Piloted(name, by, tuple(units), tuple(joined), left, settling, inside, outside)


def _since(pool: _Pool, joined: Members, window: Window) -> Iterator[Key]:
    """The counts of those who joined, of each step that began when they were in; of a stock, of all of them."""
    for key in pool.keys:
        unit, *step = key
        if unit in joined:
            begun = _begun(window, _month(step[0])) if step else window.as_of
            if joined[unit].from_on <= begun:
                yield key


def _begun(window: Window, first: date | None) -> date:
    """The day from which a step of the period counts."""
    opened = window.period.first if window.period and window.period.first else date.min
    return max(first or date.max, opened)


@cache
def _month(code: str) -> date | None:
    found = calendar(code)
    return found.first if found else None


def _last(window: Window) -> date:
    last = window.period.last if window.period else None
    return min(last, window.as_of) if last else window.as_of

"""Programmes: how many units have joined, and how these stand together against those that have not yet.

A unit counts from the first whole step on: what was reported before it joined says nothing about the programme.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from warehouse.answer import Total
from warehouse.ask import counted, fed
from warehouse.catalog import dimensions_of
from warehouse.counting import Count
from warehouse.dimension import Dimension, dimension
from warehouse.metric import Metric
from warehouse.participation import Participation, participation
from warehouse.peers import RANKED_BY
from warehouse.period import Window, grain
from warehouse.question import EVERYTHING, Question, Scope, frame, resolve
from warehouse.register import registers
from warehouse.sides import Sides
from warehouse.snapshot import Snapshot

STEP = "month"
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
        sides = [
            _Programme(name, units, members, window) for name, members in sorted(_by_programme(units, held).items())
        ]
        counts = _counted(snapshot, asked, question, by, window, scope, sides) if sides else None
        found += [each.piloted(asked, by, counts, 2 * place) for place, each in enumerate(sides)]
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
class _Programme:
    """A programme with the units that could take part, and those that do or did, in one window."""

    name: str
    units: Sequence[str]
    members: Members
    window: Window

    @cached_property
    def joined(self) -> dict[str, date]:
        """Who is in it, and since when."""
        return {unit: each.from_on for unit, each in self.members.items() if each.joined}

    @cached_property
    def left(self) -> tuple[str, ...]:
        """Who was in it and is no more."""
        told = self.members.items()
        return tuple(unit for unit, each in told if not each.joined and each.from_on <= self.window.as_of)

    def stand(self, sides: Sides, inside: int) -> None:
        """Put those who joined on one side, each from its first whole step on, and those who never did on the next."""
        for unit, from_on in self.joined.items():
            sides.add(unit, self._counts_from(from_on), inside)
        for unit in {*self.units} - {*self.joined, *self.left}:
            sides.add(unit, date.min, inside + 1)

    def piloted(self, asked: Metric, by: Dimension, counts: Count | None, inside: int) -> Piloted:
        """The programme with what was counted on its two sides."""
        told = self.name, by, tuple(self.units), tuple(self.joined), self.left
        if counts is None:
            return Piloted(*told, (), None, None)
        last = _begun(self.window, grain(STEP, _last(self.window)).first) if asked.cohort else self.window.as_of
        settling = tuple(unit for unit, from_on in self.joined.items() if from_on > last)
        totals = [counts.total(asked, [(str(side),)], None) for side in (inside, inside + 1)]
        return Piloted(*told, settling, *(replace(each, beside={}, steps=()) for each in totals))

    def _counts_from(self, from_on: date) -> date:
        """The first day of the first step that began when the unit was in; a period begins with a step of its own."""
        if from_on <= _begun(self.window, date.min):
            return date.min
        step = grain(STEP, from_on)
        return from_on if step.first == from_on else step.stop or date.max


def _counted(
    snapshot: Snapshot,
    asked: Metric,
    question: Question,
    by: Dimension,
    window: Window,
    scope: Scope,
    programmes: Sequence[_Programme],
) -> Count | None:
    """What each side counted; None where that cannot be added up, or nothing could be counted."""
    if asked.kind == "percentile" or not fed(snapshot, asked):
        return None
    framed, sides = frame(snapshot, asked, [by.name], question.where, question.view, scope, window.as_of), Sides()
    for place, each in enumerate(programmes):
        each.stand(sides, 2 * place)
    return counted(snapshot, asked, framed, window, sides)


def _begun(window: Window, first: date | None) -> date:
    """The day from which a step of the period counts."""
    opened = window.period.first if window.period and window.period.first else date.min
    return max(first or date.max, opened)


def _last(window: Window) -> date:
    last = window.period.last if window.period else None
    return min(last, window.as_of) if last else window.as_of

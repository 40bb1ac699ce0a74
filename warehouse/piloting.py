"""Programmes: how many units have joined, and how these stand together against those that have not yet.

A unit counts from the first whole step on: what was reported before it joined says nothing about the programme.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.answer import Answer, Total
from warehouse.ask import ask_windows
from warehouse.catalog import dimensions_of
from warehouse.dimension import Dimension, dimension
from warehouse.metric import Metric
from warehouse.participation import Participation, participation
from warehouse.peers import RANKED_BY
from warehouse.period import Window, calendar, grain
from warehouse.question import EVERYTHING, Question, Scope, resolve
from warehouse.register import registers
from warehouse.snapshot import Snapshot
from warehouse.statistics import Quantity

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
        told = _by_programme(units, held)
        answer = _answer(snapshot, asked, question, by, window, scope) if told else None
        found += [_piloted(name, by, units, told[name], window, answer) for name in sorted(told)]
    return tuple(found)


def _by_programme(
    units: Iterable[str], held: Mapping[str, Sequence[Participation]]
) -> dict[str, dict[str, Participation]]:
    found: dict[str, dict[str, Participation]] = {}
    for unit in units:
        for each in held.get(unit, ()):
            found.setdefault(each.programme, {})[unit] = each
    return found


def _answer(
    snapshot: Snapshot, asked: Metric, question: Question, by: Dimension, window: Window, scope: Scope
) -> Answer | None:
    """The counts of each unit, step by step; None where they cannot be added up."""
    if asked.kind == "percentile":
        return None
    steps = [STEP] if asked.cohort else []
    told = ask_windows(snapshot, [asked.name], question.where, [by.name, *steps], [window], question.view, scope)
    return told[asked.name][0]


def _piloted(
    name: str, by: Dimension, units: Sequence[str], members: Members, window: Window, answer: Answer | None
) -> Piloted:
    joined = {unit: each for unit, each in members.items() if each.joined}
    left = tuple(unit for unit, each in members.items() if not each.joined and each.from_on <= window.as_of)
    if answer is None or answer.total.missing_feeds:
        return Piloted(name, by, tuple(units), tuple(joined), left, (), None, None)
    last = _begun(window, grain(STEP, _last(window)).first) if len(answer.frame.by) > 1 else window.as_of
    settling = tuple(unit for unit, each in joined.items() if each.from_on > last)
    inside = _pooled(answer, _since(answer, joined, window))
    outside = _pooled(answer, _of(answer, {*units} - {*joined, *left}))
    return Piloted(name, by, tuple(units), tuple(joined), left, settling, inside, outside)


def _since(answer: Answer, joined: Members, window: Window) -> Iterator[Total]:
    """The counts of those who joined, of each step that began when they were in; of a stock, of all of them."""
    for group in answer.groups:
        unit, *step = group.key.values()
        begun = _begun(window, _month(step[0])) if step else window.as_of
        if unit in joined and joined[unit].from_on <= begun:
            yield group.total


def _begun(window: Window, first: date | None) -> date:
    """The day from which a step of the period counts."""
    opened = window.period.first if window.period and window.period.first else date.min
    return max(first or date.max, opened)


def _month(code: str) -> date | None:
    found = calendar(code)
    return found.first if found else None


def _last(window: Window) -> date:
    last = window.period.last if window.period else None
    return min(last, window.as_of) if last else window.as_of


def _of(answer: Answer, units: set[str]) -> Iterator[Total]:
    return (group.total for group in answer.groups if next(iter(group.key.values())) in units)


def _pooled(answer: Answer, totals: Iterable[Total]) -> Total:
    bins: dict[str, Quantity] = {}
    rows: Quantity = 0
    for total in totals:
        rows += total.rows
        for name, n in total.bins.items():
            bins[name] = bins.get(name, 0) + n
    return Total(answer.metric, bins, rows)

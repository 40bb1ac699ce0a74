"""Changes of units, to be marked on every trend: what a unit became or came from, and what moved into or out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

from warehouse.dimension import Dimension, dimension, dimensions
from warehouse.lineage import Change
from warehouse.register import Registers, registers
from warehouse.snapshot import Snapshot
from warehouse.text import text
from warehouse.unit import Unit

Effect = Literal["own", "in", "out"]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """One change as a unit sees it: its own, or of a unit of dimension `by` that came to lie under it or went."""

    change: Change
    effect: Effect
    by: Dimension
    registers: Registers

    def sentence(self, lang: str) -> str:
        """The change in words."""
        old, new = self._name(self.change.old, DAY, lang), self._name(self.change.new, DAY * 0, lang)
        told = {"day": self.change.day.isoformat(), "kind": text(f"changes.{self.change.kind}", lang)}
        return text(f"changes.{self.effect}", lang, old=old, new=new, **told)

    def document(self, lang: str) -> dict[str, Any]:
        """The change as JSON holds it."""
        return {
            "kind": self.change.kind,
            "effect": self.effect,
            "by": self.by.name,
            "effective_on": self.change.day.isoformat(),
            "old": {"code": self.change.old, "name": self._name(self.change.old, DAY, lang)},
            "new": {"code": self.change.new, "name": self._name(self.change.new, DAY * 0, lang)},
            "sentence": self.sentence(lang),
        }

    def _name(self, code: str, before: timedelta, lang: str) -> str:
        return self.registers.name(self.by, code, self.change.day - before, lang)


def changes(snapshot: Snapshot, by: str, code: str, first: date, last: date) -> tuple[Mark, ...]:
    """The changes from `first` to `last` that touch the unit with that code of the dimension `by`, oldest first."""
    known, asked = registers(snapshot), dimension(by)
    codes = known.lineage(asked).meant(known.folded(asked, last).get(code, code), last)
    found = [
        Mark(change, effect, each, known)
        for each in dimensions().values()
        if each.registered_in is not None and each.registered_in == asked.registered_in
        for change in _told(known, each)
        if first <= change.day <= last and (effect := _effect(known, each, change, by, codes)) is not None
    ]
    return tuple(sorted(found, key=lambda each: (each.change.day, each.by.name, each.change.old, each.change.new)))


def _effect(known: Registers, each: Dimension, change: Change, by: str, codes: Sequence[str]) -> Effect | None:
    if each.name == by:
        return "own" if {change.old, change.new} & set(codes) else None
    before, after = _above(known, each, change.old, change.day - DAY), _above(known, each, change.new, change.day)
    was, now = before.get(by), after.get(by)
    if was is None or now is None or (was in codes) == (now in codes):
        return None
    return "out" if was in codes else "in"


def _above(known: Registers, each: Dimension, code: str, day: date) -> dict[str, str | None]:
    held = known.units.get(each.name, {}).get(code, [])
    return next((unit.above for unit in held if unit.stands(day)), {})


def _told(known: Registers, each: Dimension) -> tuple[Change, ...]:
    """The changes of one dimension's units: those of the feed, and those that the register shows by itself."""
    if each.name not in known.marked:
        held = known.units.get(each.name, {})
        told = [change for change in known.lineage(each).changes if {change.old, change.new} & set(held)]
        spoken = {(code, change.day) for change in told for code in (change.old, change.new)}
        shown = [change for code in held for change in _shown(known, each, held[code])]
        known.marked[each.name] = (*told, *(change for change in shown if (change.old, change.day) not in spoken))
    return known.marked[each.name]


def _shown(known: Registers, each: Dimension, held: Sequence[Unit]) -> Iterator[Change]:
    """What follows from two rows of one code in a row: another name, or another unit right above."""
    for before, after in pairwise(held):
        if before.stop == after.first and before.name != after.name:
            yield Change("rename", after.first, after.code, after.code)
        elif before.stop == after.first and _moved(known, before, after):
            yield Change("move", after.first, after.code, after.code)


def _moved(known: Registers, before: Unit, after: Unit) -> bool:
    """Whether the nearest unit above is another one, and not the same under a new code."""
    for level in reversed(tuple(after.above)):
        was, now = before.above[level], after.above[level]
        if after.code in (was, now) or (was is None and now is None):
            continue
        folded = known.folded(dimension(level), after.first) if was != now else {}
        return was is not None and now is not None and folded.get(was, was) != now
    return False

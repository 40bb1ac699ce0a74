"""Lineage: what the codes of one register became, so that trends and totals cross a change without a jump.

Facts keep the code of the day they were reported. A code whose place one other took whole (renamed, converted, merged,
or given a new code as it moved) is counted under the one that lasts; a code that was divided stays a unit of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby


@dataclass(frozen=True)
class Change:
    """One change of a code on the day it took effect; `folds`: the new code took the old one's place whole."""

    kind: str
    day: date
    old: str
    new: str
    folds: bool = False


@dataclass(frozen=True)
class Lineage:
    """The changes of a register by day, and the days on which rows of each code begin."""

    changes: tuple[Change, ...] = ()
    begun: Mapping[str, Sequence[date]] = field(default_factory=dict)

    def folded(self, day: date) -> dict[str, str]:
        """Old codes with the code that lasts, as of that day; chains are followed to their end."""
        found: dict[str, str] = {}
        told = [each for each in self.changes if each.folds and self._holds(each, day)]
        for _, together in groupby(told, key=lambda each: each.day):
            heirs = {each.old: each.new for each in together}
            found = {old: heirs.get(now, now) for old, now in found.items()} | heirs
        return {old: now for old, now in found.items() if old != now}

    def divided(self, code: str, day: date) -> Change | None:
        """The change by which that code was divided by that day and ended; None where it was not, or goes on."""
        if code not in self._from:
            return None
        told = [each for each in self._from[code] if not each.folds and self._holds(each, day)]
        ended = [each for each in told if each.new != code and not self._goes_on(each)]
        return ended[-1] if ended else None

    def parts(self, code: str, day: date) -> tuple[str, ...]:
        """What that code was divided into by that day."""
        told = [each for each in self._from.get(code, ()) if each.new != code and not each.folds and each.day <= day]
        return tuple(sorted({each.new for each in told}))

    def meant(self, code: str, day: date) -> tuple[str, ...]:
        """Every code that a lasting code stands for: itself, its parts once divided, and all folded into these."""
        folded = self.folded(day)
        family, found = [folded.get(code, code)], set[str]()
        while family:
            each = family.pop()
            if each not in found:
                found.add(each)
                family += [folded.get(part, part) for part in self._after(each, day)]
        return tuple(sorted(found | {old for old, now in folded.items() if now in found}))

    def touching(self, codes: Iterable[str]) -> tuple[Change, ...]:
        """The changes from or to any of these codes."""
        held = set(codes)
        return tuple(each for each in self.changes if {each.old, each.new} & held)

    @cached_property
    def _from(self) -> dict[str, list[Change]]:
        """The changes by their old code."""
        found: dict[str, list[Change]] = {}
        for each in self.changes:
            found.setdefault(each.old, []).append(each)
        return found

    def _after(self, code: str, day: date) -> tuple[str, ...]:
        return self.parts(code, day) if self.divided(code, day) else ()

    def _holds(self, change: Change, day: date) -> bool:
        """Whether a change took effect by that day, and its old code has not been given out anew since."""
        again = any(change.day <= first <= day for first in self.begun.get(change.old, ()))
        return change.day <= day and not again

    def _goes_on(self, change: Change) -> bool:
        """Whether a divided code is one of its own parts."""
        return any((each.new, each.day) == (change.old, change.day) for each in self._from[change.old])

"""The rows of a question by window, key and state, before they fall into bins: one common table named `cell`.

Over a tally, several windows cost one pass: days are first numbered by the as-of day they precede. Over
states, each window is a branch of its own, so that its months prune.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from warehouse.dimension import Dimension
from warehouse.question import Frame
from warehouse.tally import Tally

WEIGHTS = ("role", "n_assist")
EVER, NEVER = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: a tally, or the states themselves."""

    relation: str
    tally: Tally | None = None

    @property
    def name(self) -> str:
        """How the answer calls it: tally:<name> or state:<table>."""
        return f"tally:{self.tally.name}" if self.tally else f"state:{self.relation}"


@dataclass(frozen=True)
class Entry:
    """One span of the cohort as of one day; None where the span is open, or the metric a stock."""

    since: date | None
    stop: date | None
    as_of: date


@dataclass(frozen=True)
class Cells:
    """The common table `cell`: rows by entry, key and state."""

    frame: Frame
    source: Source
    cohort: str | None
    keys: list[str]
    columns: list[str]
    sums: tuple[str, ...]
    parameters: dict[str, object]

    def one(self, index: int, place: Entry) -> str:
        """For one entry, over either source."""
        return f"cell as materialized (\n  {self._folded(self._branch(index, place))}\n)"

    def many(self, entries: Sequence[Entry]) -> str:
        """For several entries: one pass over a tally, one branch each over states."""
        if self.source.tally is None:
            branches = "\n  union all\n  ".join(self._branch(index, each) for index, each in enumerate(entries))
            return f"cell as materialized (\n  {self._folded(branches)}\n)"
        kept = ", ".join([*self.keys, *self.columns])
        spread = (
            f"select entry, {kept}, {self._totals('n', self.sums)}\n"
            f"  from base join span on slot <= slot_to and cohort >= since and cohort < stop\n"
            f"  group by entry, {kept}"
        )
        return (
            f"base as materialized (\n  {self._numbered(entries)}\n"
            f"), span(entry, since, stop, slot_to) as (\n"
            f"  values {self._spans(entries)}\n), cell as materialized (\n  {self._folded(spread)}\n)"
        )

    def _folded(self, rows: str) -> str:
        """The rows with old codes counted under the ones that last."""
        folds = self.frame.folds
        if not folds:
            return rows
        for name, codes in folds.items():
            self.parameters.update({f"old_{name}": list(codes), f"now_{name}": list(codes.values())})
        keys = [
            f"coalesce($now_{name}[list_position($old_{name}, {name})], {name}) as {name}" if name in folds else name
            for name in self.keys
        ]
        kept = ", ".join([*keys, *self.columns])
        return f"select entry, {kept}, {self._totals('n', self.sums)}\n  from (\n  {rows}\n)\n  group by all"

    def _branch(self, index: int, place: Entry) -> str:
        tally = self.source.tally
        if tally is None:
            wanted = conditions(self.frame, self.cohort, place, index, self.parameters)
            totals = ", ".join(["count(*) as n", *(f"cast(sum({name}) as bigint) as {name}" for name in self.sums)])
        else:
            self.parameters[f"as_of_{index}"] = place.as_of
            wanted = [
                f"day <= $as_of_{index}",
                *filters(self.frame),
                *_edges("cohort", place, index, self.parameters),
            ]
            totals = self._totals("n", self.sums)
        return (
            f"select {index} as entry, {self._kept()}, {totals}\n"
            f"  from {self.source.relation}\n  where {' and '.join(wanted)}\n  group by all"
        )

    def _numbered(self, entries: Sequence[Entry]) -> str:
        days = _days(entries)
        for number, each in enumerate(days):
            self.parameters[f"day_{number}"] = each
        arms = " ".join(f"when day <= $day_{number} then {number}" for number in range(len(days)))
        wanted = [f"day <= $day_{len(days) - 1}", *filters(self.frame), *self._widest(entries)]
        return (
            f"select cohort, case {arms} end as slot, {self._kept()}, {self._totals('n', self.sums)}\n"
            f"  from {self.source.relation}\n  where {' and '.join(wanted)}\n  group by all"
        )

    def _widest(self, entries: Sequence[Entry]) -> list[str]:
        since = None if any(each.since is None for each in entries) else min(each.since or EVER for each in entries)
        stop = None if any(each.stop is None for each in entries) else max(each.stop or NEVER for each in entries)
        return _edges("cohort", Entry(since, stop, NEVER), len(entries), self.parameters)

    def _spans(self, entries: Sequence[Entry]) -> str:
        rows, days = [], _days(entries)
        for index, each in enumerate(entries):
            self.parameters[f"since_{index}"] = each.since or EVER
            self.parameters[f"stop_{index}"] = each.stop or NEVER
            rows.append(
                f"({index}, cast($since_{index} as date), cast($stop_{index} as date), {days.index(each.as_of)})"
            )
        return ", ".join(rows)

    def _kept(self) -> str:
        time = "cohort" if self.source.tally else self.cohort
        keys = [f"{key_of(each, time)} as {each.name}" for each in self.frame.by]
        return ", ".join([*keys, *(WEIGHTS if weighted(self.frame) else ()), *self.columns])

    @staticmethod
    def _totals(count: str, sums: Sequence[str]) -> str:
        return ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in (count, *sums))


def weighted(frame: Frame) -> bool:
    """Whether counts come back by role and number of assisting departments."""
    return frame.shared and frame.view == "shared"


def key_of(asked: Dimension, time: str | None) -> str:
    """The expression of a dimension: its column, or a grain of the cohort's time."""
    return f"cast(date_trunc('{asked.grain}', {time}) as date)" if asked.grain else asked.column


def filters(frame: Frame) -> list[str]:
    """What holds for the codes of a row, by the parameters of `filter_values`."""
    found = []
    for name, codes in frame.codes.items():
        words = [f"${word}" for word in _words(name, codes)]
        found.append(f"{name} = {words[0]}" if len(words) == 1 else f"{name} in ({', '.join(words)})")
    return found


def filter_values(frame: Frame) -> dict[str, object]:
    """The parameters of the filters: every code that each of them means."""
    return {
        word: code for name, codes in frame.codes.items() for word, code in zip(_words(name, codes), codes, strict=True)
    }


def _words(name: str, codes: Sequence[str]) -> list[str]:
    return [f"where_{name}" + (f"_{place}" if place else "") for place in range(len(codes))]


def conditions(frame: Frame, cohort: str | None, place: Entry, index: int, parameters: dict[str, object]) -> list[str]:
    """What holds for a row of states that the entry sees; adds its parameters."""
    parameters[f"as_of_{index}"] = place.as_of
    found = [f"valid_from <= $as_of_{index}", f"$as_of_{index} < valid_to"]
    found += filters(frame)
    if cohort:
        found.append(f"{cohort} is not null")
    return found + _edges(cohort, place, index, parameters)


def _edges(cohort: str | None, place: Entry, index: int, parameters: dict[str, object]) -> list[str]:
    found = []
    for name, sign, edge in (("since", ">=", place.since), ("stop", "<", place.stop)):
        if cohort and edge:
            parameters[f"{name}_{index}"] = edge
            found.append(f"{cohort} {sign} ${name}_{index}")
    return found


def _days(entries: Sequence[Entry]) -> list[date]:
    return sorted({each.as_of for each in entries})

"""The rows of a question by window, key and state, before they fall into bins: one common table named `cell`.

A tally is read from the opening before the first day asked. Several windows cost one pass over tally or states: rows
that the same windows see are first summed together, whichever windows those are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from warehouse.dimension import Dimension
from warehouse.halving import number_of
from warehouse.question import Frame
from warehouse.tally import Tally

WEIGHTS = ("role", "n_assist")
EVER, NEVER = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: a tally, or the states themselves."""

    relation: str
    tally: Tally | None = None
    openings: tuple[date, ...] = ()
    weight: str | None = None

    @property
    def count(self) -> str:
        """SQL for how many things a group of its rows stands for."""
        return f"sum({self.weight})" if self.weight else "count(*)"

    def opening(self, day: date) -> date | None:
        """The opening of the tally from which the day is counted."""
        return max((each for each in self.openings if each <= day), default=next(iter(self.openings), None))

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

    def sql(self, entries: Sequence[Entry]) -> str:
        """For one entry a plain sum; for several one pass, rows being numbered by the days that see them."""
        if len(entries) == 1:
            return f"cell as materialized (\n  {self._folded(self._sum(entries[0]))}\n)"
        kept = ", ".join([*self.keys, *self.columns])
        days, edges = _days(entries), _edges(entries)
        self.parameters["days"] = [days.index(each.as_of) for each in entries]
        self.parameters["seen"] = _seen(entries, edges)
        spread = (
            f"select entry, {kept}, {self._totals('sum(n)')}\n"
            f"  from (select *, unnest(($seen::integer[][])[cohort_no + 1]) as entry from base) found\n"
            f"  where first_no <= $days[entry + 1] and $days[entry + 1] < last_no\n  group by entry, {kept}"
        )
        return (
            f"base as materialized (\n  {self._numbered(days, edges, entries)}\n"
            f"), cell as materialized (\n  {self._folded(spread)}\n)"
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
        return f"select entry, {kept}, {self._totals('sum(n)')}\n  from (\n  {rows}\n)\n  group by all"

    def _sum(self, place: Entry) -> str:
        self.parameters["as_of"] = place.as_of
        if self.source.tally:
            self.parameters["opening"] = self.source.opening(place.as_of)
            wanted, count = ["opening = $opening", "day <= $as_of"], "sum(n)"
        else:
            wanted, count = ["valid_from <= $as_of", "$as_of < valid_to", *self._stamped()], self.source.count
        wanted += [*filters(self.frame), *self._within(place.since, place.stop)]
        return (
            f"select 0 as entry, {self._kept()}, {self._totals(count)}\n"
            f"  from {self.source.relation}\n  where {' and '.join(wanted)}\n  group by all"
        )

    def _numbered(self, days: Sequence[date], edges: Sequence[date], entries: Sequence[Entry]) -> str:
        """Rows by the first day that sees them, the first that does not, and the place of their cohort."""
        self.parameters.update({f"day_{number}": day for number, day in enumerate(days)})
        self.parameters.update({f"edge_{number}": edge for number, edge in enumerate(edges)})
        seen, time = [f"$day_{number}::date + 1" for number in range(len(days))], self._time
        cohort = number_of(time, [f"$edge_{number}" for number in range(len(edges))]) if time else "0"
        if self.source.tally:
            self.parameters["opening"] = self.source.opening(days[0])
            first, last, count = number_of("day", seen), f"{len(days)}", "sum(n)"
            wanted = ["opening >= $opening", "(day >= opening or opening = $opening)", f"day <= $day_{len(days) - 1}"]
        else:
            first, last, count = number_of("valid_from", seen), number_of("valid_to", seen), self.source.count
            wanted = [f"valid_from <= $day_{len(days) - 1}", "$day_0 < valid_to", *self._stamped()]
        wanted += [*filters(self.frame), *self._widest(entries)]
        return (
            f"select {first} as first_no, {last} as last_no, {cohort} as cohort_no, {self._kept()},"
            f" {self._totals(count)}\n"
            f"  from {self.source.relation}\n  where {' and '.join(wanted)}\n  group by all"
        )

    def _widest(self, entries: Sequence[Entry]) -> list[str]:
        begun = [each for each in entries if each.since is None or each.since <= each.as_of]
        if not begun:  # nothing belongs to a day that has not come
            return ["false"]
        since = None if any(each.since is None for each in begun) else min(each.since or EVER for each in begun)
        stop = None if any(each.stop is None for each in begun) else max(each.stop or NEVER for each in begun)
        return self._within(since, stop)

    @property
    def _time(self) -> str | None:
        return "cohort" if self.source.tally else self.cohort

    def _within(self, since: date | None, stop: date | None) -> list[str]:
        found = []
        for name, sign, edge in (("since", ">=", since), ("stop", "<", stop)):
            if self._time and edge:
                self.parameters[name] = edge
                found.append(f"{self._time} {sign} ${name}")
        return found

    def _stamped(self) -> list[str]:
        return [f"{self.cohort} is not null"] if self.cohort else []

    def _totals(self, count: str) -> str:
        sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in self.sums)
        return f"cast({count} as bigint) as n{', ' if sums else ''}{sums}"

    def _kept(self) -> str:
        keys = [f"{key_of(each, self._time)} as {each.name}" for each in self.frame.by]
        return ", ".join([*keys, *(WEIGHTS if weighted(self.frame) else ()), *self.columns])


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
    for name, sign, edge in (("since", ">=", place.since), ("stop", "<", place.stop)):
        if cohort and edge:
            parameters[f"{name}_{index}"] = edge
            found.append(f"{cohort} {sign} ${name}_{index}")
    return found


def _days(entries: Sequence[Entry]) -> list[date]:
    return sorted({each.as_of for each in entries})


def _seen(entries: Sequence[Entry], edges: Sequence[date]) -> list[list[int]]:
    """For each place of a cohort among the edges, the entries that it belongs to."""
    found: list[list[int]] = [[] for _ in range(len(edges) + 1)]
    for number, each in enumerate(entries):
        first = edges.index(each.since) + 1 if each.since else 0
        stop = edges.index(each.stop) + 1 if each.stop else len(found)
        for place in found[first:stop]:
            place.append(number)
    return found


def _edges(entries: Sequence[Entry]) -> list[date]:
    return sorted({edge for each in entries for edge in (each.since, each.stop) if edge})

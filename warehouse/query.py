"""The SQL of a question: one statement over a tally or over states, by the same expressions.

`cell` holds the rows of each window by key and state, small whatever the source; the bins of every
metric are read off it at once, and the rows are counted over it once more without the bins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from warehouse.cells import WEIGHTS, Cells, Entry, Source, filter_values, weighted
from warehouse.errors import BadQuestion
from warehouse.metric import Metric
from warehouse.percentile import BINS, ROWS, measured_branches, measured_cells, number_of_bin
from warehouse.period import Window
from warehouse.question import Frame
from warehouse.register import Registers
from warehouse.tally import Tally, tallies

MONTHS = ("month",)


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters; its rows are part, entry, keys, weights, excluded, a bin a metric, step, n, sums."""

    text: str
    parameters: dict[str, object]
    entries: tuple[Entry, ...]
    width: int
    sums: tuple[str, ...]


def entry(asked: Metric, window: Window) -> Entry:
    """The span and day that a window means for a metric."""
    period = window.period
    if period is None or asked.cohort is None:
        return Entry(None, None, window.as_of)
    return Entry(period.first, period.stop, window.as_of)


def choose(
    known: Registers, asked: Sequence[Metric], frame: Frame, entries: Sequence[Entry], wanted: str | None = None
) -> dict[Source, list[Entry]]:
    """Where to read each entry: the smallest tally that answers, else the states; `wanted` forces one of them."""
    tally = None if wanted == "state" else _smallest(known, asked, frame)
    whole = [each for each in entries if tally and _is_whole(each, known.edges)]
    if wanted == "tally" and len(whole) < len(entries):
        raise BadQuestion(
            "no tally answers this question; leave out --source, or ask for whole months and fewer filters"
        )
    found: dict[Source, list[Entry]] = {}
    if tally and whole:
        found[Source(tally.table, tally, known.openings[tally.table])] = whole
    if rest := [each for each in entries if each not in whole]:
        found[Source(frame.relation, weight=asked[0].state.weight)] = rest
    return found


def _smallest(known: Registers, asked: Sequence[Metric], frame: Frame) -> Tally | None:
    """The smallest tally that these metrics can be read from; None where there is none."""
    fitting = [each for each in tallies() if _fits(each, asked, frame) and _holds(known, each)]
    return min(fitting, key=lambda each: (known.tables[each.table], each.name), default=None)


def _is_whole(place: Entry, edges: set[date]) -> bool:
    """Whether the entry's span begins and stops where cohorts of tallies do."""
    return all(edge is None or edge.day == 1 or edge in edges for edge in (place.since, place.stop))


def statement(asked: Sequence[Metric], frame: Frame, entries: Sequence[Entry], source: Source) -> Statement:
    """One SQL for several metrics of one state table and several entries."""
    cohort = next((each.cohort for each in asked if each.cohort), None)
    columns = sorted(frozenset[str]().union(*(each.columns for each in asked)))
    sums = tuple(sorted({side.of for each in asked for side in each.beside.values()}))
    keys = [each.name for each in frame.by] + ([*WEIGHTS] if weighted(frame) else [])
    parameters: dict[str, object] = filter_values(frame)
    build = Cells(frame, source, cohort, keys, columns, sums, parameters)
    cells = build.sql(entries)
    bins = [number_of_bin(each) for each in asked]
    branches = [_counted(BINS, keys, "excluded", bins, sums), _counted(ROWS, keys, "null", ["null"] * len(bins), sums)]
    for index, each in enumerate(asked):
        if each.measure:
            cells += measured_cells(each, keys, index)
            row = partial(_measured, index, len(asked), len(sums))
            branches += measured_branches(each, keys, index, len(entries) == 1, row)
    text = f"with {cells}\n" + "\nunion all\n".join(branches)
    return Statement(text, parameters, tuple(entries), len(frame.by), sums)


def _counted(part: int, keys: Sequence[str], excluded: str, bins: Sequence[str], sums: Sequence[str]) -> str:
    told = "".join(f", {each} as bin_{number}" for number, each in enumerate(bins))
    kept = "".join(f", {name}" for name in keys)
    totals = "".join(f", cast(sum({name}) as bigint) as {name}" for name in ("n", *sums))
    named = f"{part} as part, entry{kept}, {excluded} as excluded{told}, null as step"
    return f"select {named}{totals}\nfrom cell\ngroup by all"


def _measured(index: int, metrics: int, sums: int, part: int, keys: str, step: str, n: str) -> str:
    """Which metric is measured stands in the place of the first bin."""
    return f"select {part}, entry{keys}, null, {index}{', null' * (metrics - 1)}, {step}, {n}{', 0' * sums}"


def _holds(known: Registers, tally: Tally) -> bool:
    """Whether the snapshot, which older definitions may have made, has the tally as it is defined now."""
    return {"opening", *tally.by, *tally.columns, *tally.sums} <= known.columns.get(tally.table, set())


def _fits(tally: Tally, asked: Sequence[Metric], frame: Frame) -> bool:
    first = asked[0]
    if tally.of != first.of or tally.source != frame.relation:
        return False
    if any((each.cohort or first.state.born) != tally.cohort for each in asked):
        return False
    if any(each.grain and each.grain not in MONTHS for each in frame.by):
        return False
    named = {*(each.column for each in frame.by if each.column), *frame.where}
    read = frozenset[str]().union(*(each.columns for each in asked))
    sums = {side.of for each in asked for side in each.beside.values()}
    return named <= set(tally.by) and read <= set(tally.columns) and sums <= set(tally.sums)

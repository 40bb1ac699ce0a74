"""The SQL of a question: one statement over a tally or over states, by the same expressions.

`cell` holds the rows of each window by key and state, small whatever the source; the bins of every
metric are read off it, and the rows are counted over it once more without the bins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.cells import WEIGHTS, Cells, Entry, Source, filter_values, weighted
from warehouse.errors import BadQuestion
from warehouse.metric import Metric
from warehouse.percentile import bin_of, measured_branches, measured_cells
from warehouse.period import Window
from warehouse.question import Frame
from warehouse.register import Registers
from warehouse.tally import Tally, tallies

MONTHS = ("month",)
ROWS = -1


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters; its rows are metric, entry, keys, weights, bin, step, n, sums."""

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
    known: Registers, asked: Sequence[Metric], frame: Frame, entries: Sequence[Entry], wanted: str | None
) -> Source:
    """The smallest tally that answers, else the states; `wanted` (tally or state) forces one of them."""
    fitting = (
        []
        if wanted == "state"
        else [each for each in tallies() if _holds(known, each) and _fits(each, known, asked, frame, entries)]
    )
    if fitting:
        found = min(fitting, key=lambda each: (known.tables[each.table], each.name))
        return Source(found.table, found, known.openings[found.table])
    if wanted == "tally":
        raise BadQuestion(
            "no tally answers this question; leave out --source, or ask for whole months and fewer filters"
        )
    return Source(frame.relation, weight=asked[0].state.weight)


def statement(asked: Sequence[Metric], frame: Frame, entries: Sequence[Entry], source: Source) -> Statement:
    """One SQL for several metrics of one state table and several entries."""
    cohort = next((each.cohort for each in asked if each.cohort), None)
    columns = sorted(frozenset[str]().union(*(each.columns for each in asked)))
    sums = tuple(sorted({side.of for each in asked for side in each.beside.values()}))
    keys = [each.name for each in frame.by] + ([*WEIGHTS] if weighted(frame) else [])
    parameters: dict[str, object] = filter_values(frame)
    build = Cells(frame, source, cohort, keys, columns, sums, parameters)
    cells = build.sql(entries)
    branches = [_select(str(index), keys, bin_of(each), sums) for index, each in enumerate(asked)]
    branches.append(_select(str(ROWS), keys, "null", sums))
    for index, each in enumerate(asked):
        if each.measure:
            cells += measured_cells(each, keys, index)
            branches += measured_branches(each, keys, index, sums, len(entries) == 1)
    text = f"with {cells}\n" + "\nunion all\n".join(branches)
    return Statement(text, parameters, tuple(entries), len(frame.by), sums)


def _select(metric: str, keys: list[str], drawer: str, sums: tuple[str, ...]) -> str:
    kept = "".join(f", {name}" for name in keys)
    totals = "".join(f", cast(sum({name}) as bigint) as {name}" for name in ("n", *sums))
    named = f"{metric} as metric, entry{kept}, {drawer} as bin, null as step"
    return f"select {named}{totals}\nfrom cell\ngroup by all"


def _holds(known: Registers, tally: Tally) -> bool:
    """Whether the snapshot, which older definitions may have made, has the tally as it is defined now."""
    return {"opening", *tally.by, *tally.columns, *tally.sums} <= known.columns.get(tally.table, set())


def _fits(tally: Tally, known: Registers, asked: Sequence[Metric], frame: Frame, entries: Sequence[Entry]) -> bool:
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
    edges = {edge for each in entries for edge in (each.since, each.stop) if edge}
    whole = all(edge.day == 1 or edge in known.edges for edge in edges)
    return whole and named <= set(tally.by) and read <= set(tally.columns) and sums <= set(tally.sums)

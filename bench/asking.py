"""Asking: the same count questions, everything to date, from tallies and from states."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.report import Line
from warehouse import Question, Snapshot, ask, open_snapshot

COUNTS = ("reported_count", "closed_count", "open_count", "overdue_open_count")
METRICS = (*COUNTS, "closure_rate", "case_completion_rate")
DIVISIONS: tuple[tuple[str, ...], ...] = ((), ("district",), ("channel",), ("item_1",))
SOURCES = ("tally", "state")


def lines(warehouse: Path, rounds: int) -> Iterator[Line]:
    """How many times faster a tally answers, over all count questions."""
    with closing(open_snapshot(warehouse)) as snapshot:
        found = {(name, by): _both(snapshot, Question(name, by), rounds) for name in METRICS for by in DIVISIONS}
    ratios = {asked: state / tally for asked, (tally, state) in found.items()}
    (name, by), least = min(ratios.items(), key=lambda item: item[1])
    tally, state = (median(times[place] for times in found.values()) * 1000 for place in (0, 1))
    note = f"{len(found)} questions, medians {state:.1f} ms / {tally:.1f} ms; "
    note += f"least {least:.1f}x: {' by '.join((name, *by))}"
    yield Line("counts to date, states / tallies", median(ratios.values()), at_least=8, note=note)


def _both(snapshot: Snapshot, question: Question, rounds: int) -> tuple[float, float]:
    """Median seconds from tallies and from states, asked in turn; both must say the same."""
    times: dict[str, list[float]] = {source: [] for source in SOURCES}
    totals = {source: ask(snapshot, question, source=source).total.document("zh") for source in SOURCES}
    assert totals["tally"] == totals["state"], question
    for _ in range(rounds):
        for source in SOURCES:
            began = perf_counter()
            ask(snapshot, question, source=source)
            times[source].append(perf_counter() - began)
    return median(times["tally"]), median(times["state"])

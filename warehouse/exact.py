"""Exact percentiles beside the steps, where the rows are few enough to be read one by one."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from warehouse.answer import Answer, Group, Total
from warehouse.cells import WEIGHTS, Source, conditions, filter_values, key_of, weighted
from warehouse.percentile import bin_of
from warehouse.query import entry
from warehouse.rules import rules
from warehouse.snapshot import Snapshot
from warehouse.statistics import Quantity, half_up, nearest_rank

EXACT_ROWS = 10_000
MICROSECONDS = 3_600_000_000
Measured = dict[tuple[str, ...], list[tuple[int, Quantity]]]


def with_exact_hours(snapshot: Snapshot, answer: Answer) -> Answer:
    """The answer with exact hours at each point; unchanged where more than 10,000 rows are measured."""
    if not 0 < answer.total.n <= EXACT_ROWS:
        return answer
    rows = _measured(snapshot, answer)
    if len(rows) > EXACT_ROWS:
        return answer
    found = _by_key(answer, rows)
    whole = [each for held in found.values() for each in held]
    names = [each.name for each in answer.frame.by]
    groups = tuple(
        Group(group.key, _timed(group.total, found.get(tuple(group.key[name] for name in names), [])))
        for group in answer.groups
    )
    return replace(answer, total=_timed(answer.total, whole), groups=groups)


def _measured(snapshot: Snapshot, answer: Answer) -> list[tuple[Any, ...]]:
    asked, framed = answer.metric, answer.frame
    (since, until), binds = asked.timed or ("", ""), filter_values(framed)
    wanted = conditions(framed, asked.cohort, entry(asked, answer.window), 0, binds)
    keys = [key_of(each, asked.cohort) for each in framed.by] + (list(WEIGHTS) if weighted(framed) else [])
    spent = f"epoch_us({until}) - epoch_us({since})"
    hits = ", ".join(f"'{name}'" for name in asked.names("hit"))
    source = Source(framed.relation)
    cursor = snapshot.cursor()
    try:
        return cursor.execute(
            f"select {', '.join([*keys, spent])} from {source.relation} where {' and '.join(wanted)}"
            f" and {bin_of(asked)} in ({hits}) limit {EXACT_ROWS + 1}",
            binds,
        ).fetchall()
    finally:
        cursor.close()


def _by_key(answer: Answer, rows: Sequence[tuple[Any, ...]]) -> Measured:
    found: Measured = {}
    share, width = rules().credit.share, len(answer.frame.by)
    for row in rows:
        key = tuple(answer.frame.code(each, value) for each, value in zip(answer.frame.by, row, strict=False))
        weight = share(*row[width:-1]) if weighted(answer.frame) else 1
        found.setdefault(key, []).append((row[-1], weight))
    return found


def _timed(total: Total, measured: list[tuple[int, Quantity]]) -> Total:
    ranks = {point: nearest_rank(measured, point) for point in total.metric.points}
    hours = {point: half_up(Fraction(spent, MICROSECONDS), 2) for point, spent in ranks.items() if spent is not None}
    return replace(total, exact_hours=hours)

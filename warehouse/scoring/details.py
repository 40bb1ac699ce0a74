"""The rows behind a score, indicator by indicator: every case or call, in which bin it lies, and for whom it counts."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from warehouse.cells import conditions, filter_values
from warehouse.metric import Metric
from warehouse.percentile import bin_of
from warehouse.query import entry
from warehouse.question import Question, resolve
from warehouse.register import registers
from warehouse.scoring.scheme import Node
from warehouse.scoring.scored import Score
from warehouse.snapshot import Snapshot

Row = Mapping[str, Any]
PLACES = ("district", "street", "department")
STAMPS = ("due_at", "closed_at", "dispatched_at", "arrived_at")
TEXTS = ("role", "n_assist")
COLUMNS = ("node", "subject", "row_id", "counts_as", "bin", "started_at", *STAMPS, *TEXTS, *PLACES)
BATCH = 2048
LEDGER = (
    "target_kind",
    "target_id",
    "rule",
    "approved_by",
    "approved_on",
    "revoked_on",
    "appeal_outcome",
    "in_force",
)


def details(snapshot: Snapshot, made: Score) -> Iterator[Row]:
    """Every row of every indicator; of each indicator those that cost points come first."""
    for node in made.scheme.leaves:
        if node.kind == "metric":
            yield from _rows(snapshot, made, node)


def ledger(snapshot: Snapshot) -> Iterator[Row]:
    """The register of what was taken out: by which rule, who approved it, whether it is in force."""
    if "fct_exclusion" not in registers(snapshot).tables:
        return
    with snapshot.cursor() as cursor:
        cursor.execute(f"select {', '.join(LEDGER)} from fct_exclusion order by target_kind, target_id, rule")
        for row in cursor.fetchall():
            yield dict(zip(LEDGER, row, strict=True))


def _rows(snapshot: Snapshot, made: Score, node: Node) -> Iterator[Row]:
    period = made.window.period
    assert period and period.code
    question = Question(
        node.measured.name, (made.dimension.name,), node.where, period=period.code, as_of=made.window.as_of
    )
    asked, framed, window = resolve(snapshot, question)
    held = asked.state
    relation = held.shared if framed.shared and held.shared else held.table
    known = registers(snapshot).columns.get(relation, set())
    if not known:
        return
    binds = filter_values(framed)
    wanted = conditions(framed, asked.cohort, entry(asked, window), 0, binds)
    columns = [name for name in (*STAMPS, *TEXTS, *PLACES) if name in known and name != held.born]
    order = [costly_first(asked), held.born, held.key, *columns]
    with snapshot.cursor() as cursor:
        cursor.execute(
            f"select {', '.join([held.key, held.born, *columns])}, {bin_of(asked)} as bin from {relation}"
            f" where {' and '.join(wanted)} order by {', '.join(order)}",
            binds,
        )
        names = ["row_id", "started_at", *columns, "bin"]
        while batch := cursor.fetchmany(BATCH):
            yield from (_row(made, node, dict(zip(names, row, strict=True))) for row in batch)


def _row(made: Score, node: Node, row: dict[str, Any]) -> Row:
    unit = row.get(made.dimension.column)
    return {
        **dict.fromkeys(COLUMNS),
        **{key: value if isinstance(value, datetime) or value is None else str(value) for key, value in row.items()},
        "node": node.code,
        "subject": made.whom.home.get(str(unit)),
        "counts_as": node.measured.role(row["bin"]),
    }


def costly_first(asked: Metric) -> str:
    """An order that puts the rows that cost points at the front: they are what a reader looks for."""
    misses = ", ".join(f"'{name}'" for name in asked.names("miss"))
    return f"case when {bin_of(asked)} in ({misses}) then 0 else 1 end" if misses else "1"

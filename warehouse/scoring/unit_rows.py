"""The rows of one unit's indicator, those of its stationed teams included: what its score counted, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from warehouse.cells import conditions, filter_values
from warehouse.metric import Metric
from warehouse.patience import patience
from warehouse.percentile import bin_of
from warehouse.query import entry
from warehouse.question import Question, resolve
from warehouse.register import registers
from warehouse.rows import bins_of
from warehouse.rules import rules
from warehouse.scoring.details import PLACES, STAMPS
from warehouse.scoring.scheme import Node
from warehouse.scoring.scored import Score
from warehouse.snapshot import Snapshot

CREDIT = ("role", "n_assist")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class UnitRows:
    """Rows of one bin, those that cost points first; `total` counts them all, `share` is the unit's part of each."""

    node: Node
    rows: Sequence[Row]
    total: int


def unit_rows(snapshot: Snapshot, made: Score, unit: str, node: Node, bin: str, limit: int | None) -> UnitRows:
    """The rows of a unit in one bin of a metric's node; raises Unknown of a bin."""
    relation, wanted, binds = _where(snapshot, made, unit, node, bin)
    known, held = registers(snapshot).columns.get(relation, set()), node.measured.state
    columns = [
        held.key,
        held.born,
        *(name for name in (*STAMPS, *CREDIT, *PLACES) if name in known and name != held.born),
    ]
    order = [_costly_first(node.measured), held.born, held.key, *columns]
    with snapshot.cursor() as cursor, patience(cursor):
        ((total,),) = cursor.execute(f"select count(*) from {relation} where {wanted}", binds).fetchall()
        cursor.execute(
            f"select {', '.join(columns)}, {bin_of(node.measured)} as bin from {relation} where {wanted}"
            f" order by {', '.join(order)}" + (f" limit {limit}" if limit is not None else ""),
            binds,
        )
        names = ["row_id", "started_at", *columns[2:], "bin"]
        rows = [_row(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return UnitRows(node, rows, int(total))


def _where(snapshot: Snapshot, made: Score, unit: str, node: Node, bin: str) -> tuple[str, str, dict[str, object]]:
    period, by = made.window.period, made.dimension
    assert period
    question = Question(node.measured.name, (by.name,), node.where, period=period.code, as_of=made.day)
    asked, framed, window = resolve(snapshot, question)
    binds: dict[str, object] = filter_values(framed)
    wanted = conditions(framed, asked.cohort, entry(asked, window), 0, binds)
    lineage = made.known.lineage(by)
    binds["codes"] = [code for part in made.whom.parts[unit] for code in lineage.meant(part, made.day)]
    wanted.append(f"list_contains($codes, {by.column})")
    if bin == "excluded":
        wanted.append("excluded is not null")
    else:
        binds["bins"] = list(bins_of(asked, bin, {}))
        wanted.append(f"list_contains($bins, {bin_of(asked)})")
    return framed.relation, " and ".join(wanted), binds


def _costly_first(asked: Metric) -> str:
    """An order that puts the rows that cost points at the front: they are what a reader looks for."""
    misses = ", ".join(f"'{name}'" for name in asked.names("miss"))
    return f"case when {bin_of(asked)} in ({misses}) then 0 else 1 end" if misses else "1"


def _row(row: dict[str, Any]) -> Row:
    """The row with the unit's share in place of its role."""
    role, helpers = (row.pop(name, None) for name in CREDIT)
    return {**row, "share": Fraction(1) if role is None else rules().credit.share(role, helpers)}

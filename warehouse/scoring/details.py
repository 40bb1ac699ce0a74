"""The rows behind a score, indicator by indicator: every case or call, in which bin it lies, and for whom it counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from warehouse.cells import conditions, filter_values
from warehouse.metric import Metric
from warehouse.patience import patience
from warehouse.percentile import bin_of
from warehouse.query import entry
from warehouse.question import Frame, Question, resolve
from warehouse.register import registers
from warehouse.scoring.parquet import BATCH, schema_of
from warehouse.scoring.scheme import Node
from warehouse.scoring.scored import Score
from warehouse.snapshot import Snapshot

PLACES = ("district", "street", "department")
STAMPS = ("due_at", "closed_at", "dispatched_at", "arrived_at")
TEXTS = ("role", "n_assist")
COLUMNS = ("node", "subject", "row_id", "counts_as", "bin", "started_at", *STAMPS, *TEXTS, *PLACES)
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
RATED = "rated"  # the department that a rating in the ledger is about; of cases and calls the rows tell
REGISTER = f"""
select {", ".join(f"e.{name}" for name in LEDGER)}, r.department_code as {RATED}
from fct_exclusion e
left join fct_rating r on e.target_kind = 'rating' and r.rating_id = e.target_id
order by e.target_kind, e.target_id, e.rule
"""


def details(snapshot: Snapshot, made: Score, most: Mapping[str, int] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of every indicator, those that cost points first; with `most` of each so many, else all."""
    for node in made.scheme.leaves:
        if node.kind == "metric":
            yield from _rows(snapshot, made, node, None if most is None else most.get(node.code, 0))


def ledger(snapshot: Snapshot, made: Score) -> Iterator[Mapping[str, Any]]:
    """The register of what was taken out: by which rule, who approved it, whether it is in force."""
    if "fct_exclusion" not in registers(snapshot).tables:
        return
    with snapshot.cursor() as cursor:
        for *row, department in cursor.execute(REGISTER).fetchall():
            yield dict(zip(LEDGER, row, strict=True)) | {RATED: made.whom.home.get(department)}


def held(snapshot: Snapshot, made: Score) -> dict[str, int]:
    """How many rows stand behind each indicator."""
    asked = {node.code: _asked(snapshot, made, node) for node in made.scheme.leaves if node.kind == "metric"}
    return {code: _count(snapshot, each) for code, each in asked.items() if each is not None}


@dataclass(frozen=True)
class _Asked:
    """The rows of one indicator as SQL with its parameters, and the columns that they have."""

    known: frozenset[str]
    rows: str
    binds: Mapping[str, object]


def _asked(snapshot: Snapshot, made: Score, node: Node) -> _Asked | None:
    """None where the snapshot was made before there was such a table."""
    period = made.window.period
    assert period and period.code
    question = Question(
        node.measured.name, (made.dimension.name,), node.where, period=period.code, as_of=made.window.as_of
    )
    asked, framed, window = resolve(snapshot, question)
    relation = framed.relation
    known = registers(snapshot).columns.get(relation, set())
    if not known:
        return None
    binds: dict[str, object] = {**filter_values(framed), **_homes(made, framed)}
    wanted = conditions(framed, asked.cohort, entry(asked, window), 0, binds)
    rows = (
        f" from {relation} join (select unnest($parts) as part, unnest($tops) as top) home"
        f" on home.part = cast({made.dimension.column} as varchar) where {' and '.join(wanted)}"
    )
    return _Asked(frozenset(known), rows, binds)


def _count(snapshot: Snapshot, asked: _Asked) -> int:
    with snapshot.cursor() as cursor, patience(cursor):
        row = cursor.execute(f"select count(*){asked.rows}", asked.binds).fetchone()
    return int(row[0]) if row else 0


def _rows(snapshot: Snapshot, made: Score, node: Node, most: int | None) -> Iterator[pa.RecordBatch]:
    asked = _asked(snapshot, made, node)
    if asked is None:
        return
    statement = _statement(node, asked) + ("" if most is None else f" limit {most}")
    with snapshot.cursor() as cursor:
        reader: Any = cursor.sql(statement, params={**asked.binds, "node": node.code}).to_arrow_reader(BATCH)
        for batch in reader:
            yield batch.cast(schema_of(COLUMNS))


def _statement(node: Node, asked: _Asked) -> str:
    """The rows of one indicator in the columns of the evidence."""
    metric, known = node.measured, asked.known
    born, key = metric.state.born, metric.state.key
    told = {
        "node": "cast($node as varchar)",
        "subject": "home.top",
        "row_id": f"cast({key} as varchar)",
        "counts_as": _role(metric),
        "bin": bin_of(metric),
        "started_at": f"cast({born} as timestamp)",
        **{name: name if name in known and name != born else "cast(null as timestamp)" for name in STAMPS},
        **{name: f"cast({name} as varchar)" if name in known else "null" for name in (*TEXTS, *PLACES)},
    }
    order = [f"case when {told['counts_as']} = 'miss' then 0 else 1 end", born, key, *sorted(known & {*TEXTS, *PLACES})]
    columns = ", ".join(f"{told[name]} as {name}" for name in COLUMNS)
    return f"select {columns}{asked.rows} order by {', '.join(order)}"


def _homes(made: Score, framed: Frame) -> dict[str, object]:
    """Every code under which rows may stand, and the subject that each counts for."""
    folds = framed.folds.get(made.dimension.name, {})
    home = made.whom.home
    homes = {**home, **{old: home[now] for old, now in folds.items() if now in home}}
    return {"parts": list(homes), "tops": list(homes.values())}


def _role(asked: Metric) -> str:
    """What a row counts as."""
    arms = " ".join(f"when '{name}' then '{asked.role(name)}'" for name in asked.bin_names)
    return f"case {bin_of(asked)} {arms} else 'excluded' end"

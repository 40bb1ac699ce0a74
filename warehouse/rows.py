"""The rows behind a figure: which cases, or other things, lie in a bin, and what happened to one of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.answer import Answer
from warehouse.ask import ask
from warehouse.cells import conditions, filter_values
from warehouse.dimension import dimensions
from warehouse.errors import BadQuestion, Unknown
from warehouse.metric import EXCLUDED, Metric
from warehouse.percentile import bin_of
from warehouse.query import entry
from warehouse.question import EVERYTHING, Question, Scope, resolve
from warehouse.register import registers
from warehouse.rules import rules
from warehouse.snapshot import Snapshot

ROLES = {
    "numerator": ("hit",),
    "denominator": ("hit", "miss"),
    "pending": ("pending",),
    "outside": ("outside",),
}
STAMPS = (
    *("reported_at", "due_at", "closed_at", "dispatched_at", "returned_at"),
    *("blown_at", "arrived_at", "finished_at"),
)
PLACES = ("district", "street", "community", "item_1", "item_2", "item_3", "channel", "whistle_kind", "department")
OTHERS = ("requirement", "enclave_kind", "territory_district", "affairs_district")
BATCH = 2048
Row = dict[str, Any]


@dataclass(frozen=True)
class RowList:
    """Some of the rows of a bin, with their codes; `total` counts them all."""

    answer: Answer
    bin: str
    total: int
    rows: tuple[Row, ...]

    def document(self, lang: str = "zh") -> dict[str, Any]:
        """The answer as the contract has it, with the rows in words."""
        worded = [in_words(self.answer, row, lang) for row in self.rows]
        told = [{key: _told(value) for key, value in row.items()} for row in worded]
        return {**self.answer.document(lang), "bin": self.bin, "rows_total": self.total, "rows": told}


def rows(
    snapshot: Snapshot,
    question: Question,
    bin: str,
    limit: int = 100,
    offset: int = 0,
    sort: str | None = None,
    contains: str | None = None,
    scope: Scope = EVERYTHING,
) -> RowList:
    """The rows of numerator, denominator, pending, outside, excluded or a bin; `sort` -column: descending."""
    if limit < 0 or offset < 0:
        raise BadQuestion("limit and offset count rows: they cannot be negative")
    answer = ask(snapshot, replace(question, view="participation"), scope)
    if answer.metric.state.weight:
        raise BadQuestion(f"{answer.metric.name} counts people and knows none of them: there is nothing to list")
    names = bins_of(answer.metric, bin, answer.total.bins)
    if answer.total.missing_feeds:
        return RowList(answer, bin, 0, ())
    with snapshot.cursor() as cursor:
        columns = _select(cursor, snapshot, question, bin, sort, contains, scope, f" limit {limit} offset {offset}")
        found = [_row(columns, row) for row in cursor.fetchall()]
    total = sum(int(answer.total.bins.get(name, 0)) for name in names)
    if contains:
        total = _count(snapshot, question, bin, contains, scope)
    return RowList(answer, bin, total, tuple(found))


def each_row(
    snapshot: Snapshot,
    question: Question,
    bin: str,
    sort: str | None = None,
    contains: str | None = None,
    scope: Scope = EVERYTHING,
) -> Iterator[Row]:
    """Every row of the bin, read as it is consumed."""
    with snapshot.cursor() as cursor:
        columns = _select(cursor, snapshot, question, bin, sort, contains, scope, "")
        while batch := cursor.fetchmany(BATCH):
            yield from (_row(columns, row) for row in batch)


def in_words(answer: Answer, row: Mapping[str, Any], lang: str) -> Row:
    """A row with names in place of codes."""
    known, day = answer.registers, answer.window.as_of
    return {
        key: known.name(dimensions()[key], value, day, lang) if key in dimensions() else value
        for key, value in row.items()
    }


def bins_of(asked: Metric, word: str, held: Mapping[str, Any]) -> tuple[str, ...]:
    """The bins that a word means: a role of the reconciliation, or one bin by its name."""
    if word == "excluded":
        return tuple(name for name in held if name.startswith(EXCLUDED))
    if word in ROLES:
        return tuple(name for role in ROLES[word] for name in asked.names(role))
    known = [each.name for each in asked.bins]
    if word in known or word.startswith(EXCLUDED):
        return (word,)
    raise Unknown("bin", word, [*known, *ROLES, "excluded"])


def _select(
    cursor: DuckDBPyConnection,
    snapshot: Snapshot,
    question: Question,
    bin: str,
    sort: str | None,
    contains: str | None,
    scope: Scope,
    page: str,
) -> list[str]:
    relation, wanted, parameters, asked, shared = _rows_of(snapshot, question, bin, contains, scope)
    held = registers(snapshot).columns.get(relation, set())
    columns = [name for name in (asked.state.key, *STAMPS, *PLACES, *OTHERS) if name in held]
    columns += ["role", "n_assist"] if shared else []
    order = _order(sort, asked, [*columns, "bin"])
    cursor.execute(
        f"select {', '.join(columns)}, {bin_of(asked)} as bin from {relation} where {wanted} order by {order}{page}",
        parameters,
    )
    return [*columns, "bin"]


def _row(columns: Sequence[str], values: Sequence[Any]) -> Row:
    """The row; where departments share a case, the part of it that this one has in place of how many assist."""
    row = dict(zip(columns, values, strict=True))
    if "n_assist" not in row:
        return row
    share = rules().credit.share(row["role"], row["n_assist"])
    return {("share" if key == "n_assist" else key): (share if key == "n_assist" else row[key]) for key in columns}


def _count(snapshot: Snapshot, question: Question, bin: str, contains: str, scope: Scope) -> int:
    relation, wanted, parameters, _, _ = _rows_of(snapshot, question, bin, contains, scope)
    with snapshot.cursor() as cursor:
        return int(cursor.execute(f"select count(*) from {relation} where {wanted}", parameters).fetchall()[0][0])


def _rows_of(
    snapshot: Snapshot, question: Question, bin: str, contains: str | None, scope: Scope
) -> tuple[str, str, dict[str, object], Metric, bool]:
    asked, framed, window = resolve(snapshot, question, scope)
    parameters: dict[str, object] = filter_values(framed)
    wanted = conditions(framed, asked.cohort, entry(asked, window), 0, parameters)
    names = bins_of(asked, bin, {f"{EXCLUDED}*": None} if bin == "excluded" else {})
    if bin == "excluded":
        wanted.append("excluded is not null")
    else:
        parameters["bins"] = list(names)
        wanted.append(f"list_contains($bins, {bin_of(asked)})")
    if contains:
        parameters["contains"] = contains
        wanted.append(f"contains({asked.state.key}, $contains)")
    return framed.relation, " and ".join(wanted), parameters, asked, framed.shared


def _order(sort: str | None, asked: Metric, columns: Sequence[str]) -> str:
    """Newest first where nothing else is said; things without a stamp by their key."""
    state = asked.state
    wanted = sort or (f"-{state.born}" if state.born in columns else state.key)
    name, way = wanted.removeprefix("-"), "desc" if wanted.startswith("-") else "asc"
    if name not in columns:
        raise Unknown("sort column", name, columns)
    return f"{name} {way} nulls last, {state.key} {way}"


def _told(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value

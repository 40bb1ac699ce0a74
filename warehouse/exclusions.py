"""The register of exclusions: what does not count, by which rule, who approved it, and how appeals ended."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from warehouse.patience import patience
from warehouse.register import registers
from warehouse.snapshot import Snapshot

TABLE = "fct_exclusion"
ROWS = """
select target_kind, target_id, rule, approved_by, approved_on, revoked_on, appeal_outcome, in_force
from fct_exclusion
order by approved_on desc, target_kind, target_id
limit $most
"""
COUNTS = "select rule, in_force, count(*) from fct_exclusion group by 1, 2 order by 1, 2 desc"


@dataclass(frozen=True)
class Excluded:
    """One entry: a case, a call, a whistle or a rating that does not count while the entry is in force."""

    target_kind: str
    target_id: str
    rule: str
    approved_by: str | None
    approved_on: date | None
    revoked_on: date | None
    appeal_outcome: str | None
    in_force: bool


def exclusions(snapshot: Snapshot, most: int) -> Sequence[Excluded]:
    """The entries, the latest first, at most so many; none where no register has been loaded."""
    rows = _read(snapshot, ROWS, {"most": most})
    return [Excluded(**dict(zip((each.name for each in fields(Excluded)), row, strict=True))) for row in rows]


def exclusion_counts(snapshot: Snapshot) -> Sequence[tuple[str, bool, int]]:
    """How many entries there are of each rule, in force and not."""
    return [(str(rule), bool(in_force), int(n)) for rule, in_force, n in _read(snapshot, COUNTS, {})]


def _read(snapshot: Snapshot, statement: str, binds: dict[str, object]) -> list[tuple[Any, ...]]:
    if TABLE not in registers(snapshot).tables:
        return []
    with snapshot.cursor() as cursor, patience(cursor):
        return list(cursor.execute(statement, binds).fetchall())

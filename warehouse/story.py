"""One case from report to close: what it is, what happened to it, who was sent."""

from dataclasses import dataclass
from typing import Any

from warehouse.dimension import dimensions
from warehouse.errors import Unknown
from warehouse.question import EVERYTHING, Scope
from warehouse.register import Registers, registers
from warehouse.snapshot import Snapshot

PLACES = (
    "district",
    "street",
    "community",
    "item_1",
    "item_2",
    "item_3",
    "channel",
    "source_system",
    "found_level",
)
STAMPS = ("reported_at", "accepted_at", "due_at", "closed_at")
EVENTS = ("happened_at", "kind", "department", "new_due_at", "level", "derived")
SENT = ("department", "role", "dispatched_at", "due_at", "done_at")
# What happened in the same second is told in the order of a case's life.
LIFE = "['report', 'accept', 'dispatch', 'extend', 'close', 'reopen', 'void']"
ORDER = f"happened_at, seq nulls last, list_position({LIFE}, kind) nulls last"


@dataclass(frozen=True)
class Story:
    """A case, its events in order and its assignments, by code; `derived`: told by the case's own stamps."""

    case: dict[str, Any]
    events: tuple[dict[str, Any], ...]
    assignments: tuple[dict[str, Any], ...]
    registers: Registers

    def name(self, dimension: str, code: str | None, lang: str) -> str:
        """What people called that unit on the day of the report."""
        return self.registers.name(dimensions()[dimension], code, self.case["reported_at"].date(), lang)


def story(snapshot: Snapshot, case_id: str, scope: Scope = EVERYTHING) -> Story:
    """All that is known of a case; one outside the reader's scope is unknown like any other."""
    case = _read(
        snapshot,
        ("case_id", *STAMPS, *PLACES, "department", "n_assist", "excluded", "repeated"),
        "fct_case",
        case_id,
        "1",
    )
    if not case or any(case[0][name] != code for name, code in scope.where.items()):
        raise Unknown("case", case_id, ())
    events = _read(snapshot, EVENTS, "case_timeline", case_id, ORDER)
    sent = _read(snapshot, SENT, "fct_assignment", case_id, "role desc, department")
    return Story(case[0], tuple(events), tuple(sent), registers(snapshot))


def _read(
    snapshot: Snapshot, columns: tuple[str, ...], relation: str, case_id: str, order: str
) -> list[dict[str, Any]]:
    with snapshot.cursor() as cursor:
        found = cursor.execute(
            f"select {', '.join(columns)} from {relation} where case_id = $case_id order by {order}",
            {"case_id": case_id},
        ).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in found]

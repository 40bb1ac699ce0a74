"""What had become of a case before a cutoff, by replaying what was told of it."""

from dataclasses import dataclass
from datetime import datetime

from tests.warehouse.nasty import Case


@dataclass
class Fate:
    """What had become of a case, or of one department's part in it."""

    closed_at: datetime | None
    ever_closed: bool
    reopens: int
    extended: bool
    due: datetime | None
    excluded: str | None

    def phase(self, cutoff: datetime) -> str:
        """on, late, over, wait, or closed and open without a deadline."""
        if self.due is None:
            return "open" if self.closed_at is None else "closed"
        if self.closed_at is None:
            return "over" if self.due < cutoff else "wait"
        return "on" if self.closed_at <= self.due else "late"


def fate(case: Case, cutoff: datetime) -> Fate:
    """Replays what was told of a case before the cutoff."""
    told = [event for event in case.events if event["happened_at"] < cutoff]
    kinds = {event["kind"] for event in case.events}
    moves = [event for event in told if event["kind"] in ("close", "reopen")]
    if not kinds & {"close", "reopen"} and case.row["closed_at"] and case.row["closed_at"] < cutoff:
        moves = [{"kind": "close", "happened_at": case.row["closed_at"], "seq": 1}]
    closed_at, ever, reopens = None, False, 0
    for move in sorted(moves, key=lambda each: (each["happened_at"], each["seq"])):
        if move["kind"] == "close":
            closed_at, ever = move["happened_at"], True
        elif closed_at:
            closed_at, reopens = None, reopens + 1
    due, extended = _deadline(case, cutoff, "extend" in kinds)
    voided = any(event["kind"] == "void" for event in told)
    return Fate(closed_at, ever, reopens, extended, due, case.row["excluded_as"] or ("void" if voided else None))


def _deadline(case: Case, cutoff: datetime, in_feed: bool) -> tuple[datetime | None, bool]:
    due, extended = case.row["due_at"], False
    asked = [(case.row["extension_approved_at"], 0, case.row["extended_due_at"])]
    if in_feed:
        asked = [
            (each["happened_at"], each["seq"], each["new_due_at"]) for each in case.events if each["kind"] == "extend"
        ]
    for approved, _, new_due in sorted(each for each in asked if each[0]):
        if approved < cutoff and due and approved <= due:
            due, extended = new_due, True
    return due, extended

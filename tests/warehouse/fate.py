"""What had become of a case before a cutoff, by replaying what was told of it."""

from dataclasses import dataclass
from datetime import datetime

from tests.warehouse.nasty import Case

Call = dict[str, object]


@dataclass
class Fate:
    """What had become of a case, or of one department's part in it."""

    closed_at: datetime | None
    ever_closed: bool
    reopens: int
    extended: bool
    due: datetime | None
    excluded: str | None
    level: str | None = None
    call: Call | None = None

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
        moves = [{"kind": "close", "happened_at": case.row["closed_at"], "seq": 1, "level": None}]
    closed_at, ever, reopens, level = None, False, 0, None
    for move in sorted(moves, key=lambda each: (each["happened_at"], each["seq"])):
        if move["kind"] == "close":
            closed_at, ever, level = move["happened_at"], True, move["level"] or case.row["closed_level"]
        elif closed_at:
            closed_at, reopens, level = None, reopens + 1, None
    due, extended = _deadline(case, cutoff, "extend" in kinds)
    voided = any(event["kind"] == "void" for event in told)
    excluded = case.row["excluded_as"] or ("void" if voided else None)
    return Fate(closed_at, ever, reopens, extended, due, excluded, level, _heard(case, closed_at, cutoff))


def answer_of(call: Call | None) -> str:
    """never_called, auto_default, not_reached, no_answer or valid."""
    if call is None:
        return "never_called"
    if call["auto_default"]:
        return "auto_default"
    if not call["reached"]:
        return "not_reached"
    return "no_answer" if call["resolved"] is None and call["level"] is None else "valid"


def _heard(case: Case, closed_at: datetime | None, cutoff: datetime) -> Call | None:
    """The call that counts for the close that holds: the last valid one since, else the last."""
    since = [each for each in case.calls if closed_at and closed_at <= each["called_at"] < cutoff]
    since.sort(key=lambda each: each["called_at"])
    valid = [each for each in since if answer_of(each) == "valid"]
    return (valid or since or [None])[-1]


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

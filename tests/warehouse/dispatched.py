"""Dispatches and returns told once more, event by event: what the lists say of them and what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tests.warehouse.nasty import DEPARTMENTS, DUTIES, Case

KNOWN = {each[0]: each[3] for each in DEPARTMENTS}


@dataclass(frozen=True)
class Sent:
    """One dispatch: to whom, when, whether it was the first of its case, and the bins it falls into."""

    department: str
    moment: datetime
    listing: str
    outcome: str


def registered(code: object) -> str:
    """The department as the snapshot names it."""
    return "unspecified" if code is None else str(code) if code in KNOWN else "unregistered"


def sent(case: Case, cutoff: datetime) -> Iterator[Sent]:
    """The dispatches to main departments before the cutoff."""
    events = {
        (registered(each["department_code"]), each["happened_at"]) for each in case.events if each["kind"] == "dispatch"
    }
    shares = {
        role: {each["department_code"] for each in case.shares if each["role"] == role} for role in ("main", "assist")
    }
    told = [(unit, moment) for unit, moment in events if unit not in shares["assist"]]
    told += [(unit, case.row["reported_at"]) for unit in shares["main"] - {unit for unit, _ in told}]
    told.sort(key=lambda each: (each[1], each[0]))
    for place, (unit, moment) in enumerate(told):
        if moment < cutoff:
            outcome = "later_dispatch" if place else _outcome(case, unit, moment, told, cutoff)
            yield Sent(unit, moment, _listing(case, unit, moment.date()), outcome)


def decisions(case: Case, cutoff: datetime) -> Iterator[tuple[str, datetime, str]]:
    """Each return before the cutoff: by whom, when, and what was decided by then."""
    returns = {(registered(e["department_code"]), e["happened_at"]) for e in case.events if e["kind"] == "return"}
    for unit, moment in returns:
        if moment < cutoff:
            yield unit, moment, _decision(case, unit, moment, cutoff)


def _decision(case: Case, unit: str, moment: datetime, cutoff: datetime) -> str:
    after = [
        (each["happened_at"], registered(each["department_code"]) != unit)
        for each in case.events
        if each["kind"] == "dispatch" and moment <= each["happened_at"] < cutoff
    ]
    after = [(at, other) for at, other in after if at > moment or other]
    if not after:
        return "undecided"
    return "upheld" if min(after)[1] else "rejected"


def _outcome(case: Case, unit: str, moment: datetime, told: list[tuple[str, datetime]], cutoff: datetime) -> str:
    until = min([at for other, at in told if other == unit and at > moment] + [cutoff])
    answers = [(at, said) for by, at, said in decisions(case, cutoff) if by == unit and moment <= at < until]
    if not answers:
        return "right"
    return {"undecided": "undecided", "upheld": "returned_upheld", "rejected": "returned_in_vain"}[min(answers)[1]]


def _listing(case: Case, unit: str, day: date) -> str:
    entries = {
        kind: (main, assist)
        for kind, item, main, assist, first, stop in DUTIES
        if item == case.row["item_code"] and first <= day < (stop or date.max)
    }
    if unit == "unspecified":
        return "department_unknown"
    if not entries:
        return "unlisted"
    main, assist = entries.get("territorial") or entries["responsibility"]
    names = {unit, KNOWN.get(unit)} - {None}
    if main in names:
        return "matched"
    if main == "street":
        return "street_duty"
    return "assisting" if names & set((assist or "").split("、")) else "elsewhere"

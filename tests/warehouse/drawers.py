"""The bin of a case for each metric, said once more in other words than the metric files."""

from collections.abc import Callable

from tests.warehouse.fate import Fate, answer_of

PHASES = {
    "closed_count": {"on late closed": "closed", "over wait open": "open"},
    "closure_rate": {"on late closed": "closed", "over wait open": "open"},
    "open_count": {"on late closed": "closed", "over wait open": "open"},
    "overdue_open_count": {"over": "open_overdue", "on late closed wait open": "not_overdue"},
    "case_completion_rate": {
        "on late closed": "closed",
        "over": "open_overdue",
        "wait": "not_yet_due",
        "open": "no_due",
    },
    "ontime_closure_rate": {
        "on": "on_time",
        "late": "closed_late",
        "over": "open_overdue",
        "wait": "not_yet_due",
        "closed open": "no_due",
    },
}
ALWAYS = {
    "reported_count": "reported",
    "returned_count": "returned",
    "handled_count": "closed",
    "handle_hours": "measured",
}


# A valid call's bins where it says yes, says no, says nothing.
SAID = {
    "response_rate": ("contacted", "not_contacted", "not_asked"),
    "resolution_rate": ("resolved", "not_resolved", "not_told"),
    "satisfaction_rate": ("satisfied", "not_satisfied", "no_level"),
}


def drawer(metric: str, phase: str, held: Fate, known: bool, repeated: bool) -> str:
    """The bin; `known`: place and item are given, `repeated`: the same came up to 30 days before."""
    if metric in SAID:
        return _said(metric, held)
    if metric in ("callback_coverage", "auto_praise_rate"):
        return answer_of(held.call)
    if metric in ALWAYS:
        return ALWAYS[metric]
    if metric in PHASES:
        return next(name for phases, name in PHASES[metric].items() if phase in phases.split())
    return OTHERS[metric](phase, held, known, repeated)


def _said(metric: str, held: Fate) -> str:
    if held.call is None or answer_of(held.call) != "valid":
        return answer_of(held.call)
    level = held.call["level"]
    said = {
        "response_rate": held.call["contacted"],
        "resolution_rate": held.call["resolved"],
        "satisfaction_rate": None if level is None else level in ("satisfied", "mostly"),
    }[metric]
    return SAID[metric][2 if said is None else 0 if said else 1]


def confirmed(held: Fate) -> str:
    """The bin of a reported case in the closure rate as people see it."""
    if held.closed_at is None or answer_of(held.call) != "valid":
        return "open" if held.closed_at is None else "not_heard"
    return "confirmed" if held.call and held.call["resolved"] else "not_confirmed"


def _rework(phase: str, held: Fate, known: bool, repeated: bool) -> str:
    return "reworked" if held.reopens else "closed_once" if held.ever_closed else "never_closed"


def _extension(phase: str, held: Fate, known: bool, repeated: bool) -> str:
    if phase in ("open", "closed", "wait"):
        return "not_yet_due" if phase == "wait" else "no_due"
    return "extended" if held.extended else "not_extended"


def _repeat(phase: str, held: Fate, known: bool, repeated: bool) -> str:
    return "place_unknown" if not known else "repeated" if repeated else "first"


def _relapse(phase: str, held: Fate, known: bool, relapsed: bool) -> str:
    return "place_unknown" if not known else "relapsed" if relapsed else "other"


OTHERS: dict[str, Callable[[str, Fate, bool, bool], str]] = {
    "rework_rate": _rework,
    "extension_rate": _extension,
    "repeat_rate": _repeat,
    "relapse_rate": _relapse,
    "confirmed_rate": lambda phase, held, known, repeated: confirmed(held),
}

"""The bin of a case for each metric, said once more in other words than the metric files."""

from collections.abc import Callable

from tests.warehouse.fate import Fate

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


def drawer(metric: str, phase: str, held: Fate, known: bool, repeated: bool) -> str:
    """The bin; `known`: place and item are given, `repeated`: the same came up to 30 days before."""
    if metric in ALWAYS:
        return ALWAYS[metric]
    if metric in PHASES:
        return next(name for phases, name in PHASES[metric].items() if phase in phases.split())
    return OTHERS[metric](phase, held, known, repeated)


def _rework(phase: str, held: Fate, known: bool, repeated: bool) -> str:
    return "reworked" if held.reopens else "closed_once" if held.ever_closed else "never_closed"


def _extension(phase: str, held: Fate, known: bool, repeated: bool) -> str:
    if phase in ("open", "closed", "wait"):
        return "not_yet_due" if phase == "wait" else "no_due"
    return "extended" if held.extended else "not_extended"


def _repeat(phase: str, held: Fate, known: bool, repeated: bool) -> str:
    return "place_unknown" if not known else "repeated" if repeated else "first"


OTHERS: dict[str, Callable[[str, Fate, bool, bool], str]] = {
    "rework_rate": _rework,
    "extension_rate": _extension,
    "repeat_rate": _repeat,
}

"""One department as streets meet it: itself, its teams, its place among its like."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.address import Address
from dashboard.data.kept import Kept
from dashboard.data.lists import Block, cases
from dashboard.data.periods import window_of
from dashboard.data.units import names
from dashboard.data.visit import Visit
from warehouse import (
    Answer,
    Snapshot,
    Total,
    Window,
    among_like,
    ask_windows,
    dimension,
    registers,
    stationed,
)

Document = dict[str, Any]
Asked, Where = tuple[str, ...], tuple[tuple[str, str], ...]
Line = tuple[str, str, dict[str, Total]]  # code, name, totals by metric
DEPARTMENT = "department"
MOST = 10
FEW = 3  # units that are asked for one by one; more come cheaper from an answer by department


def bureau(here: Visit) -> str | None:
    """The code of the department that the address names; None of the whole city."""
    word = here.address.where.get(DEPARTMENT)
    if word is None:
        return None
    return registers(here.snapshot).code(here.snapshot, dimension(DEPARTMENT), word, window_of(here).as_of)


def bureaus(here: Visit) -> list[tuple[str, str]]:
    """The departments of the day to choose from, by code and name."""
    known, asked, day = registers(here.snapshot), dimension(DEPARTMENT), window_of(here).as_of
    return [(code, known.name(asked, code, day, here.lang)) for code in known.standing(asked, day, {})]


def bureau_name(here: Visit) -> str | None:
    """What people call the chosen department."""
    code = bureau(here)
    return None if code is None else names(here, {DEPARTMENT: code})[DEPARTMENT]


def bureau_lines(here: Visit, asked: Asked) -> list[Line]:
    """The totals of the department and of each of its teams; without a department those of every one."""
    code, known, day = bureau(here), registers(here.snapshot), window_of(here).as_of
    wanted = [code, *stationed(here.snapshot, code, day)] if code is not None else None
    if wanted and len(wanted) <= FEW:
        lines = {each: _alone(here, asked, each) for each in wanted}
    else:
        lines = _by_unit(_everybody(here, asked), wanted)
    named = dimension(DEPARTMENT)
    return [(each, known.name(named, each, day, here.lang), totals) for each, totals in lines.items()]


def bureau_places(here: Visit, asked: Asked, ranked: Asked) -> dict[str, Document]:
    """How the department stands among its like by each `ranked` metric of those asked, with what is common to all."""
    code = bureau(here)
    if code is None:
        return {}
    found = {name: each for name, each in _everybody(here, asked).items() if name in ranked}
    told = {name: among_like(here.snapshot, each, code, here.lang) for name, each in found.items()}
    return {name: place for name, place in told.items() if place}


def bureau_overdue(here: Visit) -> tuple[list[Document], int]:
    """The cases that have been overdue longest, and how many are overdue."""
    return cases(here, "case_completion_rate", "open_overdue", Block(0, MOST, "due_at", None, {}))


def beyond(here: Visit, name: str, by: str) -> Answer:
    """A metric that knows no department, by a dimension, under the page's other filters."""
    found = ask_windows(here.snapshot, [name], _apart(here), [by], [window_of(here)], here.address.view)
    return found[name][0]


def apart(here: Visit) -> Address:
    """The page's address without the department."""
    return replace(here.address, where=_apart(here))


def _apart(here: Visit) -> dict[str, str]:
    """The page's filters without the department."""
    return {name: word for name, word in here.address.where.items() if name != DEPARTMENT}


def _alone(here: Visit, asked: Asked, code: str) -> dict[str, Total]:
    """The metrics of one department under the page's other filters."""
    where = {**_apart(here), DEPARTMENT: code}
    found = ask_windows(here.snapshot, list(asked), where, (), [window_of(here)], here.address.view)
    return {name: answers[0].total for name, answers in found.items()}


def _by_unit(found: Mapping[str, Answer], wanted: Sequence[str] | None) -> dict[str, dict[str, Total]]:
    """The totals of every unit, or of these in their order, by unit and metric."""
    lines: dict[str, dict[str, Total]] = {}
    for name, answer in found.items():
        for group in answer.groups:
            lines.setdefault(group.key[DEPARTMENT], {})[name] = group.total
    return lines if wanted is None else {each: lines[each] for each in wanted if each in lines}


def _everybody(here: Visit, asked: Asked) -> dict[str, Answer]:
    """The metrics by department: the same for every department of the page's period and day."""
    return _by_department(here.snapshot, asked, tuple(_apart(here).items()), window_of(here), here.address.view)


def _ask(snapshot: Snapshot, asked: Asked, where: Where, window: Window, view: Any) -> dict[str, Answer]:
    found = ask_windows(snapshot, list(asked), dict(where), [DEPARTMENT], [window], view)
    return {name: answers[0] for name, answers in found.items()}


_by_department = Kept(_ask)

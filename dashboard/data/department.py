"""One department as streets meet it: itself, its teams, its place among its like."""

from collections.abc import Sequence
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
    Question,
    Snapshot,
    Standing,
    Window,
    ask_windows,
    dimension,
    registers,
    standings,
    stationed,
    unit_document,
)

Document = dict[str, Any]
Asked, Where = tuple[str, ...], tuple[tuple[str, str], ...]
DEPARTMENT = "department"
MOST = 10


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


def bureau_lines(here: Visit, asked: Sequence[str]) -> list[dict[str, Document]]:
    """Each metric's group of the department and of its teams; without a department of all of them."""
    code, where = bureau(here), _apart(here)
    found = _by_department(here.snapshot, tuple(asked), tuple(where.items()), window_of(here), here.address.view)
    wanted = None if code is None else [code, *stationed(here.snapshot, code, window_of(here).as_of)]
    documents = {name: answer.document(here.lang) for name, answer in found.items()}
    by_code: dict[str, dict[str, Document]] = {}
    for name, document in documents.items():
        for group in document["groups"]:
            by_code.setdefault(group["key"][DEPARTMENT]["code"], {})[name] = group
    lines = [by_code.get(each, {}) for each in wanted] if wanted else list(by_code.values())
    return [line for line in lines if line]


def bureau_places(here: Visit, asked: Sequence[str]) -> dict[str, Document]:
    """How the department stands among its like by each metric, with what is common to all of them."""
    code = bureau(here)
    if code is None:
        return {}
    there = here.address
    when = (there.period, there.since, there.until, there.as_of, there.view)
    ranked = _ranked(here.snapshot, tuple(asked), tuple(_apart(here).items()), *when)
    return {
        name: {
            **unit_document(unit, here.lang),
            "label": field.peers.label.model_dump(),
            "common": field.pool.mean if field.pool else None,
        }
        for name, standing in ranked.items()
        for field in standing.fields
        for unit in field.units
        if unit.code == code
    }


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


def _ask(snapshot: Snapshot, asked: Asked, where: Where, window: Window, view: Any) -> dict[str, Answer]:
    found = ask_windows(snapshot, list(asked), dict(where), [DEPARTMENT], [window], view)
    return {name: answers[0] for name, answers in found.items()}


def _rank(snapshot: Snapshot, asked: Asked, where: Where, *when: Any) -> dict[str, Standing]:
    return standings(snapshot, list(asked), Question(asked[0], (DEPARTMENT,), dict(where), *when))


_by_department, _ranked = Kept(_ask), Kept(_rank)

"""One department: the teams stationed under it, and its place among its like."""

from datetime import date
from typing import Any

from warehouse.answer import Answer
from warehouse.judging import judge_one, value_of
from warehouse.peers import peers, rest
from warehouse.people import People
from warehouse.register import BUCKETS
from warehouse.snapshot import Snapshot
from warehouse.standing import Unit
from warehouse.standing_document import unit_document

TEAMS = """
    select distinct department_code from dim_department
    where parent = $department and department_code <> $department and valid_from <= $day and $day < valid_to
    order by department_code"""


def stationed(snapshot: Snapshot, department: str, day: date) -> list[str]:
    """The codes of the teams under a department on that day."""
    with snapshot.cursor() as cursor:
        found = cursor.execute(TEAMS, {"department": department, "day": day}).fetchall()
    return [code for (code,) in found]


def among_like(snapshot: Snapshot, answer: Answer, code: str, lang: str) -> dict[str, Any] | None:
    """One unit of an answer by departments among its like, with its group and what is common to it; None if unknown."""
    (asked,) = answer.frame.by
    belongs = peers(snapshot, asked, answer.window.as_of)
    known = {group.key[asked.name]: group.total for group in answer.groups if group.key[asked.name] not in BUCKETS}
    if code not in known:
        return None
    held = belongs.get(code, rest(asked))
    like = {each: total for each, total in known.items() if belongs.get(each, rest(asked)) == held}
    common, judged = judge_one(answer.metric, like, code)
    unit = Unit(code, known[code], value_of(known[code]), judged, None, None, People())
    return {**unit_document(unit, lang), "label": held.label.model_dump(), "common": common}

"""In which units two documents of one score differ: what a restatement changes, what a page shows otherwise."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from warehouse.statistics import half_up

Line = dict[str, Any]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """Every unit whose score, grade or rank is another one."""
    was = {unit["code"]: unit for unit in before["subjects"]}
    now = {unit["code"]: unit for unit in after["subjects"]}
    found = []
    for code in sorted({*was, *now}):
        one, two = (_result(units.get(code)) for units in (was, now))
        if one != two:
            change = _change(one, two, max(_places(one), _places(two)))
            found.append(
                {"code": code, "name": (now.get(code) or was[code])["name"], "before": one, "after": two, **change}
            )
    return found


def _result(unit: Mapping[str, Any] | None) -> Line | None:
    return None if unit is None else {key: unit[key] for key in ("state", "score", "grade", "rank")}


def _change(one: Line | None, two: Line | None, places: int) -> Line:
    if not (one and two and one["score"] and two["score"]):
        return {"change": None}
    return {"change": half_up(Fraction(two["score"]) - Fraction(one["score"]), places)}


def _places(result: Line | None) -> int:
    return len((result and result["score"] or "").partition(".")[2])

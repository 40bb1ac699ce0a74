"""Flows: sums of stretches of days are read at once, and are what their parts are by themselves."""

from datetime import date

import pytest

from warehouse import Question, Snapshot, Window, ask, ask_windows, metric, span
from warehouse.flow import Flow, Stretch, flows

FIRST, SECOND, THIRD = (
    (date(2024, 1, 5), date(2024, 1, 20)),
    (date(2024, 1, 31), date(2024, 2, 12)),
    (date(2024, 2, 12), date(2024, 3, 31)),
)
WHOLE: Stretch = (FIRST[0], THIRD[1])


def _added(several: list[Flow]) -> Flow:
    found: Flow = {}
    for each in several:
        for role, units in each.items():
            held = found.setdefault(role, {})
            for unit, n in units.items():
                held[unit] = held.get(unit, 0) + n
    return {role: kept for role, units in found.items() if (kept := {unit: n for unit, n in units.items() if n})}


@pytest.mark.parametrize(("name", "by"), [("closure_rate", "district"), ("reported_count", "street")])
def test_a_sum_of_stretches_is_what_they_are_together(tiny: Snapshot, name: str, by: str) -> None:
    asked = metric(name)
    together = flows(tiny, asked, by, [[FIRST, THIRD], [WHOLE], [FIRST, SECOND, FIRST]])
    alone = {each: flows(tiny, asked, by, [[each]])[0] for each in (FIRST, SECOND, THIRD, WHOLE)}
    parts = [[FIRST, THIRD], [WHOLE], [FIRST, SECOND, FIRST]]
    assert [_added([each]) for each in together] == [_added([alone[each] for each in several]) for several in parts]
    assert any(together), "something happened on these days"


def test_a_flow_is_the_difference_of_what_was_known(tiny: Snapshot) -> None:
    (found,) = flows(tiny, metric("closure_rate"), "district", [[SECOND]])
    then, now = (ask(tiny, Question("closure_rate", ("district",), as_of=day)).groups for day in SECOND)
    before = {each.key["district"]: each.total.of("hit") for each in then}
    moved = {each.key["district"]: each.total.of("hit") - before[each.key["district"]] for each in now}
    assert _added([found]).get("hit", {}) == {unit: n for unit, n in moved.items() if n}


def test_a_window_that_begins_after_its_day_holds_nothing(tiny: Snapshot) -> None:
    day = date(2024, 2, 1)
    later, begun = Window(span(date(2024, 2, 2), date(2024, 2, 20)), day), Window(span(date(2024, 1, 3), day), day)
    empty, held = ask_windows(tiny, ["closure_rate"], {}, (), [later, begun])["closure_rate"]
    assert empty.total.rows == 0 and not any(empty.total.bins.values())
    assert (
        held.total.rows == ask(tiny, Question("closure_rate", since=date(2024, 1, 3), until=day, as_of=day)).total.rows
    )
    latest = Window(span(date(2024, 2, 3), date(2024, 2, 10)), day)
    found = ask_windows(tiny, ["closure_rate"], {}, (), [later, latest])["closure_rate"]
    assert [each.total.rows for each in found] == [0, 0], "and two of them are no question to the states"

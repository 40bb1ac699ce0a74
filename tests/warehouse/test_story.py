"""One case from report to close."""

import pytest

from warehouse import Scope, Snapshot, Unknown, story


def test_events_are_told_in_order(tiny: Snapshot) -> None:
    told = story(tiny, "c14")
    assert [(each["kind"], each["derived"]) for each in told.events] == [
        ("report", True),
        ("close", False),
        ("reopen", False),
        ("close", False),
    ]
    assert told.name("district", told.case["district"], "zh") == "西岭区"


def test_departments_that_were_sent_are_named(tiny: Snapshot) -> None:
    told = story(tiny, "c23")
    assert [(each["department"], each["role"]) for each in told.assignments] == [
        ("C1", "main"),
        ("H1", "assist"),
        ("R1", "assist"),
        ("W1", "assist"),
    ]


def test_what_lies_outside_the_scope_is_unknown(tiny: Snapshot) -> None:
    for case_id, scope in (("c99", Scope()), ("c14", Scope({"district": "T01"}))):
        with pytest.raises(Unknown):
            story(tiny, case_id, scope)

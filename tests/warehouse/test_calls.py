"""Follow-ups in the models: which call speaks of which close, and from which day on."""

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.landing import Rows, built, found
from warehouse import BadDefinition
from warehouse.definition import build
from warehouse.rules import FoundBy, Rules, Satisfaction, Signing, rules

FOREVER = "9999-12-31"
CASE = {"case_id": "a", "reported_at": "2024-05-01 08:00:00"}
CLOSED = {**CASE, "closed_at": "2024-05-04 09:00:00"}
STATES = "select valid_from, valid_to, call, resolved, satisfied from case_state where case_id = 'a' order by 1"


def event(kind: str, at: str, **more: object) -> dict[str, object]:
    """An event of case a."""
    return {"case_id": "a", "kind": kind, "happened_at": at, **more}


def call(at: str, **more: object) -> dict[str, object]:
    """A call about case a that reached somebody."""
    return {"case_id": "a", "called_at": at, "reached": True, **more}


def states(folder: Path, calls: Rows, case: dict[str, object] = CLOSED, events: Rows = ()) -> list[tuple[Any, ...]]:
    """From, to and what is known of people's view, in the states of the case."""
    tables: dict[str, Rows] = {"case": [case], "followup": calls, **({"case_event": events} if events else {})}
    with built(folder, tables) as con:
        return found(con, STATES)


def test_a_closed_state_is_divided_where_somebody_is_called(tmp_path: Path) -> None:
    assert states(tmp_path, [call("2024-05-06 10:00:00", resolved=True, level="mostly")]) == [
        ("2024-05-01", "2024-05-04", None, None, None),
        ("2024-05-04", "2024-05-06", "none", None, None),
        ("2024-05-06", FOREVER, "valid", True, True),
    ]


def test_a_call_on_the_day_of_the_close_leaves_no_state_without(tmp_path: Path) -> None:
    assert states(tmp_path, [call("2024-05-04 09:00:00", level="not")])[1:] == [
        ("2024-05-04", FOREVER, "valid", None, False)
    ]


def test_a_call_before_the_close_says_nothing_of_it(tmp_path: Path) -> None:
    assert states(tmp_path, [call("2024-05-04 08:59:59", resolved=True)])[1:] == [
        ("2024-05-04", FOREVER, "none", None, None)
    ]


def test_the_latest_valid_call_counts_whatever_failed_after_it(tmp_path: Path) -> None:
    calls = [
        {**call("2024-05-05 10:00:00"), "reached": False},
        call("2024-05-06 10:00:00", resolved=False),
        call("2024-05-06 12:00:00", resolved=True, level="satisfied"),
        call("2024-05-08 10:00:00", level="satisfied", auto_default=True),
    ]
    assert [(row[0], *row[2:]) for row in states(tmp_path, calls)[1:]] == [
        ("2024-05-04", "none", None, None),
        ("2024-05-05", "not_reached", None, None),
        ("2024-05-06", "valid", True, True),
        ("2024-05-08", "valid", True, True),
    ]


def test_a_call_before_a_reopen_does_not_speak_of_the_next_close(tmp_path: Path) -> None:
    moves = [("close", "04"), ("reopen", "06"), ("close", "09")]
    events = [event(kind, f"2024-05-{day} 09:00:00") for kind, day in moves]
    calls = [call("2024-05-05 10:00:00", resolved=True), call("2024-05-07 10:00:00", resolved=True)]
    assert [(row[0], *row[2:4]) for row in states(tmp_path, calls, CASE, events)] == [
        ("2024-05-01", None, None),
        ("2024-05-04", "none", None),
        ("2024-05-05", "valid", True),
        ("2024-05-06", None, None),
        ("2024-05-09", "none", None),
    ]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"reached": False, "resolved": True}, "not_reached"),
        ({}, "no_answer"),
        ({"contacted": True}, "no_answer"),
        ({"level": "neutral"}, "valid"),
        ({"resolved": False}, "valid"),
        ({"level": "satisfied", "resolved": True, "auto_default": True}, "auto"),
        ({"level": "satisfied", "reached": False, "auto_default": True}, "auto"),
    ],
)
def test_valid_is_reached_answered_and_not_by_default(tmp_path: Path, told: dict[str, object], kind: str) -> None:
    assert states(tmp_path, [call("2024-05-06 10:00:00", **told)])[-1][2] == kind


def test_helpers_with_times_of_their_own_share_what_people_say_of_the_case(tmp_path: Path) -> None:
    shares = [
        {"case_id": "a", "department_code": "M", "role": "main"},
        {"case_id": "a", "department_code": "B", "role": "assist", "done_at": "2024-05-02 09:00:00"},
    ]
    tables: dict[str, Rows] = {
        "department": [{"department_code": code, "name": code} for code in ("M", "B")],
        "case": [CLOSED],
        "assignment": shares,
        "followup": [call("2024-05-06 10:00:00", resolved=True)],
    }
    with built(tmp_path, tables) as con:
        rows = found(con, "select valid_from, phase, call, resolved from share_state where department = 'B' order by 1")
    assert rows == [
        ("2024-05-01", "open_no_due", None, None),
        ("2024-05-02", "closed_no_due", "none", None),
        ("2024-05-04", "closed_no_due", "none", None),
        ("2024-05-06", "closed_no_due", "valid", True),
    ]


def test_the_level_that_closed_a_case_is_that_of_the_close_that_holds(tmp_path: Path) -> None:
    events = [
        event("close", "2024-05-02 09:00:00", level="community"),
        event("reopen", "2024-05-03 09:00:00"),
        event("close", "2024-05-04 09:00:00", level="street"),
        event("reopen", "2024-05-05 09:00:00"),
        event("close", "2024-05-06 09:00:00"),
    ]
    case = {**CASE, "closed_level": "city"}
    with built(tmp_path, {"case": [case], "case_event": events}) as con:
        rows = found(con, "select closed_level from case_state order by valid_from")
    assert [level for (level,) in rows] == [
        "unspecified", "community", "unspecified", "street", "unspecified", "city"
    ]  # fmt: skip


def test_a_street_handles_by_itself_what_goes_to_no_department(tmp_path: Path) -> None:
    areas: Rows = [
        {"area_code": "X", "name": "甲区", "level": "district"},
        {"area_code": "S", "name": "一街", "level": "street", "parent_code": "X"},
    ]
    at = {"reported_at": "2024-05-01 08:00:00"}
    cases: Rows = [
        {"case_id": "own", "area_code": "S", **at},
        {"case_id": "sent", "area_code": "S", **at},
        {"case_id": "named", "area_code": "S", "main_department_code": "D9", **at},
        {"case_id": "helped", "area_code": "S", **at},
        {"case_id": "district", "area_code": "X", **at},
    ]
    tables: dict[str, Rows] = {
        "area": areas,
        "case": cases,
        "case_event": [{"case_id": "sent", "kind": "dispatch", "happened_at": "2024-05-01 09:00:00"}],
        "assignment": [{"case_id": "helped", "department_code": "D9", "role": "assist"}],
    }
    with built(tmp_path, tables) as con:
        rows = found(con, "select case_id, by_street from fct_case order by 1")
    assert rows == [("district", None), ("helped", False), ("named", False), ("own", True), ("sent", False)]


@pytest.mark.parametrize(
    ("events", "signing"),
    [
        ([("sign", "11:00:00")], "on_time"),
        ([("sign", "11:00:01")], "late"),
        ([("return", "11:00:00")], "returned"),
        ([("return", "10:00:00"), ("sign", "10:30:00")], "returned"),
        ([("sign", "10:00:00"), ("return", "10:00:00")], "on_time"),
        ([("return", "11:00:01")], "missed"),
        ([("return", "11:00:01"), ("sign", "12:00:00")], "late"),
        ([("dispatch", "10:00:00"), ("sign", "10:30:00")], "missed"),
        ([], "missed"),
    ],
)
def test_a_dispatch_is_answered_within_the_limit_or_not(
    tmp_path: Path, events: list[tuple[str, str]], signing: str
) -> None:
    told = [event("dispatch", "2024-05-01 09:00:00", department_code="D")]
    told += [event(kind, f"2024-05-01 {at}", department_code="D") for kind, at in events]
    with built(tmp_path, {"case": [CASE], "case_event": told}) as con:
        rows = found(con, "select dispatched_at, signing from sign_state where valid_to = date '9999-12-31' order by 1")
    assert rows[0] == ("2024-05-01 09:00:00", signing)


def test_a_dispatch_waits_until_the_day_its_limit_falls_on(tmp_path: Path) -> None:
    told = [
        event("dispatch", "2024-05-01 22:30:00", department_code="D"),
        event("sign", "2024-05-03 09:00:00", department_code="D"),
    ]
    with built(tmp_path, {"case": [CASE], "case_event": told}) as con:
        rows = found(con, "select valid_from, valid_to, signing from sign_state order by 1")
    assert rows == [
        ("2024-05-01", "2024-05-02", "waiting"),
        ("2024-05-02", "2024-05-03", "missed"),
        ("2024-05-03", FOREVER, "late"),
    ]


def test_the_rules_say_which_levels_are_satisfied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = rules().model_copy(update={"satisfaction": Satisfaction(satisfied=("satisfied",))})
    monkeypatch.setattr("warehouse.ruled.rules", lambda: strict)
    assert states(tmp_path, [call("2024-05-06 10:00:00", level="mostly")])[-1][4] is False


@pytest.mark.parametrize(
    ("kind", "told", "words"),
    [
        (Satisfaction, {"satisfied": ["happy"]}, "happy is no level; there are satisfied, mostly"),
        (Satisfaction, {"satisfied": []}, "at least 1"),
        (Signing, {"limit_minutes": 0}, "greater than 0"),
        (FoundBy, {"grid": ["甲", "乙"], "public": ["乙"]}, "乙 cannot be on both sides"),
        (Rules, {"rules": {}}, "satisfaction"),
    ],
)
def test_rules_that_make_no_sense_are_refused(kind: type, told: dict[str, object], words: str) -> None:
    with pytest.raises(BadDefinition, match=words):
        build(kind, "rules.toml", told)


def test_a_case_came_back_after_closing_only_if_the_one_before_was_closed(tmp_path: Path) -> None:
    spot = {"area_code": "K", "place": "路1号", "item_code": "I"}
    told = [
        ("1", "2024-05-01 08:00:00", "2024-05-03 08:00:00"),
        ("2", "2024-05-03 08:00:00", "2024-05-09 08:00:00"),
        ("3", "2024-05-05 08:00:00", None),
        ("4", "2024-05-06 08:00:00", None),
        ("5", "2024-06-20 08:00:00", None),
    ]
    cases = [{"case_id": name, "reported_at": at, "closed_at": end, **spot} for name, at, end in told]
    events = [{"case_id": "3", "kind": "close", "happened_at": "2024-05-06 07:00:00"}]
    with built(tmp_path, {"case": cases, "case_event": events}) as con:
        rows = found(con, "select case_id, repeated, relapsed from fct_case order by 1")
    assert rows == [("1", False, False), ("2", True, True), ("3", True, False), ("4", True, True), ("5", False, False)]

"""The models, on cases small enough to be told by hand."""

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.landing import Rows, built, found

FOREVER = "9999-12-31"
LONG_AGO = "0001-01-01"
STATES = (
    "select valid_from, valid_to, phase, reopens, closed_at from case_state where case_id = 'a' order by valid_from"
)
REPORTED = {"case_id": "a", "reported_at": "2024-05-01 08:00:00"}
DUE = {**REPORTED, "due_at": "2024-05-10 18:00:00"}


def event(kind: str, at: str, **more: object) -> dict[str, object]:
    """An event of case a."""
    return {"case_id": "a", "kind": kind, "happened_at": at, **more}


def states(folder: Path, case: dict[str, object], *events: dict[str, object]) -> list[tuple[Any, ...]]:
    """From, to, phase, reopens and close of each state of the case."""
    tables: dict[str, Rows] = {"case": [case], **({"case_event": list(events)} if events else {})}
    with built(folder, tables) as con:
        return found(con, STATES)


def test_a_case_is_open_then_overdue_then_closed(tmp_path: Path) -> None:
    closed = "2024-05-12 09:00:00"
    assert states(tmp_path, {**DUE, "closed_at": closed}) == [
        ("2024-05-01", "2024-05-10", "open_not_due", 0, None),
        ("2024-05-10", "2024-05-12", "open_overdue", 0, None),
        ("2024-05-12", FOREVER, "closed_late", 0, closed),
    ]


def test_a_deadline_at_midnight_falls_on_the_day_that_begins(tmp_path: Path) -> None:
    case = {**REPORTED, "due_at": "2024-05-10 00:00:00"}
    assert [row[:3] for row in states(tmp_path, case)] == [
        ("2024-05-01", "2024-05-10", "open_not_due"),
        ("2024-05-10", FOREVER, "open_overdue"),
    ]


def test_what_ends_on_its_first_day_has_one_state(tmp_path: Path) -> None:
    closed = "2024-05-01 08:00:00"
    assert states(tmp_path, {**DUE, "closed_at": closed}) == [("2024-05-01", FOREVER, "closed_on_time", 0, closed)]


def test_a_reopened_case_is_open_until_closed_again(tmp_path: Path) -> None:
    rows = states(
        tmp_path,
        DUE,
        event("close", "2024-05-04 09:00:00"),
        event("reopen", "2024-05-06 09:00:00"),
        event("close", "2024-05-12 09:00:00"),
    )
    assert rows == [
        ("2024-05-01", "2024-05-04", "open_not_due", 0, None),
        ("2024-05-04", "2024-05-06", "closed_on_time", 0, "2024-05-04 09:00:00"),
        ("2024-05-06", "2024-05-10", "open_not_due", 1, None),
        ("2024-05-10", "2024-05-12", "open_overdue", 1, None),
        ("2024-05-12", FOREVER, "closed_late", 1, "2024-05-12 09:00:00"),
    ]


def test_a_reopen_without_a_close_before_it_is_none(tmp_path: Path) -> None:
    rows = states(
        tmp_path,
        REPORTED,
        event("reopen", "2024-05-02 09:00:00"),
        event("close", "2024-05-04 09:00:00"),
        event("reopen", "2024-05-05 09:00:00"),
        event("reopen", "2024-05-06 09:00:00"),
    )
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("2024-05-01", "open_no_due", 0),
        ("2024-05-04", "closed_no_due", 0),
        ("2024-05-05", "open_no_due", 1),
    ]


def test_reopened_and_closed_within_a_day_shows_at_its_end(tmp_path: Path) -> None:
    rows = states(
        tmp_path,
        REPORTED,
        event("close", "2024-05-04 09:00:00"),
        event("reopen", "2024-05-06 09:00:00"),
        event("close", "2024-05-06 17:00:00"),
    )
    assert rows == [
        ("2024-05-01", "2024-05-04", "open_no_due", 0, None),
        ("2024-05-04", "2024-05-06", "closed_no_due", 0, "2024-05-04 09:00:00"),
        ("2024-05-06", FOREVER, "closed_no_due", 1, "2024-05-06 17:00:00"),
    ]


def test_the_events_decide_the_closes_once_they_tell_of_one(tmp_path: Path) -> None:
    case = {**REPORTED, "closed_at": "2024-05-20 09:00:00"}
    rows = states(tmp_path, case, event("close", "2024-05-04 09:00:00"), event("reopen", "2024-05-06 09:00:00"))
    assert [row[2] for row in rows] == ["open_no_due", "closed_no_due", "open_no_due"]


@pytest.mark.parametrize(
    ("extensions", "due"),
    [
        ([("2024-05-10 18:00:00", "2024-05-15 18:00:00")], "2024-05-15 18:00:00"),
        ([("2024-05-10 18:00:01", "2024-05-15 18:00:00")], "2024-05-10 18:00:00"),
        (
            [("2024-05-10 18:00:00", "2024-05-15 18:00:00"), ("2024-05-15 18:00:00", "2024-05-20 18:00:00")],
            "2024-05-20 18:00:00",
        ),
        (
            [("2024-05-09 18:00:00", "2024-05-12 18:00:00"), ("2024-05-13 18:00:00", "2024-05-20 18:00:00")],
            "2024-05-12 18:00:00",
        ),
        (
            [("2024-05-11 18:00:00", "2024-05-20 18:00:00"), ("2024-05-12 18:00:00", "2024-05-25 18:00:00")],
            "2024-05-10 18:00:00",
        ),
        (
            [("2024-05-02 18:00:00", "2024-05-20 18:00:00"), ("2024-05-03 18:00:00", "2024-05-06 18:00:00")],
            "2024-05-06 18:00:00",
        ),
    ],
)
def test_an_extension_counts_when_approved_before_the_deadline_in_force(
    tmp_path: Path, extensions: list[tuple[str, str]], due: str
) -> None:
    events = [event("extend", at, new_due_at=new_due) for at, new_due in extensions]
    with built(tmp_path, {"case": [DUE], "case_event": events}) as con:
        last = found(con, "select due_at, extended, phase from case_state where valid_to = date '9999-12-31'")
    assert last == [(due, due != DUE["due_at"], "open_overdue")]


def test_before_its_extension_a_case_has_its_first_deadline(tmp_path: Path) -> None:
    extension = {"extension_approved_at": "2024-05-10 09:00:00", "extended_due_at": "2024-05-20 18:00:00"}
    with built(tmp_path, {"case": [{**DUE, **extension}]}) as con:
        rows = found(con, "select valid_from, phase, due_at, extended from case_state order by valid_from")
    assert rows == [
        ("2024-05-01", "open_not_due", "2024-05-10 18:00:00", False),
        ("2024-05-10", "open_not_due", "2024-05-20 18:00:00", True),
        ("2024-05-20", "open_overdue", "2024-05-20 18:00:00", True),
    ]


def test_a_void_case_is_excluded_from_that_day(tmp_path: Path) -> None:
    closed = {**REPORTED, "closed_at": "2024-05-03 09:00:00"}
    with built(tmp_path, {"case": [closed], "case_event": [event("void", "2024-05-05 09:00:00")]}) as con:
        rows = found(con, "select valid_from, valid_to, phase, excluded from case_state order by valid_from")
    assert rows == [
        ("2024-05-01", "2024-05-03", "open_no_due", None),
        ("2024-05-03", "2024-05-05", "closed_no_due", None),
        ("2024-05-05", FOREVER, "closed_no_due", "void"),
    ]


AREAS: Rows = [
    {"area_code": "C", "name": "市", "level": "city"},
    {"area_code": "X", "name": "甲区", "level": "district", "parent_code": "C"},
    {"area_code": "Y", "name": "乙区", "level": "district", "parent_code": "C"},
    {"area_code": "S", "name": "一街", "level": "street", "parent_code": "X"},
    {"area_code": "S", "name": "一街", "level": "street", "parent_code": "Y", "valid_from": "2024-03-15"},
    {"area_code": "K", "name": "社区", "level": "community", "parent_code": "S", "valid_from": "2024-02-01"},
    {"area_code": "G", "name": "网格", "level": "grid", "parent_code": "K"},
]


def test_a_parent_that_changes_divides_the_spans_below_it(tmp_path: Path) -> None:
    with built(tmp_path, {"area": AREAS}) as con:
        columns = "area_code, valid_from, valid_to, district, street, community"
        rows = found(con, f"select {columns} from dim_area where area_code in ('S', 'K', 'G') order by 1, 2")
    assert rows == [
        ("G", LONG_AGO, "2024-02-01", None, None, None),
        ("G", "2024-02-01", "2024-03-15", "X", "S", "K"),
        ("G", "2024-03-15", FOREVER, "Y", "S", "K"),
        ("K", "2024-02-01", "2024-03-15", "X", "S", "K"),
        ("K", "2024-03-15", FOREVER, "Y", "S", "K"),
        ("S", LONG_AGO, "2024-03-15", "X", "S", None),
        ("S", "2024-03-15", FOREVER, "Y", "S", None),
    ]


def test_a_case_lies_where_its_area_lay_on_the_day_it_was_reported(tmp_path: Path) -> None:
    told = [
        ("old", "2024-03-14 23:59:59", "K"),
        ("new", "2024-03-15 00:00:00", "K"),
        ("early", "2024-01-31 23:59:59", "K"),
        ("street", "2024-03-01 08:00:00", "S"),
        ("nowhere", "2024-03-01 08:00:00", None),
    ]
    cases = [{"case_id": name, "reported_at": at, "area_code": area} for name, at, area in told]
    with built(tmp_path, {"area": AREAS, "case": cases}) as con:
        rows = found(con, "select case_id, district, street, community from fct_case order by case_id")
    assert rows == [
        ("early", "unregistered", "unregistered", "unregistered"),
        ("new", "Y", "S", "K"),
        ("nowhere", "unspecified", "unspecified", "unspecified"),
        ("old", "X", "S", "K"),
        ("street", "X", "S", "unspecified"),
    ]


def test_a_repeat_is_the_same_place_and_item_within_thirty_days(tmp_path: Path) -> None:
    told = [
        ("1", "2024-05-01 08:00:00", "路1号", "I", None, False),
        ("2", "2024-05-31 08:00:00", "路1号", "I", None, True),
        ("3", "2024-06-30 08:00:01", "路1号", "I", None, False),
        ("4", "2024-06-30 09:00:00", "路2号", "I", None, False),
        ("5", "2024-06-30 09:00:00", "路1号", "J", None, False),
        ("6", "2024-07-01 09:00:00", None, "I", None, False),
        ("7", "2024-07-02 09:00:00", "路2号", "I", "duplicate", False),
        ("8", "2024-07-03 09:00:00", "路2号", "I", None, True),
        ("9", "2024-08-02 08:00:00", "路2号", "J", "test", False),
    ]
    cases = [
        {
            "case_id": name,
            "reported_at": at,
            "place": place,
            "item_code": item,
            "excluded_as": out,
            "area_code": "K",
        }
        for name, at, place, item, out, _ in told
    ]
    with built(tmp_path, {"case": cases}) as con:
        rows = found(con, "select case_id, repeated from fct_case order by case_id")
    assert rows == [(name, repeated) for name, *_, repeated in told]


def test_departments_that_assist_are_judged_by_their_own_times(tmp_path: Path) -> None:
    departments = [{"department_code": code, "name": code} for code in ("M", "A", "B", "D")]
    shares = [
        {"case_id": "a", "department_code": "M", "role": "main"},
        {"case_id": "a", "department_code": "A", "role": "assist"},
        {"case_id": "a", "department_code": "B", "role": "assist", "done_at": "2024-05-09 09:00:00"},
        {"case_id": "a", "department_code": "D", "role": "assist", "due_at": "2024-05-05 09:00:00"},
    ]
    case = {**DUE, "closed_at": "2024-05-12 09:00:00", "main_department_code": "A"}
    with built(tmp_path, {"department": departments, "case": [case], "assignment": shares}) as con:
        rows = found(con, "select department, role, n_assist, valid_from, phase from share_state order by 1, 4")
    own = [("2024-05-01", "open_not_due"), ("2024-05-10", "open_overdue"), ("2024-05-12", "closed_late")]
    assert rows == [
        *(("A", "assist", 3, *state) for state in own),
        ("B", "assist", 3, "2024-05-01", "open_not_due"),
        ("B", "assist", 3, "2024-05-09", "closed_on_time"),
        ("D", "assist", 3, "2024-05-01", "open_not_due"),
        ("D", "assist", 3, "2024-05-05", "open_overdue"),
        *(("M", "main", 3, *state) for state in own),
    ]


def test_a_city_without_any_rows_is_built(tmp_path: Path) -> None:
    with built(tmp_path, {}) as con:
        assert found(con, "select count(*) from case_state") == [(0,)]


SUBLEVELS: Rows = [
    {"area_code": "X", "name": "甲区", "level": "district"},
    {"area_code": "P", "name": "片区", "level": "片区", "parent_code": "X"},
    {"area_code": "Q", "name": "小片", "level": "小片", "parent_code": "P"},
    {"area_code": "K", "name": "社区", "level": "community", "parent_code": "Q"},
    {"area_code": "S", "name": "街道", "level": "street", "parent_code": "P"},
    {"area_code": "R", "name": "东片", "level": "片区", "parent_code": "S"},
    {"area_code": "L", "name": "里社区", "level": "community", "parent_code": "R"},
]


def test_free_sublevels_are_passed_through(tmp_path: Path) -> None:
    with built(tmp_path, {"area": SUBLEVELS}) as con:
        rows = found(con, "select area_code, district, street, community from dim_area order by 1")
    assert rows == [
        ("K", "X", None, "K"),
        ("L", "X", "S", "L"),
        ("P", "X", None, None),
        ("Q", "X", None, None),
        ("R", "X", "S", None),
        ("S", "X", "S", None),
        ("X", "X", None, None),
    ]


def test_a_code_that_another_took_over_lies_under_that_one(tmp_path: Path) -> None:
    areas = [
        {"area_code": "X", "name": "甲区", "level": "district"},
        {"area_code": "S", "name": "一街", "level": "street", "parent_code": "X", "valid_to": "2024-02-01"},
        {"area_code": "T", "name": "二街", "level": "street", "parent_code": "X"},
        {"area_code": "U", "name": "三街", "level": "street", "parent_code": "X", "valid_from": "2024-03-01"},
        {"area_code": "K", "name": "社区", "level": "community", "parent_code": "S"},
        {"area_code": "S", "name": "新一街", "level": "street", "parent_code": "X", "valid_from": "2024-05-01"},
    ]
    changes = [
        {"old_code": "S", "new_code": "T", "kind": "merge", "effective_on": "2024-02-01"},
        {"old_code": "T", "new_code": "U", "kind": "rename", "effective_on": "2024-03-01"},
        {"old_code": "T", "new_code": "Q", "kind": "rename", "effective_on": "2024-03-01"},
    ]
    with built(tmp_path, {"area": areas, "area_change": changes}) as con:
        rows = found(con, "select valid_from, valid_to, street from dim_area where area_code = 'K' order by 1")
        kinds = found(con, "select old_code, new_code, register, folds from dim_area_change order by 1, 2")
    assert rows == [
        (LONG_AGO, "2024-02-01", "S"),
        ("2024-02-01", "2024-03-01", "T"),
        ("2024-03-01", "2024-05-01", "U"),
        ("2024-05-01", FOREVER, "S"),
    ]
    assert kinds == [("S", "T", "area", True), ("T", "Q", None, False), ("T", "U", "area", True)]


def test_parents_in_a_circle_and_unknown_changes_do_not_stop_a_build(tmp_path: Path) -> None:
    areas = [
        {"area_code": "A", "name": "甲", "level": "street", "parent_code": "B"},
        {"area_code": "B", "name": "乙", "level": "district", "parent_code": "A"},
    ]
    changes = [{"old_code": "A", "new_code": "Z", "kind": "merge", "effective_on": "2024-02-01"}]
    with built(tmp_path, {"area": areas, "area_change": changes}) as con:
        assert found(con, "select area_code, district, street from dim_area order by 1") == [
            ("A", "B", "A"),
            ("B", "B", "A"),
        ]

"""Registers that do not fit together across files: loaded, and named with file and line."""

from pathlib import Path

import pytest

from etl.printing import print_refresh
from tests.etl.small_city import Row, Tables, balanced, etl, fill, loaded, refresh, tiny, write
from tests.tiny import INBOX


def area(code: str, level: str, parent: str = "", since: str = "", until: str = "") -> Row:
    return {
        "area_code": code,
        "name": code,
        "level": level,
        "parent_code": parent,
        "valid_from": since,
        "valid_to": until,
    }


def change(old: str, new: str, kind: str = "merge", day: str = "2024-03-01") -> Row:
    return {"old_code": old, "new_code": new, "kind": kind, "effective_on": day}


FIRST: Tables = {
    "area": [
        area("X", "district"),
        area("S1", "street", "X", until="2024-03-01"),
        area("S2", "street", "X", until="2024-06-01"),
        area("S3", "street", "X"),
        area("K1", "community", "S1"),
        area("K2", "community", "S2"),
        area("K3", "community", "Q"),
        area("A", "street", "B"),
        area("S4", "street", "X", since="2024-03-01"),
    ],
    "department": [{"department_code": "D1", "name": "D1", "district_code": "Q"}],
    "officer": [{"area_code": "Q", "post": "书记", "from_on": "2024-01-01", "name": "甲"}],
    "area_change": [
        change("S1", "S3"),
        change("S3", "Q"),
        change("Q", "S3"),
        change("K1", "S3"),
        change("S4", "S3"),
    ],
    "alias": [
        {"feed": "area", "source_text": "甲", "code": "S1", "valid_from": ""},
        {"feed": "area", "source_text": "乙", "code": "Q", "valid_from": ""},
    ],
    "case": [{"case_id": "c1", "reported_at": "2024-05-01 08:00:00", "area_code": "A"}],
}
SECOND: Tables = {
    "area 2": [area("B", "district", "A"), area("S2", "street", "X", since="2024-04-01")],
    "alias 2": [{"feed": "area", "source_text": "甲", "code": "S3", "valid_from": "2024-01-01"}],
}
EXPECTED = [
    ("alias 2.csv", 2, "code", "S3", "ambiguous_alias"),
    ("alias.csv", 2, "code", "S1", "ambiguous_alias"),
    ("alias.csv", 3, "code", "Q", "unknown_code"),
    ("area 2.csv", 2, "parent_code", "A", "parent_loop"),
    ("area 2.csv", 3, "valid_from", "2024-04-01", "overlapping_span"),
    ("area.csv", 8, "parent_code", "Q", "unknown_parent"),
    ("area.csv", 9, "parent_code", "B", "parent_loop"),
    ("area_change.csv", 3, "new_code", "Q", "unknown_code"),
    ("area_change.csv", 4, "old_code", "Q", "unknown_code"),
    ("area_change.csv", 5, "new_code", "S3", "level_differs"),
    ("area_change.csv", 6, "old_code", "S4", "code_reused"),
    ("department.csv", 2, "district_code", "Q", "unknown_code"),
    ("officer.csv", 2, "area_code", "Q", "unknown_code"),
]


def told(document: dict[str, dict[str, list[Row]]]) -> list[tuple[object, ...]]:
    listed = document["findings"]["listed"]
    return [tuple(each[name] for name in ("file", "line", "column", "value", "reason")) for each in listed]


def test_what_does_not_fit_together_is_named_by_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox, warehouse = fill(tmp_path / "inbox", FIRST | SECOND), tmp_path / "w"
    done = refresh(inbox, warehouse)
    assert (done.code, balanced(done.document)) == (0, True)
    assert told(done.document) == EXPECTED
    assert all(each["message"] for each in done.document["findings"]["listed"])
    print_refresh(done.document)
    assert "area.csv, line 8: parent_code 'Q': unknown_parent" in capsys.readouterr().err
    assert told(etl("status", "--warehouse", warehouse).document) == EXPECTED


def test_a_parent_that_ended_with_nothing_in_its_place_is_named(tmp_path: Path) -> None:
    rows = [area("X", "district"), area("S", "street", "X", until="2024-06-01"), area("K", "community", "S")]
    done = refresh(fill(tmp_path / "inbox", {"area": rows, "case": FIRST["case"]}), tmp_path / "w")
    assert told(done.document) == [("area.csv", 4, "parent_code", "S", "parent_ended")]
    write(tmp_path / "inbox" / "area 2.csv", [area("K", "community", "X", since="2024-06-01")])
    assert told(refresh(tmp_path / "inbox", tmp_path / "w").document) == []


def test_a_city_that_fits_together_has_no_findings(tmp_path: Path) -> None:
    assert loaded(INBOX, tmp_path / "w")["findings"] == {"count": 0, "by_reason": {}, "listed": []}
    alone = {name: rows for name, rows in tiny().items() if name in ("case", "department")}
    assert loaded(fill(tmp_path / "alone", alone), tmp_path / "w2")["findings"]["count"] == 0


def aim(metric: str, whom: str = "all", kind: str = "month", target: str = "0.95", floor: str = "") -> Row:
    return {"metric": metric, "period_kind": kind, "area_or_group": whom, "target": target, "floor": floor}


def test_targets_nothing_can_reach_and_units_nobody_knows_are_named(tmp_path: Path) -> None:
    tables: Tables = {
        "area": [area("X", "district"), area("S1", "street", "X")],
        "case": [{"case_id": "c1", "reported_at": "2024-05-01 08:00:00", "area_code": "S1"}],
        "period": [
            {"period_code": "A1", "title": "一", "kind": "season", "starts_on": "2024-01-19", "ends_on": "2024-02-18"}
        ],
        "target": [
            aim("closure_rate"),
            aim("closure_rate", "town", target="95"),
            aim("closure_rate", "subdistrict", floor="0.97"),
            aim("rework_rate", "X", target="0.05", floor="0.02"),
            aim("rework_rate", "S1", target="0.05", floor="0.1", kind="season"),
            aim("overdue_open_count", "Q", target="95"),
            aim("closure_rate", kind="weekly"),
        ],
        "participation": [{"unit_code": "S1", "programme": "P", "from_on": "2024-01-01"}]
        + [{"unit_code": "Q", "programme": "P", "from_on": "2024-01-01"}],
        "area_change": [change("X1", "X"), change("X1", "X2")],
    }
    assert [
        row for row in told(loaded(fill(tmp_path / "inbox", tables), tmp_path / "w")) if row[4] != "unknown_code"
    ] == [
        ("area_change.csv", 2, "new_code", "X", "two_successors"),
        ("area_change.csv", 3, "new_code", "X2", "two_successors"),
        ("target.csv", 3, "target", "95.000000", "rate_beyond_one"),
        ("target.csv", 4, "floor", "0.970000", "floor_beyond_target"),
        ("target.csv", 5, "floor", "0.020000", "floor_beyond_target"),
        ("target.csv", 8, "period_kind", "weekly", "unknown_period_kind"),
    ]


def test_targets_and_participation_of_unknown_units_are_named(tmp_path: Path) -> None:
    tables: Tables = {
        "area": [area("X", "district")],
        "case": [{"case_id": "c1", "reported_at": "2024-05-01 08:00:00", "area_code": "X"}],
        "target": [aim("closure_rate", "Q"), aim("closure_rate", "X"), aim("closure_rate", "town")],
        "participation": [{"unit_code": "Q", "programme": "P", "from_on": "2024-01-01"}],
    }
    assert told(loaded(fill(tmp_path / "inbox", tables), tmp_path / "w")) == [
        ("participation.csv", 2, "unit_code", "Q", "unknown_code"),
        ("target.csv", 2, "area_or_group", "Q", "unknown_code"),
    ]


def test_calls_and_ratings_of_whistles_departments_and_streets_nobody_knows_are_named(tmp_path: Path) -> None:
    rating = {"criterion": "effect", "level": "5", "submitted_at": "2024-05-02 08:00:00"}
    tables: Tables = {
        "area": [area("X", "district"), area("S1", "street", "X")],
        "department": [{"department_code": "D1", "name": "D1"}],
        "whistle": [
            {"whistle_id": each, "kind": "emergency", "blown_at": "2024-05-01 08:00:00"} for each in ("w1", "w3")
        ],
        "whistle_street": [{"whistle_id": "w1", "street_code": "S1"}, {"whistle_id": "w2", "street_code": "S9"}],
        "whistle_call": [{"whistle_id": "w1", "department_code": "D1"}, {"whistle_id": "w2", "department_code": "D9"}],
        "rating": [
            {"rating_id": "r1", "whistle_id": "w1", "street_code": "S1", "department_code": "D1"} | rating,
            {"rating_id": "r2", "whistle_id": "w2", "street_code": "S9", "department_code": "D9"} | rating,
        ],
    }
    assert told(loaded(fill(tmp_path / "inbox", tables), tmp_path / "w")) == [
        ("rating.csv", 3, "department_code", "D9", "unknown_code"),
        ("rating.csv", 3, "street_code", "S9", "unknown_code"),
        ("rating.csv", 3, "whistle_id", "w2", "unknown_whistle"),
        ("whistle.csv", 3, "whistle_id", "w3", "no_street"),
        ("whistle_call.csv", 3, "department_code", "D9", "unknown_code"),
        ("whistle_call.csv", 3, "whistle_id", "w2", "unknown_whistle"),
        ("whistle_street.csv", 3, "street_code", "S9", "unknown_code"),
        ("whistle_street.csv", 3, "whistle_id", "w2", "unknown_whistle"),
    ]


def test_enclaves_cases_and_targets_nobody_loaded_are_named(tmp_path: Path) -> None:
    followup = {"called_at": "2024-05-03 08:00:00", "reached": "true", "auto_default": "false"}
    targets = [
        ("case", "c1"),
        ("case", "c9"),
        ("whistle", "w1"),
        ("whistle", "w9"),
        ("call", "w1/D1"),
        ("call", "w9/D1"),
    ]
    approved = {"rule": "void", "approved_by": "甲", "approved_on": "2024-05-02"}
    accepted = {"requirement": "safety", "accepted_on": "2024-05-01"}
    tables: Tables = {
        "area": [area("X", "district"), area("S1", "street", "X")],
        "department": [{"department_code": "D1", "name": "D1"}],
        "case": [{"case_id": "c1", "reported_at": "2024-05-01 08:00:00", "area_code": "S1"}],
        "followup": [{"case_id": "c1"} | followup, {"case_id": "c9"} | followup],
        "whistle": [{"whistle_id": "w1", "kind": "emergency", "blown_at": "2024-05-01 08:00:00"}],
        "whistle_call": [{"whistle_id": "w1", "department_code": "D1"}],
        "exclusion": [{"target_kind": kind, "target_id": target} | approved for kind, target in targets],
        "enclave": [{"enclave_id": "E1", "name": "甲", "kind": "unclear"}],
        "enclave_requirement": [{"enclave_id": "E1"} | accepted, {"enclave_id": "E9"} | accepted],
    }
    assert told(loaded(fill(tmp_path / "inbox", tables), tmp_path / "w")) == [
        ("enclave_requirement.csv", 3, "enclave_id", "E9", "unknown_enclave"),
        ("exclusion.csv", 3, "target_id", "c9", "unknown_target"),
        ("exclusion.csv", 5, "target_id", "w9", "unknown_target"),
        ("exclusion.csv", 7, "target_id", "w9/D1", "unknown_target"),
        ("followup.csv", 3, "case_id", "c9", "unknown_case"),
    ]


def test_duty_lists_that_name_nobody_are_named(tmp_path: Path) -> None:
    entry = {"list": "territorial", "item_code": "I", "main": "street", "assist": "", "valid_from": "2024-01-01"}
    tables: Tables = {
        "case": FIRST["case"],
        "department": [{"department_code": "D1", "name": "甲局", "kind": "局"}],
        "item": [{"item_code": "I", "level1": "甲"}],
        "duty_list": [
            entry,
            {**entry, "list": "responsibility", "main": "局", "assist": "street、D1、委"},
            {**entry, "list": "responsibility", "item_code": "J", "main": "D2"},
        ],
        "duty_list 2": [{**entry, "valid_from": "2023-01-01", "valid_to": "2024-06-01"}],
    }
    assert told(loaded(fill(tmp_path / "inbox", tables), tmp_path / "w")) == [
        ("duty_list.csv", 2, "valid_from", "2024-01-01", "overlapping_span"),
        ("duty_list.csv", 3, "assist", "street、D1、委", "unknown_unit"),
        ("duty_list.csv", 4, "item_code", "J", "unknown_code"),
        ("duty_list.csv", 4, "main", "D2", "unknown_unit"),
    ]

"""Main and assisting departments, and dispatches beside the duty lists, through files and command lines alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.golden import inbox
from tests.golden.shell import Document, ask, refresh

G10 = json.loads((Path(__file__).parent / "duties.json").read_text("utf-8"))
Tables = dict[str, list[inbox.Row]]


def loaded(folder: Path, tables: Tables) -> Path:
    refresh(inbox.write(folder / "inbox", tables), folder / "warehouse")
    return folder / "warehouse"


def by_department(answer: Document) -> dict[str, Any]:
    return {group["key"]["department"]["code"]: group for group in answer["groups"]}


def test_one_case_is_shared_exactly_among_main_and_assisting_departments(tmp_path: Path) -> None:
    expected = G10["expected"]
    tables: Tables = {"case": [], "assignment": []}
    tables["department"] = [{"department_code": code, "name": code} for code in expected["credit"]]
    for each in G10["input"]["cases"]:
        tables["case"].append({"case_id": each["case"], "reported_at": "2024-05-01T08:00:00"})
        roles = {each["main"]: "main"} | dict.fromkeys(each["assist"], "assist")
        tables["assignment"] += [
            {"case_id": each["case"], "department_code": code, "role": role} for code, role in roles.items()
        ]
    warehouse = loaded(tmp_path, tables)
    shared = ask(warehouse, "reported_count", "--by", "department", "--view", "shared")
    assert {code: str(each["numerator"]) for code, each in by_department(shared).items()} == expected["credit"]
    assert str(shared["total"]["numerator"]) == expected["total"]
    counts = expected["counts_D1"]
    took_part = ask(warehouse, "reported_count", "--by", "department", "--view", "participation")
    assert by_department(took_part)["D1"]["numerator"] == counts["main"] + counts["assist"]


@pytest.fixture(scope="module")
def dispatched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five cases of one item: its duty is the water bureau's until 10 May, the road bureau's since."""
    listed = {"list": "responsibility", "item_code": "I", "assist": "street、R"}
    events = [
        ("a", "dispatch", "2024-05-02T09:00:00", "R"),
        ("a", "return", "2024-05-03T09:00:00", "R"),
        ("a", "dispatch", "2024-05-05T09:00:00", "W"),
        ("b", "dispatch", "2024-05-02T09:00:00", "W"),
        ("b", "return", "2024-05-04T09:00:00", "W"),
        ("b", "dispatch", "2024-05-09T23:59:59", "W"),
        ("c", "dispatch", "2024-05-10T00:00:00", "W"),
        ("c", "return", "2024-05-11T09:00:00", "W"),
    ]
    tables: Tables = {
        "item": [{"item_code": code, "level1": "甲", "level2": "乙", "level3": code} for code in ("I", "J", "K")],
        "department": [
            {"department_code": "W", "name": "W", "kind": "水务局", "parent_code": None},
            {"department_code": "T", "name": "T", "kind": "水务所", "parent_code": "W"},
            {"department_code": "R", "name": "R", "kind": "交通局", "parent_code": None},
        ],
        "duty_list": [
            {**listed, "main": "水务局", "valid_from": "2024-01-01", "valid_to": "2024-05-10"},
            {**listed, "main": "R", "assist": None, "valid_from": "2024-05-10"},
            {**listed, "list": "territorial", "item_code": "J", "main": "street", "valid_from": "2024-01-01"},
            {**listed, "item_code": "J", "main": "R", "valid_from": "2024-01-01"},
        ],
        "case": [
            {"case_id": case, "reported_at": "2024-05-01T08:00:00", "item_code": item}
            for case, item in (("a", "I"), ("b", "I"), ("c", "I"), ("d", "I"), ("e", "J"), ("f", "K"))
        ],
        "case_event": [
            {"case_id": case, "kind": kind, "happened_at": at, "department_code": code}
            for case, kind, at, code in events
        ],
        "assignment": [
            {"case_id": case, "department_code": code, "role": role, "dispatched_at": "2024-05-06T08:00:00"}
            for case, code, role in (("d", "T", "main"), ("d", "R", "assist"), ("e", "R", "main"), ("f", "R", "main"))
        ],
    }
    whistles = [("w1", "d", ("S1", "S2")), ("w2", "e", ("S1",)), ("w3", "e", ("S1", "S2")), ("w4", "f", ("S2",))]
    tables["area"] = [{"area_code": code, "name": code, "level": "street"} for code in ("S1", "S2")]
    tables["whistle"] = [
        {"whistle_id": name, "case_id": case, "kind": "emergency", "blown_at": "2024-05-07T08:00:00"}
        for name, case, _ in whistles
    ]
    tables["whistle_street"] = [
        {"whistle_id": name, "street_code": code} for name, _, both in whistles for code in both
    ]
    return loaded(tmp_path_factory.mktemp("dispatched"), tables)


def bins(answer: Document) -> dict[str, int]:
    """Every bin that holds rows, what is pending and what stands outside among them."""
    total = answer["total"]
    found = {**total["bins"], **total["outside"], "undecided": total["pending"]}
    return {name: n for name, n in found.items() if n}


def test_a_dispatch_is_compared_with_the_lists_of_its_day(dispatched: Path) -> None:
    found = ask(dispatched, "list_match_rate", "--by", "department")
    # matched: a's second, b's two, and d, whose team stands for its bureau; c came at the very start of the new entry.
    assert bins(found) == {"matched": 4, "assisting": 1, "elsewhere": 1, "street_duty": 1, "unlisted": 1}
    assert (found["total"]["value"]["ratio"], found["total"]["rows"]) == ("4/7", 8)
    told = {code: (each["numerator"], each["denominator"]) for code, each in by_department(found).items()}
    assert told == {"W": (3, 4), "T": (1, 1), "R": (0, 2)}
    other = ask(dispatched, "list_match_rate", "--rows", "elsewhere")["rows"]
    assert [row["case_id"] for row in other] == ["c"]


@pytest.mark.parametrize(
    ("day", "first", "returned"),
    [
        ("2024-05-02", {"right": 2}, {}),
        ("2024-05-04", {"undecided": 2}, {"undecided": 2}),
        ("2024-05-06", {"returned_upheld": 1, "undecided": 1, "right": 3}, {"upheld": 1, "undecided": 1}),
        ("2024-05-09", {"returned_upheld": 1, "returned_in_vain": 1, "right": 3}, {"upheld": 1, "rejected": 1}),
        ("2024-12-30", {"returned_upheld": 1, "returned_in_vain": 1, "right": 3, "undecided": 1}, None),
    ],
)
def test_what_a_case_is_sent_to_next_decides_its_return(
    dispatched: Path, day: str, first: dict[str, int], returned: dict[str, int] | None
) -> None:
    found = bins(ask(dispatched, "first_dispatch_accuracy", "--as-of", day))
    assert {name: n for name, n in found.items() if name != "later_dispatch"} == first
    decided = {"upheld": 1, "rejected": 1, "undecided": 1} if returned is None else returned
    assert bins(ask(dispatched, "buck_passing_rate", "--as-of", day)) == decided


def test_a_street_is_measured_by_what_it_whistles_for(dispatched: Path) -> None:
    found = ask(dispatched, "own_duty_whistle_rate", "--by", "street")
    assert (found["total"]["numerator"], found["total"]["denominator"], found["total"]["rows"]) == (2, 3, 4)
    streets = {each["key"]["street"]["code"]: (each["numerator"], each["denominator"]) for each in found["groups"]}
    assert streets == {"S1": (2, 3), "S2": (1, 2)}


def test_without_the_list_it_is_named_as_missing(tmp_path: Path) -> None:
    case = {"case_id": "a", "reported_at": "2024-05-01T08:00:00"}
    sent = {"case_id": "a", "department_code": "W", "role": "main"}
    warehouse = loaded(tmp_path, {"case": [case], "assignment": [sent]})
    assert ask(warehouse, "list_match_rate")["total"]["missing_feeds"] == ["duty_list"]

"""Whistles and arrivals, through files and command lines alone, counted by hand to the specification."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.golden import inbox
from tests.golden.shell import Document, ask, refresh, run

CASES = {case["id"]: case for case in json.loads((Path(__file__).parent / "whistles.json").read_text("utf-8"))}
METRIC = "whistle_ontime_rate"
Tables = dict[str, list[inbox.Row]]


def loaded(folder: Path, tables: Tables) -> Path:
    refresh(inbox.write(folder / "inbox", tables), folder / "warehouse")
    return folder / "warehouse"


def departments(*codes: str, parent: str | None = None) -> list[inbox.Row]:
    return [{"department_code": code, "name": code, "parent_code": parent} for code in codes]


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The calls of the case, each of a whistle of its own."""
    tables: Tables = {"department": departments("D1"), "whistle": [], "whistle_street": [], "whistle_call": []}
    for call in CASES["G08"]["input"]["calls"]:
        blown = {"whistle_id": call["id"], "kind": "emergency", "blown_at": call["blown_at"]}
        tables["whistle"].append({**blown, "withdrawn_at": call.get("withdrawn_at")})
        tables["whistle_street"].append({"whistle_id": call["id"], "street_code": "S1"})
        came = {"arrived_at": call.get("arrived_at"), "excused": call.get("excused")}
        tables["whistle_call"].append({"whistle_id": call["id"], "department_code": "D1", **came})
    return loaded(tmp_path_factory.mktemp("G08"), tables)


def test_thirty_minutes_are_in_time_and_one_second_more_is_not(timed: Path) -> None:
    given, expected = CASES["G08"]["input"], CASES["G08"]["expected"]
    found = ask(timed, METRIC, "--as-of", given["as_of"])["total"]
    assert (found["numerator"], found["denominator"], found["rows"]) == tuple(
        expected[k] for k in ("num", "den", "rows")
    )
    assert (found["value"]["ratio"], found["value"]["percent"]) == (expected["value"], expected["percent"])
    assert (found["pending"], found["excluded"]) == (expected["immature"], expected["excluded"])
    assert (found["bins"]["late"], found["bins"]["never_arrived"]) == (expected["late"], expected["never_arrived"])


def test_every_call_stands_in_one_list(timed: Path) -> None:
    """The rows behind a figure are as many as it says."""
    expected = CASES["G08"]["expected"]
    for bin, count in (
        ("numerator", expected["num"]),
        ("denominator", expected["den"]),
        ("excluded", 3),
        ("pending", 2),
    ):
        found = ask(timed, METRIC, "--as-of", CASES["G08"]["input"]["as_of"], "--rows", bin)
        assert len(found["rows"]) == found["rows_total"] == count
        assert all(row["whistle_id"] and row["blown_at"] for row in found["rows"])


def test_what_cannot_be_is_kept_back_with_its_reason_and_the_rest_loads(tmp_path: Path) -> None:
    blown = {"kind": "emergency", "blown_at": "2024-05-01T10:00:00", "finished_at": None}
    tables: Tables = {
        "department": departments("D1"),
        "whistle": [
            {"whistle_id": "W1", **blown},
            {"whistle_id": "W2", **blown, "kind": "picnic"},
            {"whistle_id": "W3", **blown, "finished_at": "2024-05-01T09:00:00"},
            {"whistle_id": "W4", **blown},
            {"whistle_id": "W5", **blown, "blown_at": None},
            *({"whistle_id": each, **blown} for each in ("W6", "W7", "W8")),
        ],
        "whistle_street": [
            {"whistle_id": "W1", "street_code": "S1"},
            {"whistle_id": "W1", "street_code": None},
            *({"whistle_id": each, "street_code": "S1"} for each in ("W6", "W7", "W8")),
        ],
        "whistle_call": [
            {"whistle_id": "W1", "department_code": "D1", "arrived_at": "2024-05-01T10:30:00", "left_at": None},
            {"whistle_id": "W4", "department_code": "D1", "arrived_at": "2024-05-01T09:30:00", "left_at": None},
            {"whistle_id": "W4", "department_code": "D2", "arrived_at": "2024-05-01T10:30:00"}
            | {"left_at": "2024-05-01T10:00:00"},
        ],
    }
    warehouse = tmp_path / "w"
    document = run(
        *("etl", "refresh", "--inbox", str(inbox.write(tmp_path / "inbox", tables)), "--warehouse", str(warehouse)),
        fails=3,
    )
    reasons = {file["file"]: file["reasons"] for file in document["files"]}
    assert reasons["whistle.csv"] == {"bad_choice": 1, "before_the_whistle": 1, "missing_value": 1}
    assert reasons["whistle_street.csv"] == {"bad_street_code": 1}
    assert reasons["whistle_call.csv"] == {"end_before_start": 1}
    found = document["findings"]["listed"]
    assert [(each["file"], each["value"], each["reason"]) for each in found] == [("whistle.csv", "W4", "no_street")]
    told = ask(warehouse, METRIC)["total"]
    assert (told["numerator"], told["denominator"], told["excluded"]) == (1, 1, {"data_quality": 1})
    assert ask(warehouse, "whistle_count")["total"]["numerator"] == 5


def test_without_whistles_the_feed_is_missing(tmp_path: Path) -> None:
    warehouse = loaded(tmp_path, {"case": [{"case_id": "A", "reported_at": "2024-05-01T00:00:00"}]})
    assert ask(warehouse, METRIC)["total"]["missing_feeds"] == ["whistle", "whistle_call"]


@pytest.fixture(scope="module")
def joint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The joint whistles of the case, their streets in one district."""
    given = CASES["G09"]["input"]["whistles"]
    tables: Tables = {"department": departments("D1", "D2"), "whistle": [], "whistle_street": [], "whistle_call": []}
    tables["area"] = [{"area_code": "X", "name": "东区", "level": "district", "parent_code": None}]
    tables["area"] += [
        {"area_code": code, "name": code, "level": "street", "parent_code": "X"} for code in ("S1", "S2", "S3")
    ]
    for each in given:
        number, came = each["whistle"], {True: "2024-05-01T10:20:00", False: "2024-05-01T11:00:00"}
        tables["whistle"].append({"whistle_id": number, "kind": "emergency", "blown_at": "2024-05-01T10:00:00"})
        tables["whistle_street"] += [{"whistle_id": number, "street_code": street} for street in each["streets"]]
        tables["whistle_call"] += [
            {"whistle_id": number, "department_code": call["dept"], "arrived_at": came[call["ok"]]}
            for call in each["calls"]
        ]
    return loaded(tmp_path_factory.mktemp("G09"), tables)


def test_a_joint_whistle_counts_once_for_each_department(joint: Path) -> None:
    found = by(ask(joint, METRIC, "--by", "department", "--as-of", "2024-05-31"))
    for code, wanted in CASES["G09"]["expected"]["dept"].items():
        assert (found[code]["numerator"], found[code]["denominator"]) == (wanted["num"], wanted["den"])
        assert Fraction(found[code]["value"]["ratio"]) == Fraction(wanted["value"])
        assert found[code]["value"]["percent"] == wanted["percent"]


def test_the_city_is_the_sum_of_its_streets_less_what_overlaps(joint: Path) -> None:
    expected = CASES["G09"]["expected"]
    whole = expected["whistles_distinct"]
    assert ask(joint, "whistle_count", "--as-of", "2024-05-31")["total"]["numerator"] == whole
    taken = ask(joint, "whistle_count", "--by", "street", "--as-of", "2024-05-31")
    assert taken["question"]["view"] == "participation" and not taken["additive"]
    assert {code: group["numerator"] for code, group in by(taken, "street").items()} == expected["participation"]
    units = expected["participation_sum"]
    assert taken["identity"] == {"units": units, "overlaps": units - whole, "whole": whole}
    assert taken["total"]["numerator"] == whole


def test_shares_of_a_joint_whistle_are_exact_and_sum_to_the_city(joint: Path) -> None:
    expected = CASES["G09"]["expected"]
    shared = ask(joint, "whistle_count", "--by", "street", "--view", "shared", "--as-of", "2024-05-31")
    assert {code: str(group["numerator"]) for code, group in by(shared, "street").items()} == expected["shared"]
    assert str(shared["total"]["numerator"]) == expected["shared_sum"]
    assert shared["additive"] and "identity" not in shared


def test_a_department_is_the_sum_of_its_teams_and_a_team_without_calls_is_empty(tmp_path: Path) -> None:
    given, expected = CASES["G47"]["input"]["teams"], CASES["G47"]["expected"]
    teams = departments(*(team["team"] for team in given), parent="D1")
    tables: Tables = {"department": [*departments("D1"), *teams], "whistle": [], "whistle_call": []}
    for team in given:
        for number in range(team["den"]):
            whistle = f"{team['team']}-{number}"
            came = "2024-05-01T10:20:00" if number < team["num"] else None
            tables["whistle"].append({"whistle_id": whistle, "kind": "emergency", "blown_at": "2024-05-01T10:00:00"})
            tables["whistle_call"].append({"whistle_id": whistle, "department_code": team["team"], "arrived_at": came})
    warehouse = loaded(tmp_path, tables)
    found = by(ask(warehouse, METRIC, "--by", "department", "--as-of", "2024-05-31"))
    assert [(found[team["team"]]["value"] or {}).get("ratio") for team in given] == expected["team"]
    (whole,) = by(ask(warehouse, METRIC, "--by", "parent", "--as-of", "2024-05-31"), "parent").values()
    assert (whole["numerator"], whole["denominator"]) == (expected["dept"]["num"], expected["dept"]["den"])
    assert (whole["value"]["ratio"], whole["value"]["percent"]) == (
        expected["dept"]["value"],
        expected["dept"]["percent"],
    )


def by(answer: Document, name: str = "department") -> dict[str, Any]:
    """The groups by the code of their department."""
    return {group["key"][name]["code"]: group for group in answer["groups"]}

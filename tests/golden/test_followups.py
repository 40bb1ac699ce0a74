"""What people say of closed cases, through files and command lines alone, counted by hand to the specification."""

import csv
import json
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.golden import inbox
from tests.golden.shell import ROOT, Document, ask, refresh, run

HERE = Path(__file__).parent
CASES = {case["id"]: case for case in json.loads((HERE / "followups.json").read_text("utf-8"))}
RATES = ("resolution_rate", "satisfaction_rate", "response_rate", "callback_coverage", "auto_praise_rate")
REPORTED = "2024-05-01T00:00:00"


def told(rows: list[dict[str, Any]]) -> dict[str, list[inbox.Row]]:
    """Cases, their closes and reopens, and the calls about them."""
    tables: dict[str, list[inbox.Row]] = {"case": [], "case_event": [], "followup": []}
    for row in rows:
        case = {"case_id": row["id"], "reported_at": REPORTED, "closed_at": row.get("closed_at")}
        tables["case"].append({**case, "excluded_as": row.get("exclude")})
        for kind, at in row.get("moves", ()):
            tables["case_event"].append({"case_id": row["id"], "kind": kind, "happened_at": at})
        for call in row["calls"]:
            said = {key: call.get(key) for key in ("reached", "resolved", "level", "auto_default")}
            tables["followup"].append({"case_id": row["id"], "called_at": call["at"], **said})
    return tables


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, Any]]:
    """A golden case: its warehouse, its day and what is expected."""
    folder, given = tmp_path_factory.mktemp(request.param), CASES[request.param]["input"]
    refresh(inbox.write(folder / "inbox", told(given["rows"])), folder / "warehouse")
    return folder / "warehouse", given["as_of"], CASES[request.param]["expected"]


def total(case: tuple[Path, str, dict[str, Any]], metric: str) -> Document:
    """The answer, the same from tally and states."""
    warehouse, day, _ = case
    tally, state = (ask(warehouse, metric, "--as-of", day, "--source", each)["total"] for each in ("tally", "state"))
    assert tally == state
    assert tally["rows"] == tally["denominator"] + sum(tally["outside"].values()) + sum(tally["excluded"].values())
    return tally


def test_only_valid_calls_are_the_denominator(case: tuple[Path, str, dict[str, Any]]) -> None:
    found, expected = total(case, "resolution_rate"), case[2]
    assert (found["numerator"], found["denominator"]) == (expected["resolved"], expected["valid"])
    assert {name: n for name, n in found["outside"].items() if n} == expected["outside"]
    assert found["excluded"] == expected["excluded"]
    assert found["rows"] == expected["rows"]


def test_the_rules_say_which_levels_are_satisfied(case: tuple[Path, str, dict[str, Any]]) -> None:
    held = tomllib.loads((ROOT / "warehouse/rules/rules.toml").read_text("utf-8"))["satisfaction"]["satisfied"]
    found, expected = total(case, "satisfaction_rate"), case[2]
    assert found["numerator"] == sum(n for level, n in expected["levels"].items() if level in held)
    assert found["denominator"] == expected["valid"]


def test_coverage_is_of_all_that_is_closed(case: tuple[Path, str, dict[str, Any]]) -> None:
    found, expected = total(case, "callback_coverage"), case[2]
    assert Fraction(found["value"]["ratio"]) == Fraction(expected["valid"], expected["closed"])
    assert {name: n for name, n in found["bins"].items() if n and name != "valid"} == expected["outside"]


def test_what_is_declared_closed_adds_up_to_what_people_confirm_or_not(case: tuple[Path, str, dict[str, Any]]) -> None:
    declared, seen = total(case, "closure_rate"), total(case, "confirmed_rate")
    assert declared["numerator"] == seen["denominator"] + seen["outside"]["not_heard"]
    assert declared["denominator"] == declared["numerator"] + seen["outside"]["open"]
    assert seen["numerator"] == case[2]["resolved"]


@pytest.mark.parametrize("metric", RATES)
def test_without_follow_ups_there_is_no_figure(metric: str, tmp_path: Path) -> None:
    refresh(inbox.write(tmp_path / "inbox", {"case": inbox.counted(1, 2, {"channel": "12345"})}), tmp_path / "w")
    found = ask(tmp_path / "w", metric)["total"]
    assert (found["state"], found["missing_feeds"], found["value"]) == ("no_feed", ["followup"], None)


def test_calls_that_come_late_change_the_day_they_were_made(tmp_path: Path) -> None:
    given = CASES["F02"]["input"]
    tables = told(given["rows"])
    calls = tables.pop("followup")
    folder = inbox.write(tmp_path / "inbox", tables)
    refresh(folder, tmp_path / "step")
    with (folder / "late.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, calls[0])
        writer.writeheader()
        writer.writerows(calls)
    late = refresh(folder, tmp_path / "step")
    assert late["mode"] == "delta"
    assert ask(tmp_path / "step", "callback_coverage", "--as-of", "2024-05-30")["total"]["numerator"] == 2
    assert ask(tmp_path / "step", "callback_coverage", "--as-of", "2024-05-31")["total"]["numerator"] == 3
    assert refresh(folder, tmp_path / "step", "--rebuild")["table_hashes"] == late["table_hashes"]


def test_calls_that_make_no_sense_are_kept_back_with_their_reasons(tmp_path: Path) -> None:
    head = "case_id,called_at,reported_at,reached,resolved,level,auto_default\n"
    rows = (
        "A,2024-05-03 09:00:00,2024-05-01 09:00:00,true,true,satisfied,false",
        "A,2024-04-30 09:00:00,2024-05-01 09:00:00,true,true,satisfied,false",
        "A,2024-05-04 09:00:00,2024-05-01 09:00:00,true,true,delighted,false",
        "A,2024-05-03 09:00:00,2024-05-01 09:00:00,true,false,not,false",
    )
    path = tmp_path / "calls.csv"
    good = [f"B{number}{rows[0][1:]}" for number in range(5)]
    path.write_text(head + "\n".join([rows[0], *rows, *good]) + "\n", "utf-8")
    [file] = run("etl", "check", str(path), fails=3)["files"]
    assert file["reasons"] == {"bad_choice": 1, "call_before_report": 1, "duplicate_key": 2}
    assert (file["records"]["loaded"], file["records"]["quarantined"]) == (6, 4)

"""The attention list finds what was planted in a synthetic city, and nothing where nothing was."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from etl.refresh import Run
from warehouse import Snapshot, attention, open_snapshot

LISTS = ("enclave_relapse", "enclave_stalled", "enclave_no_plan", "enclave_no_team", "enclave_misfit")


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2024-01-05", [[], [], [], [], ["e2"]]),
        ("2024-05-08", [[], [], [], [], ["e2"]]),  # the list begins on 10 January and is not 120 days old
        ("2024-05-09", [[], [], ["e5"], ["e4", "e5"], ["e2"]]),
        ("2024-05-20", [["e1", "e4"], [], ["e5"], ["e4", "e5"], ["e2"]]),
        ("2024-07-07", [["e1", "e4"], [], ["e5"], ["e4", "e5"], ["e2"]]),
        ("2024-07-08", [["e1", "e4"], ["e5"], ["e5"], ["e4", "e5"], ["e2"]]),
        ("2024-09-28", [["e1", "e4"], ["e2", "e5"], ["e5"], ["e4", "e5"], ["e2"]]),
        ("2025-05-29", [["e1", "e4"], ["e2", "e4", "e5"], ["e5"], ["e4", "e5"], ["e2"]]),
        ("2025-05-30", [["e4"], ["e2", "e4", "e5"], ["e5"], ["e4", "e5"], ["e2"]]),  # e1 stands again for a year
    ],
)
def test_rules_of_a_list_find_whom_their_condition_holds_for(tiny: Snapshot, day: str, found: list[list[str]]) -> None:
    told = [each.document("zh") for each in attention(tiny, date.fromisoformat(day))]
    assert [[each["units"][0] for each in told if each["rule"] == rule] for rule in LISTS] == found
    assert all(each["names"][0] in each["sentence"] for each in told if each["rule"] in LISTS)


@pytest.mark.parametrize("words", [[], ["--plain"]], ids=["planted", "plain"])
def test_exactly_what_was_planted_is_found(tmp_path: Path, words: list[str]) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    command = [sys.executable, "-m", "etl", "synthetic", "--out", str(inbox), "--cases", "20000", *words]
    subprocess.run(command, check=True, capture_output=True)
    assert Run(inbox, warehouse).document()["outcome"] == "released"
    planted = inbox / "planted.json"
    told = json.loads(planted.read_text("utf-8")) if planted.exists() else []
    snapshot = open_snapshot(warehouse)
    found = [finding.document("en") for finding in attention(snapshot, snapshot.data_day)]
    snapshot.close()
    wanted = sorted((story["rule"], *story["units"]) for story in told if story["rule"])
    assert sorted((each["rule"], *each["units"]) for each in found) == wanted
    assert bool(wanted) == (not words)

"""The attention list finds what was planted in a synthetic city, and nothing where nothing was."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from etl.refresh import Run
from warehouse import attention, open_snapshot


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

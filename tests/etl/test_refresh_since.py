"""What a later refresh changed, told by the warehouse: new cases, corrected ones, and figures of the same day anew."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.etl.small_city import Row, fill, refresh, write
from warehouse.__main__ import run

FIRST: list[Row] = [
    {"case_id": "x1", "reported_at": "2024-05-01 08:00:00", "closed_at": "2024-05-02 08:00:00"},
    {"case_id": "x2", "reported_at": "2024-05-01 09:00:00", "closed_at": ""},
]
# x2 turns out to have been closed before the first release; x3 is new.
LATER: list[Row] = [
    {"case_id": "x2", "reported_at": "2024-05-01 09:00:00", "closed_at": "2024-05-02 10:00:00"},
    {"case_id": "x3", "reported_at": "2024-05-03 09:00:00", "closed_at": ""},
]


def told(capsys: pytest.CaptureFixture[str], warehouse: Path, *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    status = run(["since", "--warehouse", str(warehouse), "--json", *words])
    return status, json.loads(capsys.readouterr().out)


def grown(folder: Path) -> Path:
    """A warehouse of two releases, the second a day later."""
    inbox = fill(folder / "inbox", {"case": FIRST}, "2024-05-02T23:00:00")
    refresh(inbox, folder / "w")
    inbox = fill(folder / "later", {}, "2024-05-03T23:00:00")
    write(inbox / "case2.csv", LATER)
    refresh(inbox, folder / "w")
    return folder / "w"


def test_a_correction_is_told_apart_from_what_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, document = told(capsys, grown(tmp_path))
    assert status == 0
    assert (document["before"]["generation"], document["snapshot"]["generation"]) == (1, 2)
    assert document["feeds"]["case"] == {"before": 2, "now": 3}
    moves = {move["metric"]: move for move in document["moves"]}
    rate = moves["closure_rate"]
    shares = [(rate[name]["numerator"], rate[name]["denominator"]) for name in ("before", "restated", "now")]
    assert shares == [(1, 2), (2, 2), (2, 3)]
    assert rate["corrected"] and moves["closed_count"]["corrected"] and not moves["reported_count"]["corrected"]
    assert document["attention"] == {"new": [], "gone": []}


@pytest.mark.parametrize("words, status", [((), 1), (("--before", "1"), 2), (("--before", "7"), 2)])
def test_without_an_earlier_release_there_is_nothing_to_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int
) -> None:
    refresh(fill(tmp_path / "inbox", {"case": FIRST}), tmp_path / "w")
    found, document = told(capsys, tmp_path / "w", *words)
    assert (found, document["error"]["code"]) == (status, "NO_SNAPSHOT")

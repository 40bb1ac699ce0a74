"""What a release says of itself: the city's time, up to when the data speaks; what status and history tell."""

import json
from pathlib import Path

import pytest

from tests.etl.small_city import UNTIL, Row, etl, fill, loaded, refresh, tiny, write
from warehouse import current

CASES: list[Row] = [
    {"case_id": "a", "reported_at": "2024-05-01 08:00:00", "closed_at": "2024-05-09 10:00:00"},
    {"case_id": "b", "reported_at": "2024-05-07 08:00:00", "closed_at": ""},
]


def test_the_time_zone_is_fixed_by_the_first_refresh(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": [{"case_id": "a", "reported_at": "2024-05-01T12:00:00Z"}]})
    first = refresh(inbox, tmp_path / "w", SHAOTAI_TIMEZONE="America/New_York")
    assert (first.code, current(tmp_path / "w")["timezone"]) == (0, "America/New_York")
    write(inbox / "more.csv", [{"case_id": "b", "reported_at": "2024-05-02T12:00:00Z"}])
    other = refresh(inbox, tmp_path / "w", SHAOTAI_TIMEZONE="Asia/Shanghai")
    assert (other.code, other.document["outcome"]) == (1, "failed")
    assert "America/New_York" in other.document["error"]["message"]
    silent = refresh(inbox, tmp_path / "w")
    assert (silent.code, current(tmp_path / "w")["timezone"]) == (0, "America/New_York")
    whole = refresh(inbox, tmp_path / "once", SHAOTAI_TIMEZONE="America/New_York")
    assert silent.hashes == whole.hashes
    assert refresh(inbox, tmp_path / "shanghai").hashes["fct_case"] != whole.hashes["fct_case"]


@pytest.mark.parametrize(
    ("recorded", "manifest", "until"),
    [
        ("", "2024-05-20T18:00:00", "2024-05-20T18:00:00"),
        ("2024-05-12 09:30:00", None, "2024-05-12T09:30:00"),
        ("", None, "2024-05-09T10:00:00"),
    ],
)
def test_up_to_when_the_data_speaks(tmp_path: Path, recorded: str, manifest: str | None, until: str) -> None:
    rows = [{**CASES[0], "recorded_at": recorded}, CASES[1]]
    loaded(fill(tmp_path / "inbox", {"case": rows}, manifest), tmp_path / "w")
    assert current(tmp_path / "w")["data_until"] == until


def test_a_later_manifest_moves_the_data_on(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": CASES}, "2024-05-20T18:00:00")
    loaded(inbox, tmp_path / "w")
    write(inbox / "more.csv", [{**CASES[1], "case_id": "c"}])
    fill(inbox, {}, "2024-05-21T18:00:00")
    loaded(inbox, tmp_path / "w")
    assert current(tmp_path / "w")["data_until"] == "2024-05-21T18:00:00"


def test_a_manifest_that_promises_otherwise_refuses_the_file(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": CASES})
    (inbox / "manifest.json").write_text(json.dumps({"files": {"case.csv": {"rows": 3}}}), "utf-8")
    done = refresh(inbox, tmp_path / "w")
    assert (done.code, done.document["files"][0]["refused"]["code"]) == (1, "MANIFEST_MISMATCH")


def test_what_was_made_up_says_so(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": CASES})
    (inbox / "manifest.json").write_text(json.dumps({"synthetic": True, "aside": ["notes.json"]}), "utf-8")
    (inbox / "notes.json").write_text("[]", "utf-8")
    document = loaded(inbox, tmp_path / "w")
    assert [file["file"] for file in document["files"]] == ["case.csv"]
    assert current(tmp_path / "w")["synthetic"] is True


def test_status_tells_what_is_there(tmp_path: Path) -> None:
    bad = {"case_id": "z", "reported_at": "2024-13-01", "closed_at": ""}
    inbox = fill(tmp_path / "inbox", {**tiny(), "case": [*CASES, bad]})
    loaded(inbox, tmp_path / "w")
    done = etl("status", "--warehouse", tmp_path / "w")
    status, record = done.document, current(tmp_path / "w")
    assert (done.code, status["contract"]) == (0, 1)
    assert {name: status["current"][name] for name in ("generation", "file", "sha256", "data_until", "timezone")} == {
        "generation": 1, "file": "snap-1.duckdb", "sha256": record["sha256"],
        "data_until": UNTIL, "timezone": "Asia/Shanghai",
    }  # fmt: skip
    assert status["current"]["age_seconds"] >= 0
    assert (status["kept"], status["running"], status["current"]["synthetic"]) == ([1], None, False)
    assert (status["last_run"]["outcome"], status["last_run"]["exit"]) == ("released", 3)
    assert status["feeds"]["case"]["rows"] == 2
    assert status["quarantine"] == {"open": 1, "by_reason": {"bad_timestamp": 1}}
    assert status["disk"]["warehouse_bytes"] > 0
    assert set(status) >= {"pinned", "next_run", "alerts"}


def test_status_names_refused_files_until_they_are_corrected(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": CASES})
    (inbox / "orders.csv").write_text("甲,乙\n1,2\n", "utf-8")
    assert refresh(inbox, tmp_path / "w").code == 3
    refused = etl("status", "--warehouse", tmp_path / "w").document["refused"]
    assert [(each["file"], each["code"]) for each in refused] == [("orders.csv", "HEADER_NOT_FOUND")]
    write(inbox / "orders.csv", [{**CASES[0], "case_id": "corrected"}])
    assert refresh(inbox, tmp_path / "w").code == 0
    assert etl("status", "--warehouse", tmp_path / "w").document["refused"] == []


def test_status_of_nothing_is_a_failure_in_words(tmp_path: Path) -> None:
    done = etl("status", "--warehouse", tmp_path / "w")
    assert (done.code, done.document["error"]["code"]) == (1, "NO_SNAPSHOT")


def test_history_tells_every_run_and_release(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": CASES})
    loaded(inbox, tmp_path / "w")
    loaded(inbox, tmp_path / "w")
    loaded(inbox, tmp_path / "w", anew=True)
    history = etl("history", "--warehouse", tmp_path / "w").document
    assert [run["outcome"] for run in history["runs"]] == ["released", "nothing_new", "released"]
    assert [release["generation"] for release in history["releases"]] == [1, 2]
    assert history["releases"][0]["table_hashes"] == history["releases"][1]["table_hashes"]

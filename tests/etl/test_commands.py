"""The command line: one document for whatever happens, and tables that people can read."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import run
from etl.holdings import runs_path
from etl.lock import only_one
from tests.etl.small_city import ROOT, TINY, Done, loaded, write
from warehouse import journal

CASE = {"case_id": "x1", "reported_at": "2024-05-01 08:00:00"}
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write(tmp_path / "inbox/case.csv", [CASE])
    return tmp_path / "inbox"


@pytest.fixture
def told(capsys: Captured) -> Any:
    """Runs a command line with --json in this process."""

    def tell(*arguments: object) -> Done:
        try:
            code = run([*map(str, arguments), "--json"])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Done(code, json.loads(captured.out), captured.err)

    return tell


def refresh(told: Any, inbox: Path, warehouse: Path) -> Done:
    return told("refresh", "--inbox", inbox, "--warehouse", warehouse)


def test_a_name_that_is_no_text_is_written_out_and_the_file_is_read(told: Any, inbox: Path, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(inbox) + b"/bad\xff\xfename.csv"))
    odd.write_text("case_id,reported_at\nx2,2024-05-01 08:00:00\n", "utf-8")
    done = refresh(told, inbox, tmp_path / "w")
    assert (done.code, done.document["totals"]["case"]["rows"]) == (0, 2)
    assert r"bad\xff\xfename.csv" in {file["file"] for file in done.document["files"]}
    assert told("check", odd).document["files"][0]["file"] == r"bad\xff\xfename.csv"


@pytest.mark.parametrize("line", [["refersh"], ["refresh"], ["check", "nowhere.csv"], ["synthetic"], []])
def test_wrong_usage_is_a_document(told: Any, line: list[str]) -> None:
    done = told(*line)
    assert (done.code, done.document["contract"], done.document["error"]["code"]) == (2, 1, "BAD_USAGE")
    assert done.document["error"]["message"] in done.errors


def test_a_near_command_is_named(told: Any) -> None:
    assert told("refersh").document["error"]["did_you_mean"] == ["refresh"]


def test_no_time_zone_is_a_wrong_setting(
    told: Any, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHAOTAI_TIMEZONE", "Asia/Shangai")
    done = refresh(told, inbox, tmp_path / "w")
    assert (done.code, done.document["error"]["code"]) == (2, "BAD_SETTING")
    assert "Asia/Shanghai" in done.document["error"]["message"]


def test_a_folder_that_cannot_be_made(told: Any, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = refresh(told, inbox, tmp_path / "file/w")
    assert (done.code, done.document["error"]["code"]) == (1, "NO_WAREHOUSE")


def test_the_unforeseen_is_a_document_and_a_trace(told: Any, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.check.check_files", lambda *_: 1 / 0)
    done = told("check", inbox / "case.csv")
    assert (done.code, done.document["error"]["code"]) == (1, "FAILED")
    assert "Traceback" in done.errors


@pytest.mark.parametrize("said", ["[1", "[]", '{"until": 1}', "[" * 100_000, '{"files": {"a.csv": {"rows": "x"}}}'])
def test_a_malformed_manifest_is_explained(told: Any, inbox: Path, tmp_path: Path, said: str) -> None:
    (inbox / "manifest.json").write_text(said, "utf-8")
    for done in (refresh(told, inbox, tmp_path / "w"), told("check", inbox / "case.csv")):
        assert (done.code, done.document["error"]["code"]) == (1, "BAD_MANIFEST")
        assert all(word in done.document["error"]["message"] for word in ("data_until", "remove it"))


@pytest.mark.parametrize("place", ["inbox/w", "inbox", "."])
def test_inbox_and_warehouse_lie_apart(told: Any, inbox: Path, tmp_path: Path, place: str) -> None:
    done = refresh(told, inbox, tmp_path / place)
    assert (done.code, done.document["error"]["code"]) == (2, "BAD_USAGE")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["case.csv", "inbox"]


def test_what_is_no_file_is_passed_over_and_named(told: Any, inbox: Path, tmp_path: Path) -> None:
    write(tmp_path / "secret.csv", [{**CASE, "case_id": "out"}])
    os.mkfifo(inbox / "pipe.csv")
    (inbox / "gone.csv").symlink_to("nowhere.csv")
    (inbox / "out.csv").symlink_to(tmp_path / "secret.csv")
    (inbox / ".hidden.csv").touch()
    done = refresh(told, inbox, tmp_path / "w")
    assert [(each["file"], each["verdict"]) for each in done.document["skipped"]] == [
        ("gone.csv", "skipped"),
        ("out.csv", "skipped"),
        ("pipe.csv", "skipped"),
    ]
    assert [file["file"] for file in done.document["files"]] == ["case.csv"]


def test_files_of_equal_bytes_are_both_named(told: Any, inbox: Path, tmp_path: Path) -> None:
    (inbox / "copy.csv").write_bytes((inbox / "case.csv").read_bytes())
    done = refresh(told, inbox, tmp_path / "w")
    assert [(file["file"], file["verdict"], file.get("same_as")) for file in done.document["files"]] == [
        ("case.csv", "load", None),
        ("copy.csv", "unchanged", "case.csv"),
    ]


GOOD = '{"case_id": "a", "reported_at": "2024-05-01 08:00:00"}\n'


@pytest.mark.parametrize("bad", [GOOD.replace('"a"', "NaN"), '{"case_id": "b", "rep', GOOD.replace('"a"', "[" * 200)])
def test_one_bad_line_of_json_is_one_fault(told: Any, tmp_path: Path, bad: str) -> None:
    (tmp_path / "case.jsonl").write_text(GOOD + bad, "utf-8")
    [file] = told("check", tmp_path / "case.jsonl").document["files"]
    assert (file["refused"], file["reasons"]) == (None, {"bad_json": 1})


@pytest.mark.parametrize(
    ("value", "words"), [("NaN", "NaN is not JSON"), ("[" * 200 + "]" * 200, "nested deeper than 100 levels")]
)
def test_an_array_with_what_is_not_json_is_refused(told: Any, tmp_path: Path, value: str, words: str) -> None:
    (tmp_path / "case.json").write_text(f'[{{"case_id": "a", "reported_at": {value}}}]', "utf-8")
    [file] = told("check", tmp_path / "case.json").document["files"]
    assert words in file["refused"]["message"]


def test_a_column_without_name_is_counted(told: Any, tmp_path: Path) -> None:
    (tmp_path / "case.csv").write_text("case_id,reported_at,\na,2024-05-01 08:00:00,\n", "utf-8")
    assert "column 3 has no name" in told("check", tmp_path / "case.csv").document["files"][0]["refused"]["message"]


def test_a_run_without_end_was_interrupted(told: Any, inbox: Path, tmp_path: Path) -> None:
    start = {"kind": "start", "run": "dead", "started_at": "2024-05-01T08:00:00"}
    journal.append(runs_path(tmp_path / "w"), start)
    loaded(inbox, tmp_path / "w")
    runs = told("history", "--warehouse", tmp_path / "w").document["runs"]
    assert [run["outcome"] for run in runs] == ["interrupted", "released"]


def test_status_before_the_first_release_tells_who_is_at_it(told: Any, tmp_path: Path) -> None:
    with only_one(tmp_path / "w"):
        done = told("status", "--warehouse", tmp_path / "w")
    assert (done.code, done.document["error"]["code"]) == (1, "NO_SNAPSHOT")
    assert done.document["running"]["pid"] == os.getpid()


def test_history_of_nothing_is_a_failure(told: Any, tmp_path: Path) -> None:
    done = told("history", "--warehouse", tmp_path / "nowhere")
    assert (done.code, done.document["error"]["code"]) == (1, "NO_WAREHOUSE")


def test_what_people_read_is_whole(tmp_path: Path) -> None:
    long = tmp_path / f"{'long' * 40}.csv"
    write(long, [CASE])
    loaded(TINY, tmp_path / "w")
    assert long.name in _printed("check", long)
    assert "released" in _printed("history", "--warehouse", tmp_path / "w")
    status = _printed("status", "--warehouse", tmp_path / "w")
    assert all(word in status for word in ("generation", "data until", "last run", "quarantine", "case_event"))
    assert "{" not in status


def _printed(*arguments: object) -> str:
    line = [sys.executable, "-m", "etl", *map(str, arguments)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout

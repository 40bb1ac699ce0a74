"""A refresh: what it loads, what it leaves alone, how it ends."""

from pathlib import Path

import pytest

from etl.lock import only_one
from tests.etl.small_city import TINY, Row, balanced, etl, fill, loaded, refresh, tiny, write
from warehouse import kept, open_snapshot

CASE: Row = {"case_id": "x1", "reported_at": "2024-05-01 08:00:00", "closed_at": "2024-05-02 08:00:00"}
LATE: Row = {"case_id": "x2", "reported_at": "2024-05-01 08:00:00", "closed_at": "2024-04-02 08:00:00"}


def test_a_city_is_loaded_once_and_then_nothing_is_new(tmp_path: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in TINY.iterdir()}
    first = refresh(TINY, tmp_path)
    assert (first.code, first.document["outcome"]) == (0, "released")
    assert first.document["generation"] == {"before": None, "after": 1}
    assert first.document["totals"]["case"]["rows"] == 32
    assert balanced(first.document)
    records = {file["file"]: file["records"] for file in first.document["files"]}
    assert records["case.csv"] == {"read": 33, "loaded": 32, "quarantined": 0, "structural": 1}
    again = refresh(TINY, tmp_path)
    assert (again.code, again.document["outcome"]) == (0, "nothing_new")
    assert {file["verdict"] for file in again.document["files"]} == {"unchanged"}
    assert again.document["generation"] == {"before": 1, "after": 1}
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in TINY.iterdir()} == before


def test_a_refused_file_beside_good_ones_ends_with_3_and_is_tried_again(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": [CASE]})
    (inbox / "page.csv").write_text("<!DOCTYPE html><html><body>502</body></html>", "utf-8")
    first = refresh(inbox, tmp_path / "w")
    assert (first.code, first.document["outcome"]) == (3, "released")
    again = refresh(inbox, tmp_path / "w")
    assert (again.code, again.document["outcome"]) == (1, "nothing_new")
    assert {file["file"]: file["verdict"] for file in again.document["files"]} == {
        "case.csv": "unchanged",
        "page.csv": "refuse",
    }
    write(inbox / "page.csv", [{**CASE, "case_id": "x9"}])
    mended = refresh(inbox, tmp_path / "w")
    assert (mended.code, mended.document["totals"]["case"]["rows"]) == (0, 2)


def test_a_quarantined_record_is_told_and_the_others_are_released(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": [CASE, LATE, {**CASE, "case_id": "x3"}]})
    done = refresh(inbox, tmp_path / "w")
    assert done.code == 3
    assert balanced(done.document)
    file = done.document["files"][0]
    assert (file["records"]["loaded"], file["reasons"]) == (2, {"close_before_report": 1})
    assert file["samples"][0]["line"] == 3


def test_nothing_but_a_refused_file_releases_nothing(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/empty.csv").touch()
    done = refresh(tmp_path / "inbox", tmp_path / "w")
    assert (done.code, done.document["outcome"]) == (1, "failed")
    assert done.document["files"][0]["refused"]["code"] == "EMPTY_FILE"
    assert not (tmp_path / "w/CURRENT.json").exists()


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    assert etl("refresh", "--warehouse", tmp_path).code == 2
    assert etl("refresh", "--inbox", tmp_path / "nowhere", "--warehouse", tmp_path / "w").code == 2


def test_a_second_refresh_at_the_same_time_is_sent_away(tmp_path: Path) -> None:
    with only_one(tmp_path / "w"):
        done = refresh(TINY, tmp_path / "w")
    assert (done.code, done.document["outcome"]) == (75, "busy")
    assert "pid" in done.document["error"]["message"]
    assert refresh(TINY, tmp_path / "w").code == 0


def test_old_generations_stay_readable(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", {"case": [CASE]})
    for _ in range(5):
        loaded(inbox, tmp_path / "w", anew=True)
    assert kept(tmp_path / "w")[:3] == [5, 4, 3]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "w/snapshots").iterdir()} == {0o444}
    opened = open_snapshot(tmp_path / "w", 3)
    assert opened.generation == 3
    opened.close()


def test_a_file_that_left_the_inbox_still_counts(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", tiny())
    first = loaded(inbox, tmp_path / "w")
    (inbox / "case.csv").unlink()
    assert loaded(inbox, tmp_path / "w", anew=True)["table_hashes"] == first["table_hashes"]


@pytest.mark.parametrize("without", ["case_event", "assignment", "followup", "area"])
def test_a_later_feed_joins_what_is_there(tmp_path: Path, without: str) -> None:
    tables = tiny()
    late = tables.pop(without)
    inbox = fill(tmp_path / "inbox", tables)
    loaded(inbox, tmp_path / "w")
    write(inbox / f"{without}.csv", late)
    second = loaded(inbox, tmp_path / "w")
    assert second["mode"] == ("rebuild" if without == "area" else "delta")
    assert second["table_hashes"] == loaded(TINY, tmp_path / "other")["table_hashes"]

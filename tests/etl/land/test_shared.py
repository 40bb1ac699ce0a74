"""Real files, where they are at hand."""

import json
import runpy
from datetime import datetime
from pathlib import Path

import pytest

from etl.check import check_files
from tests.etl.land.desk import LAYOUTS, desk, land, landed

pytestmark = pytest.mark.shared


def test_every_broken_file_ends_as_a_careful_human_says(shared: Path, tmp_path: Path) -> None:
    cases = runpy.run_path(str(shared / "badinput" / "make.py"))["C"]
    for name, (content, _, _) in cases.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    expected = json.loads((shared / "badinput" / "expected.json").read_text("utf-8"))
    reports = check_files([tmp_path / f"{name}.csv" for name in expected], [LAYOUTS])
    found = {report.file.removesuffix(".csv"): report for report in reports}
    for name, wanted in expected.items():
        report = found[name]
        outcome = "refuse" if report.refused else "load"
        if wanted["outcome"] == "refuse":
            assert (name, outcome) == (name, "refuse")
        if wanted["outcome"] == "load":
            assert (name, report.loaded, report.quarantined) == (name, wanted["loaded"], wanted["quarantined"])


def test_naughty_strings_go_through(shared: Path, tmp_path: Path) -> None:
    naughty = json.loads((shared / "data" / "blns" / "blns.json").read_text("utf-8"))
    path = tmp_path / "cases.jsonl"
    with path.open("w", encoding="utf-8") as target:
        for number, text in enumerate(naughty):
            record = {"case_id": f"N{number}", "reported_at": "2021-03-01 09:00", "place": text, "channel": text}
            target.write(json.dumps(record) + "\n")
    with desk(tmp_path) as at:
        report = land(at, path, tmp_path / "out")
        assert (report.refused, report.balanced) == (None, True)
        assert report.loaded + report.quarantined == len(naughty)
        assert report.loaded > 0.95 * len(naughty)


def test_boston(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "boston_311_2011" / "311_service_requests_2011.zip"
    with desk(tmp_path, "America/New_York") as at:
        report = land(at, path, tmp_path / "out")
        assert (report.layout, report.read, report.loaded, report.quarantined) == ("boston_311", 58_252, 58_251, 0)
        wards = landed(at, report, "area", "area_code, name, level, parent_code")
        assert [ward for ward in wards if "18" in ward[1].split()] == [("18", "Ward 18", "district", "boston")]
        assert sum(level == "district" for _, _, level, _ in wards) == 22


def test_messages_and_their_catalogue(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "taidi2020_a"
    [items, messages] = check_files([folder / "附件1.xlsx", folder / "附件4.xlsx"])
    assert (items.layout, items.loaded, items.quarantined) == ("taidi_items", 517, 0)
    assert (messages.layout, messages.loaded, messages.quarantined) == ("taidi_messages", 2_816, 0)


def test_no_reply_comes_before_its_message(shared: Path, tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        report = land(at, shared / "data" / "taidi2020_a" / "附件4.xlsx", tmp_path / "out")
        rows = landed(at, report, "case", "epoch(closed_at) - epoch(reported_at)")
    seconds = sorted(wait for (wait,) in rows)
    assert (len(seconds), seconds[0] > 0) == (2_816, True)
    assert round(seconds[len(seconds) // 2 - 1] / 3600, 2) == 268.93


def test_a_case_of_a_district_platform(shared: Path, tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        report = land(at, shared / "data" / "jinzhitong_payload" / "rec_stat_info_sample.json", tmp_path / "out")
        assert (report.layout, report.read, report.loaded, report.side_faults) == ("jinzhitong", 1, 1, {})
        [case] = landed(at, report, "case", "case_id, area_code, item_code, channel, found_level, closed_at")
        assert case[:3] == ("120110-22015", "120110/s168/c10068/g7", "80215")
        assert case[3:] == ("区级网格员上报", "district", datetime(2019, 8, 30, 11, 59, 12))
        names = {name for (name,) in landed(at, report, "area", "name")}
        assert names == {"东丽区", "军粮城街道", "军粮城街道社区", "春竹轩社区03网格"}
        assert landed(at, report, "item", "level1, level2, level3") == [("网格化事件", "市容环境", "暴露垃圾")]

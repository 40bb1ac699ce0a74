"""Publishing through files and command lines alone: states, evidence that nobody can change unseen, restatements."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.golden import evaluation, inbox, schemes
from tests.golden.evaluation import DURING, ITEMS, percent_form, together, whistle
from tests.golden.shell import Document, refresh, run

WHO = ("--operator", "张三")
JUNE = ("--period", "2024-06")
LINEAR = {"fn": "linear", "floor": "0.80", "target": "1", "floor_score": "0", "below_floor": "0"}
NODES = [
    schemes.group("total"),
    schemes.voice("0.30"),
    schemes.group("kpi", "1/2", "total", "0.50"),
    schemes.metric("arrival", "whistle_ontime_rate", LINEAR, "0.50", "kpi"),
    schemes.metric("closure", "closure_rate", LINEAR, "0.50", "kpi"),
    schemes.external("superior", "0.20"),
]
GRADES = [{"name": name, "min": least} for name, least in (("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0))]
LATE = "2024-06-10T09:45:00"
RATED = {"D1": ("85", "75", "80"), "D2": ("70", "65", "72")}


def tables(on_time: str = DURING) -> dict[str, list[inbox.Row]]:
    """Two departments, each called ten times; the last arrival of D1 is told as given."""
    calls = [whistle(f"W{at}", ["S1", "S2", "S3"], {"D1": DURING, "D2": DURING}) for at in range(9)]
    calls.append(whistle("W9", ["S1", "S2", "S3"], {"D1": on_time, "D2": DURING}))
    rated = [
        row
        for unit, points in RATED.items()
        for at, each in enumerate(points, 1)
        for row in percent_form(f"S{at}", unit, each)
    ]
    given = evaluation.external({"D1": {"superior": 90}, "D2": {"superior": 92}})
    areas: list[inbox.Row] = [{"area_code": "C", "name": "C", "level": "city", "parent_code": None}]
    areas.append({"area_code": "X", "name": "X", "level": "district", "parent_code": "C"})
    areas += [{"area_code": f"S{at}", "name": f"S{at}", "level": "street", "parent_code": "X"} for at in (1, 2, 3)]
    units: list[inbox.Row] = [{"department_code": code, "name": code, "district_code": "X"} for code in RATED]
    held = {"area": areas, "department": units, "case": [_case(unit, at) for unit in RATED for at in range(10)]}
    return together(held, *calls, {"rating": rated, "external_score": given, "exclusion": _asked_in_vain()})


def _asked_in_vain() -> list[inbox.Row]:
    """Entries of the register that are not in force: they change no figure."""
    told = (("case", "D2-3"), ("call", "W1/D1"), ("rating", f"S1-D2-{evaluation.PERIOD}-a"))
    return [
        {"target_kind": kind, "target_id": target, "rule": "appeal_upheld", "approved_by": "A"}
        | {"approved_on": "2024-07-01", "appeal_outcome": "rejected"}
        for kind, target in told
    ]


def _case(unit: str, at: int) -> inbox.Row:
    return {
        "case_id": f"{unit}-{at}",
        "reported_at": "2024-06-03T08:00:00",
        "channel": "12345",
        "main_department_code": unit,
        "closed_at": "2024-06-05T08:00:00" if at else None,
    }


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose scheme is approved and one whose is a draft; nothing has been published."""
    folder = tmp_path_factory.mktemp("city")
    refresh(inbox.write(folder / "inbox", tables(LATE)), folder / "warehouse")
    for name, status in (("golden", "approved"), ("planned", "draft")):
        _scheme(folder / "warehouse", name, status)
    _scheme(folder / "warehouse", "heard", "approved", publish={"lock_days": 5})
    return folder / "warehouse"


def _scheme(warehouse: Path, name: str, status: str, **parts: Any) -> Path:
    path = warehouse / "schemes" / f"{name}.2024.1.toml"
    return schemes.write(path, NODES, {"id": name, "status": status}, rating={"items": ITEMS}, grade=GRADES, **parts)


@pytest.fixture
def warehouse(city: Path, tmp_path: Path) -> Path:
    """A copy to publish from."""
    return Path(shutil.copytree(city, tmp_path / "warehouse"))


@pytest.fixture(scope="module")
def settled(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which June is locked and then restated, after an appeal brought another time of arrival."""
    folder = tmp_path_factory.mktemp("settled")
    held = Path(shutil.copytree(city, folder / "warehouse"))
    publish(held, "locked")
    refresh(inbox.write(folder / "later", _later(tables())), held)
    restate(held, "--appeal", "申诉2024-3")
    return held


@pytest.fixture
def published(settled: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(settled, tmp_path / "warehouse"))


def _later(held: dict[str, list[inbox.Row]]) -> dict[str, list[inbox.Row]]:
    """What was exported again, and later: the newer record of each key wins."""
    return {
        name: [{**row, "recorded_at": "2025-01-02T00:00:00"} for row in rows]
        for name, rows in held.items()
        if name == "whistle_call"
    }


def publish(warehouse: Path, state: str, *options: str, fails: int = 0, scheme: str = "golden") -> Document:
    """One step of a publication."""
    line = ("publish-scores", scheme, *JUNE, "--to", state, *WHO, *options, "--warehouse", str(warehouse))
    return run("warehouse", *line, fails=fails)


def restate(warehouse: Path, *options: str, fails: int = 0) -> Document:
    """June told anew."""
    line = ("restate", "golden", *JUNE, "--reason", "到场时间更正", *WHO, *options, "--warehouse", str(warehouse))
    return run("warehouse", *line, fails=fails)


def verify(warehouse: Path, *options: str, fails: int = 0) -> Document:
    """Whether everything is what it was."""
    return run("warehouse", "verify", *options, "--warehouse", str(warehouse), fails=fails)


def evidence(warehouse: Path, number: int = 1) -> Path:
    """A publication's folder."""
    return warehouse / "published" / "golden" / "2024-06" / str(number)


def lines(warehouse: Path) -> list[dict[str, Any]]:
    """The journal of publications."""
    path = warehouse / "journal" / "publications.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def flip(path: Path, place: int) -> None:
    """One bit of that byte the other way."""
    whole = path.read_bytes()
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])


def units(folder: Path) -> Mapping[str, dict[str, Any]]:
    """The published units by code."""
    return {unit["code"]: unit for unit in json.loads((folder / "score.json").read_text("utf-8"))["subjects"]}


def test_nothing_is_locked_before_the_days_for_objections_have_passed(warehouse: Path) -> None:
    public = publish(warehouse, "published", scheme="heard")["publication"]
    error = publish(warehouse, "locked", fails=2, scheme="heard")["error"]
    first = date.fromisoformat(public["at"][:10]) + timedelta(days=5)
    assert error["code"] == "LOCK_TOO_EARLY" and f"from {first} on" in error["message"]
    assert [line["state"] for line in lines(warehouse)] == ["reviewed", "published"]


def test_a_score_goes_from_draft_to_locked_one_step_at_a_time(warehouse: Path) -> None:
    told = [publish(warehouse, state)["publication"] for state in ("reviewed", "published", "locked")]
    assert [each["state"] for each in told] == ["reviewed", "published", "locked"]
    assert {each["number"] for each in told} == {1} and len({each["sha256"] for each in told}) == 1
    assert {"scheme", "period", "number", "sha256", "previous_sha256", "evidence"} <= told[0].keys()
    assert told[0]["evidence"] == "published/golden/2024-06/1" and told[0]["previous_sha256"] is None
    assert [(line["state"], line["operator"]) for line in lines(warehouse)] == [
        ("reviewed", "张三"),
        ("published", "张三"),
        ("locked", "张三"),
    ]


def test_the_published_score_is_the_one_that_the_command_line_tells(warehouse: Path) -> None:
    asked = run("warehouse", "score", "golden", *JUNE, "--warehouse", str(warehouse))
    publish(warehouse, "published")
    assert json.loads((evidence(warehouse) / "score.json").read_text("utf-8")) == asked
    assert units(evidence(warehouse))["D1"]["score"] == "67.00"


def test_every_state_on_the_way_is_noted(warehouse: Path) -> None:
    publish(warehouse, "locked")
    assert [line["state"] for line in lines(warehouse)] == ["reviewed", "published", "locked"]


def test_evidence_holds_scheme_and_rules_byte_for_byte_and_every_hash(warehouse: Path) -> None:
    told = publish(warehouse, "reviewed")["publication"]
    folder = evidence(warehouse)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["files"]["scheme.toml"]["sha256"] == manifest["scheme_sha256"]
    assert (folder / "scheme.toml").read_bytes() == (warehouse / "schemes" / "golden.2024.1.toml").read_bytes()
    rules = Path(__file__).parent.parent.parent / "warehouse" / "rules"
    assert (folder / "rules" / "rules.toml").read_bytes() == (rules / "rules.toml").read_bytes()
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there == {"manifest.json", *manifest["files"]}
    assert {"counts.parquet", "rows.parquet", "score.json", "score.xlsx"} <= there
    for name, file in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == file["sha256"]
    assert manifest["sha256"] == told["sha256"] == manifest["files"]["score.json"]["sha256"]
    assert (manifest["generation"], manifest["as_of"]) == (1, "2024-06-30")


def test_a_draft_scheme_publishes_nothing(warehouse: Path) -> None:
    told = publish(warehouse, "reviewed", scheme="planned", fails=2)
    assert told["error"]["code"] == "SCHEME_NOT_APPROVED"
    assert lines(warehouse) == [] and not (warehouse / "published" / "planned").exists()


@pytest.mark.parametrize(("state", "code"), [("published", "ALREADY_PUBLISHED"), ("locked", "ALREADY_LOCKED")])
def test_what_is_published_is_never_written_over(warehouse: Path, state: str, code: str) -> None:
    publish(warehouse, state)
    before = {path: path.read_bytes() for path in evidence(warehouse).rglob("*") if path.is_file()}
    assert publish(warehouse, "reviewed", fails=2)["error"]["code"] == code
    assert {path: path.read_bytes() for path in evidence(warehouse).rglob("*") if path.is_file()} == before


def test_a_step_back_is_refused(warehouse: Path) -> None:
    publish(warehouse, "locked")
    assert publish(warehouse, "published", fails=2)["error"]["code"] == "WRONG_STATE"


def test_a_review_that_found_faults_is_done_again_under_the_next_number(warehouse: Path) -> None:
    publish(warehouse, "reviewed")
    assert publish(warehouse, "reviewed")["publication"]["number"] == 2
    assert publish(warehouse, "published")["publication"]["number"] == 2
    assert verify(warehouse)["ok"]


def test_who_publishes_must_be_said(warehouse: Path) -> None:
    line = ("publish-scores", "golden", *JUNE, "--to", "reviewed", "--warehouse", str(warehouse))
    assert run("warehouse", *line, fails=2)["error"]["code"] == "BAD_USAGE"


def test_a_restatement_is_a_new_number_with_reason_and_differences(settled: Path) -> None:
    last = lines(settled)[-1]
    assert (last["number"], last["restates"], last["state"]) == (2, 1, "published")
    assert (last["reason"], last["appeal"], last["generation"]) == ("到场时间更正", "申诉2024-3", 2)
    assert last["previous_sha256"] == lines(settled)[0]["sha256"] != last["sha256"]
    assert last["differences"] == [
        {
            "code": "D1",
            "name": "D1",
            "before": {"state": "ok", "score": "67.00", "grade": "合格", "rank": 2},
            "after": {"state": "ok", "score": "79.50", "grade": "合格", "rank": 1},
            "change": "12.50",
        },
        {
            "code": "D2",
            "name": "D2",
            "before": {"state": "ok", "score": "76.60", "grade": "合格", "rank": 1},
            "after": {"state": "ok", "score": "76.60", "grade": "合格", "rank": 2},
            "change": "0.00",
        },
    ]
    assert units(evidence(settled, 1))["D1"]["score"] == "67.00"
    assert units(evidence(settled, 2))["D1"]["score"] == "79.50"


def test_a_score_says_where_its_publication_stands(settled: Path, city: Path) -> None:
    told = [run("warehouse", "score", "golden", *JUNE, "--warehouse", str(folder)) for folder in (settled, city)]
    assert [each["publication_state"] for each in told] == ["published", "draft"]
    assert told[1]["publication"] is None
    public = told[0]["publication"]
    assert (public["number"], public["state"], public["differ"]) == (2, "published", [])
    assert public["sha256"] == lines(settled)[-1]["sha256"]


def test_nothing_to_restate_is_told(warehouse: Path) -> None:
    assert restate(warehouse, fails=2)["error"]["code"] == "NOT_PUBLISHED"


def test_what_is_whole_verifies(settled: Path) -> None:
    told = verify(settled)
    assert told["ok"] and told["faults"] == []
    assert [each["number"] for each in told["publications"]] == [1, 2] and told["publication"]["number"] == 2


def test_deleted_results_are_made_again_from_the_evidence_alone(published: Path) -> None:
    shutil.rmtree(published / "snapshots")
    wanted = {}
    for number in (1, 2):
        for name in ("score.json", "score.xlsx"):
            path = evidence(published, number) / name
            wanted[path] = path.read_bytes()
            path.unlink()
    told = verify(published, fails=1)
    assert len(told["faults"]) == 4 and "score.json: is gone" in told["faults"][0]
    assert len(verify(published, "--rebuild")["rebuilt"]) == 4
    assert {path: path.read_bytes() for path in wanted} == wanted
    assert verify(published)["ok"]


def test_one_flipped_byte_of_every_file_is_named(published: Path) -> None:
    files = [path for path in evidence(published).rglob("*") if path.is_file() and path.name != "manifest.json"]
    for path in files:
        flip(path, path.stat().st_size // 2)
    named = {fault.split(": ")[0] for fault in verify(published, fails=1)["faults"]}
    assert named == {str(path.relative_to(published)) for path in files} and len(named) > 10


@pytest.mark.parametrize("name", ["publications.jsonl", "releases.jsonl", "runs.jsonl"])
def test_one_flipped_byte_of_a_journal_line_is_named(published: Path, name: str) -> None:
    path = published / "journal" / name
    whole = path.read_bytes()
    ends = [place for place, byte in enumerate(whole) if byte == ord("\n")]
    for number in (1, len(ends)):
        flip(path, ends[number - 1] - 40)
        assert any(f"{name}, line {number}:" in fault for fault in verify(published, fails=1)["faults"]), number
        path.write_bytes(whole)


def test_a_journal_that_is_gone_is_named_and_so_is_what_it_told_of(published: Path) -> None:
    (published / "journal" / "publications.jsonl").unlink()
    assert verify(published, fails=1)["faults"] == [
        "publications.jsonl: is gone",
        "published/golden/2024-06/1: no line of publications.jsonl tells of it",
        "published/golden/2024-06/2: no line of publications.jsonl tells of it",
    ]


def test_a_file_that_came_later_is_named(published: Path) -> None:
    (evidence(published) / "note.txt").write_text("x", "utf-8")
    assert "note.txt" in verify(published, fails=1)["faults"][0]


def test_counts_that_were_changed_with_their_manifest_are_found_by_the_journal(published: Path) -> None:
    path = evidence(published) / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"2024-06-30"', '"2024-06-29"'), "utf-8")
    assert "manifest.json" in verify(published, fails=1)["faults"][0]


def test_damaged_evidence_goes_no_further(warehouse: Path) -> None:
    publish(warehouse, "reviewed")
    path = evidence(warehouse) / "counts.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    assert publish(warehouse, "published", fails=2)["error"]["code"] == "EVIDENCE_DAMAGED"
    assert [line["state"] for line in lines(warehouse)] == ["reviewed"]


def test_a_folder_without_its_journal_line_gives_way(warehouse: Path) -> None:
    evidence(warehouse).mkdir(parents=True)
    (evidence(warehouse) / "half.json").write_text("{", "utf-8")
    assert publish(warehouse, "reviewed")["publication"]["number"] == 1
    assert not (evidence(warehouse) / "half.json").exists() and verify(warehouse)["ok"]


def test_the_pack_has_a_workbook_for_each_department(warehouse: Path, tmp_path: Path) -> None:
    told = publish(warehouse, "reviewed", "--pack", str(tmp_path / "pack"))
    names = sorted(path.name for path in (tmp_path / "pack").iterdir())
    assert names == ["D1_D1.xlsx", "D2_D2.xlsx"] and len(told["pack"]) == 2
    line = ("publish-scores", "golden", *JUNE, "--pack", str(tmp_path / "again"), "--warehouse", str(warehouse))
    assert run("warehouse", *line)["publication"]["state"] == "reviewed"
    rows = list(load_workbook(tmp_path / "pack" / "D1_D1.xlsx", data_only=True)["总表"].iter_rows(values_only=True))
    header = next(place for place, row in enumerate(rows) if row[0] == "名次")
    assert [row[:3] for row in rows[header + 2 :]] == [(2, "D1", 67)]
    assert _register(tmp_path / "pack" / "D1_D1.xlsx") == ["W1/D1"]
    assert _register(tmp_path / "pack" / "D2_D2.xlsx") == ["D2-3", f"S1-D2-{evaluation.PERIOD}-a"]
    for name in names:
        assert (tmp_path / "pack" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def _register(path: Path) -> list[str]:
    """What the register of a unit's workbook names, whose rows are its own."""
    book = load_workbook(path, data_only=True)
    rows = [row for row in book["明细"].iter_rows(values_only=True) if row[0] in ("arrival", "closure") and row[3]]
    assert len(rows) == 20 and {row[1] for row in rows} == {path.stem[:2]}
    told = [row[1] for row in book["剔除"].iter_rows(values_only=True)]
    return told[told.index("对象编号") + 1 :]


def test_what_is_no_warehouse_is_not_verified(tmp_path: Path) -> None:
    assert verify(tmp_path, fails=2)["error"]["code"] == "BAD_QUESTION"

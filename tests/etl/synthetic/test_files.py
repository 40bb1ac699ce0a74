"""The files of a synthetic city: totals, registers, faults, and that a seed always gives the same bytes."""

import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from etl.__main__ import etl
from etl.layout import layouts
from etl.synthetic.build import build
from etl.synthetic.fates import totals
from tests.etl.synthetic.conftest import CASES, SEED
from tests.etl.synthetic.export import cases, counted, moment, records


def test_the_totals_are_exact(city: Path, plain_city: Path) -> None:
    for folder in (city, plain_city):
        found = counted(folder)
        assert len(found) == CASES
        assert sum(bool(record["办结时间"]) for record in found) == round(CASES * 607 / 627) == 19_362
        assert len(cases(folder)) == CASES + 200


def test_the_full_city_has_the_totals_of_the_reference() -> None:
    full = totals(6_270_000)
    assert (full.reported, full.closed, full.excluded) == (6_270_000, 6_070_000, 62_700)


def test_the_registers_keep_their_full_size(city: Path) -> None:
    rows = list(records(city, "区划"))
    codes = {(record["层级"], record["区划代码"]) for record in rows if not record["停用日期"]}
    assert Counter(level for level, _ in codes) == {"市": 1, "区": 16, "街镇": 252, "社区": 5_395}
    items = list(records(city, "事项目录"))
    assert [
        len({tuple(item[level] for level in levels) for item in items})
        for levels in (["大类"], ["大类", "中类"], ["大类", "中类", "小类"])
    ] == [9, 38, 238]
    assert len({record["部门编码"] for record in records(city, "部门")}) == 400
    assert {record["区划代码"] for record in rows} - {code for _, code in codes} == {
        record["原代码"] for record in records(city, "区划变更") if record["原代码"] != record["新代码"]
    }
    assert sum(int(record["户数"] or 0) >= 5_000 for record in rows if not record["停用日期"]) == 24


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_city(tmp_path: Path) -> None:
    def city(seed: int, name: str) -> dict[str, str]:
        build(tmp_path / name, 6_000, seed, False, lambda: None)
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / name).iterdir()}

    first, again, other = city(SEED, "first"), city(SEED, "again"), city(SEED + 1, "other")
    assert first == again
    assert first["区划.xlsx"] != other["区划.xlsx"]


def test_the_manifest_tells_the_rows_of_every_file(city: Path) -> None:
    manifest = json.loads((city / "manifest.json").read_text("utf-8"))
    assert manifest["data_until"] == "2021-05-31T23:59:59"
    assert manifest["synthetic"] is True
    assert set(manifest["files"]) == {path.name for path in city.iterdir()} - {
        "manifest.json",
        "planted.json",
    }
    for kind in ("案件", "案件流转", "派遣", "回访"):
        told = sum(about["rows"] for name, about in manifest["files"].items() if name.startswith(f"{kind}_"))
        assert sum(1 for _ in records(city, kind)) == told


def test_every_reported_moment_lies_in_the_months_of_the_platform(city: Path) -> None:
    days = [stamp.date() for record in counted(city) if (stamp := moment(record["上报时间"]))]
    assert (min(days), max(days)) == (date(2019, 9, 20), date(2021, 5, 31))


def test_a_case_that_was_reopened_tells_all_its_closings(city: Path) -> None:
    told: dict[str, Counter[str]] = {}
    for record in records(city, "案件流转"):
        told.setdefault(record["案件编号"], Counter())[record["环节"]] += 1
    known = cases(city)
    reopened = {number: kinds for number, kinds in told.items() if kinds["重新打开"]}
    assert reopened
    for number, kinds in reopened.items():
        assert kinds["办结"] == kinds["重新打开"] + bool(known[number]["办结时间"])


def test_departments_that_share_a_case_are_told_with_the_main_one(city: Path) -> None:
    roles: dict[str, Counter[str]] = {}
    for record in records(city, "派遣"):
        if moment(record["派遣时间"]):
            roles.setdefault(record["案件编号"], Counter())[record["主协办"]] += 1
    assert all(found["主办"] == 1 and 1 <= found["协办"] <= 3 for found in roles.values())
    assert 0.08 < len(roles) / CASES < 0.12


def test_people_are_called_after_a_close_and_their_praise_may_be_a_default(city: Path) -> None:
    known, calls = cases(city), list(records(city, "回访"))
    told = [call for call in calls if call["案件编号"] in known and call["满意程度"] != "非常满意"]
    assert len(calls) == len(told) + 2 * 21
    assert 0.15 < len({call["案件编号"] for call in told}) / CASES < 0.25
    answered = [call for call in told if call["是否接通"] == "是"]
    assert any(call["是否解决"] == "否" for call in answered) and any(not call["满意程度"] for call in answered)
    assert {call["满意程度"] for call in told if call["系统默认"] == "是"} == {"满意"}
    closed = [call for call in told if known[call["案件编号"]]["办结时间"]]
    assert all(moment(call["回访时间"]) > moment(call["上报时间"]) for call in closed)


def test_a_closed_case_tells_the_level_that_closed_it(city: Path) -> None:
    assert all(bool(record["办结层级"]) == bool(record["办结时间"]) for record in counted(city))
    assert {record["办结层级"] for record in counted(city)} == {"", "市", "区", "街镇", "社区"}


def test_real_exports_have_faults_and_so_do_these(city: Path) -> None:
    found = list(records(city, "案件"))
    assert any(moment(record["上报时间"]) is None for record in found)
    assert any("E+" in record["案件编号"] for record in found)
    assert len(found) > len(cases(city)) + 21 * 4
    assert any(record["区划代码"].startswith("990199") for record in found)
    assert any(len(record["区划代码"]) == 9 for record in found)
    assert any(not record["事项编码"] for record in found)


def test_no_code_is_one_of_the_national_register(city: Path) -> None:
    assert {record["区划代码"][:2] for record in records(city, "区划")} == {"99"}


def test_every_layout_of_the_city_is_used(city: Path) -> None:
    shipped = [layout for name, layout in layouts().items() if name.startswith("city_")]
    headers = [set(next(records(city, path.stem.split("_")[0]))) for path in city.glob("*.[cx]*")]
    for layout in shipped:
        assert any(set(layout.known()) & header == set(layout.known()) for header in headers), layout.name


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--cases", "100"], "100 is too small"),
        (["--cases", "999", "--plain"], "999 is too small"),
    ],
)
def test_a_city_too_small_for_its_stories_is_refused(arguments: list[str], words: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(etl, ["synthetic", "--out", str(tmp_path / "city"), *arguments])
    assert result.exit_code == 2
    assert words in result.output


def test_a_folder_with_files_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("x", "utf-8")
    result = CliRunner().invoke(etl, ["synthetic", "--out", str(tmp_path), "--cases", "20000"])
    assert result.exit_code == 2
    assert "not empty" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["own.csv"]

"""Broken files of one header, from the command's point of view: what loads, what is kept back and why."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from etl.__main__ import run
from etl.check import check, check_files
from etl.land import Desk
from tests.etl.badinput import CASES, HEADER, good, row, sixth, text
from tests.etl.land.desk import LAYOUTS, desk, land

FAULTY = {
    "unknown_street": ({"street": "不存在街道"}, "unknown_area"),
    "street_of_another_district": ({"district": "河东区"}, "unknown_area"),
    "bad_day": ({"reported_at": "2021-02-30 08:00:00"}, "bad_timestamp"),
    "day_first": ({"reported_at": "07/03/2021 08:00"}, "bad_timestamp"),
    "year_201": ({"reported_at": "0201-03-07 08:00:00"}, "out_of_range"),
    "year_2121": ({"reported_at": "2121-03-07 08:00:00"}, "out_of_range"),
    "before_1990": ({"reported_at": "1989-12-31 23:59:59"}, "out_of_range"),
    "closed_first": ({"closed_at": "2021-03-06 08:00:00"}, "close_before_report"),
    "no_word_for_empty": ({"closed_at": "无", "duration_min": "NULL"}, "bad_timestamp"),
    "no_key": ({"case_id": ""}, "bad_case_id"),
    "spaces_for_key": ({"case_id": "　 "}, "bad_case_id"),
    "no_report": ({"reported_at": " "}, "missing_value"),
    "damaged_key": ({"case_id": "1.20102E+17"}, "bad_case_id"),
    "totals": ({"case_id": "合计", "district": "", "street": "", "reported_at": "", "closed_at": ""}, "bad_case_id"),
    **{
        f"number_{number}": ({"duration_min": number}, "bad_number")
        for number in (
            "三十",
            '"1,234"',
            "607万",
            "-5",
            "30.5",
            "NaN",
            "#N/A",
            "1e3",
            "0x1F",
            "1_000",
            "+5",
            "Infinity",
        )
    },
}
FINE = {
    "alias": {"street": "大营门街"},
    "spaces": {"district": "　河西区 ", "street": "大营门街道\u200b"},
    "no_street": {"street": ""},
    "full_width_number": {"duration_min": "３０"},
    "markup": {"content": "<img src=x onerror=alert(1)>"},
    "formula": {"content": "=1+1"},
    "empty_number": {"duration_min": ""},
    "open": {"closed_at": " "},
    "eighteen_digits": {"case_id": "120102199003075678"},
    "leading_zeros": {"case_id": "000006"},
}


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


@pytest.mark.parametrize("name", sorted(FAULTY))
def test_one_bad_record_is_kept_back_alone(name: str, file: Path, at: Desk) -> None:
    changed, reason = FAULTY[name]
    file.write_bytes(sixth(row(6, **changed)))
    report = land(at, file, file.parent / "out")
    assert (report.loaded, dict(report.reasons)) == (19, {reason: 1})
    assert [(sample.line, sample.reason) for sample in report.samples] == [(7, reason)]


@pytest.mark.parametrize("name", sorted(FINE))
def test_odd_but_fine(name: str, file: Path, at: Desk) -> None:
    file.write_bytes(sixth(row(6, **FINE[name])))
    report = land(at, file, file.parent / "out")
    assert (report.loaded, report.quarantined) == (20, 0)


@pytest.mark.parametrize("name", sorted(CASES))
def test_whatever_the_file_the_bins_sum_up(name: str, file: Path, at: Desk) -> None:
    file.write_bytes(CASES[name].content)
    report = land(at, file, file.parent / "out")
    assert report.balanced
    if report.refused is None:
        assert report.loaded + report.quarantined == CASES[name].records + sum(CASES[name].faults.values())


def test_more_than_half_refused_is_no_file(file: Path) -> None:
    half = text([*good(10), *[row(number, reported_at="07/03/2021") for number in range(11, 21)]])
    file.write_text(HEADER + half, "utf-8")
    [report] = check_files([file], [LAYOUTS])
    assert (report.refused, report.loaded, report.quarantined) == (None, 10, 10)
    file.write_text(HEADER + half + row(21, reported_at="x") + "\n", "utf-8")
    [report] = check_files([file], [LAYOUTS])
    assert report.refused is not None
    assert report.refused.code == "MOSTLY_QUARANTINED"
    assert "bad_timestamp" in str(report.refused)
    assert (report.read, report.loaded, report.quarantined) == (0, 0, 0)


HEADERS = {
    HEADER.replace("street", "district"): "DUPLICATE_COLUMN",
    HEADER.replace(",content", ""): "MISSING_COLUMN",
    HEADER.replace("street", ""): "MISSING_COLUMN",
    row(0) + "\n": "HEADER_NOT_FOUND",
    "district,street,weather\n": "UNKNOWN_LAYOUT",
    "case_id,reported_at,weather\n": "UNKNOWN_LAYOUT",
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_that_fits_nothing(header: str, file: Path) -> None:
    file.write_text(header + text(good()), "utf-8")
    [report] = check_files([file], [LAYOUTS])
    assert report.refused is not None
    assert report.refused.code == HEADERS[header]


def test_a_header_is_compared_by_name(file: Path) -> None:
    names = HEADER.strip().split(",")
    lines = [",".join(reversed(line.split(","))) for line in [*good()]]
    file.write_text(", ".join(reversed(names)).upper() + "\n" + text(lines), "utf-8")
    [report] = check_files([file], [LAYOUTS])
    assert (report.loaded, report.quarantined, report.reordered) == (20, 0, True)


def test_two_layouts_for_one_header_are_named(file: Path, tmp_path: Path) -> None:
    more = tmp_path / "layouts"
    more.mkdir()
    (more / "twin.toml").write_text((LAYOUTS / "badinput.toml").read_text("utf-8"), "utf-8")
    file.write_text(HEADER + text(good()), "utf-8")
    [report] = check_files([file], [LAYOUTS, more])
    assert report.refused is not None
    assert (report.refused.code, "badinput" in str(report.refused), "twin" in str(report.refused)) == (
        "AMBIGUOUS_LAYOUT",
        True,
        True,
    )
    [report] = check_files([file], [LAYOUTS, more], "twin")
    assert report.loaded == 20


def test_the_command_says_one_document(file: Path) -> None:
    file.write_bytes(sixth(row(6, street="不存在街道")))
    done = CliRunner().invoke(check, [str(file), "--layouts", str(LAYOUTS), "--json"])
    document = json.loads(done.stdout)
    [found] = document["files"]
    assert (done.exit_code, document["contract"], document["verdict"]) == (3, 1, "partial")
    assert found["records"] == {"read": 21, "loaded": 19, "quarantined": 1, "structural": 1}
    assert found["samples"][0]["value"] == "河西区/不存在街道"
    assert (found["samples"][0]["column"], found["lookups"]) == ("area_code", ["area"])


def test_the_command_for_people(file: Path) -> None:
    file.write_text(HEADER + text(good()), "utf-8")
    done = CliRunner().invoke(check, [str(file), "--layouts", str(LAYOUTS)])
    assert (done.exit_code, "20" in done.stdout) == (0, True)


def test_an_unknown_layout_is_wrong_usage(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(HEADER, "utf-8")
    assert run(["check", str(file), "--layout", "badinptu", "--layouts", str(LAYOUTS), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["did_you_mean"] == ["badinput"]


def test_a_manifest_that_says_otherwise(file: Path) -> None:
    file.write_text(HEADER, "utf-8")
    (file.parent / "manifest.json").write_text('{"files": {"a.csv": {"rows": 20}}}', "utf-8")
    [report] = check_files([file], [LAYOUTS])
    assert report.refused is not None
    assert report.refused.code == "MANIFEST_MISMATCH"

"""A street's form: a workbook with a row for each department and criterion, filled in, dropped into the inbox."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from etl.__main__ import run
from etl.check import check_files
from tests.etl.small_city import loaded
from warehouse.__main__ import run as ask_warehouse

AREAS = """area_code,level,parent_code,name,kind
01,district,,东区,区
02,district,,西区,区
0101,street,01,一街,街道
0102,street,01,二街,街道
0201,street,02,三街,街道
"""
DEPARTMENTS = """department_code,name,district_code,kind,host_street_code
B1,东区城管局,01,城管局,
B2,东区环保局,01,环保局,
T1,一街城管队,01,城管队,0101
B3,西区城管局,02,城管局,
B0,市城管局,,城管局,
"""
CRITERIA = ["arrive", "effect", "cooperate", "attitude"]
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder with an inbox and a warehouse that knows streets and departments."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "areas.csv").write_text(AREAS, "utf-8")
    (inbox / "departments.csv").write_text(DEPARTMENTS, "utf-8")
    (inbox / "manifest.json").write_text(json.dumps({"data_until": "2021-05-31T23:59:59"}), "utf-8")
    loaded(inbox, tmp_path / "city")
    yield tmp_path


def form(place: Path, name: str = "form.xlsx", street: str = "0101", period: str = "2021-Q1") -> Path:
    path = place / name
    asked = ["--period", period, "--street", street, "--warehouse", str(place / "city")]
    assert run(["template", "rating", "--out", str(path), *asked]) == 0
    return path


def filled(path: Path, levels: dict[tuple[str, str], int], submitted: str = "2021-04-03 09:00:00") -> Workbook:
    """Fills in the level and the moment of some departments' criteria."""
    book = load_workbook(path)
    sheet = book["rating"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        key = tuple(sheet.cell(row, at[name]).value for name in ("department_code", "criterion"))
        if key in levels:
            sheet.cell(row, at["level"]).value = levels[key]
            sheet.cell(row, at["submitted_at"]).value = submitted
    book.save(path)
    return book


def asked(place: Path, capsys: Captured, *options: str) -> dict[str, Any]:
    capsys.readouterr()
    assert ask_warehouse(["forms", "--period", "2021-Q1", "--warehouse", str(place / "city"), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_form_has_a_row_for_each_department_of_the_district_and_criterion(place: Path) -> None:
    sheet = load_workbook(form(place))["rating"]
    header, *rows = sheet.iter_rows(values_only=True)
    told = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(each["department_code"], each["criterion"]) for each in told] == [
        (department, criterion) for department in ("B1", "B2") for criterion in CRITERIA
    ]
    assert {(each["period_code"], each["street_code"], each["level"]) for each in told} == {("2021-Q1", "0101", None)}
    assert len({each["rating_id"] for each in told}) == 8
    comments = {cell.comment.text for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment}
    assert {"东区城管局", "一街", "到场及时"} <= comments


def test_levels_are_chosen_from_a_list(place: Path) -> None:
    book = load_workbook(form(place))
    at = {cell.value: cell.column_letter for cell in book["rating"][1]}
    [level] = [each for each in book["rating"].data_validations.dataValidation if f"{at['level']}2" in each.sqref]
    title, cells = level.formula1.removeprefix("=").rsplit("!", 1)
    assert level.type == "list"
    assert [cell.value for (cell,) in book[title.strip("'")][cells.replace("$", "")]] == [1, 2, 3, 4, 5]


def test_a_form_filled_in_for_one_department_loads_and_the_other_rows_are_no_records(place: Path) -> None:
    path = form(place)
    filled(path, dict.fromkeys((("B1", criterion) for criterion in CRITERIA), 4))
    [report] = check_files([path])
    assert (report.layout, report.loaded, report.quarantined) == ("rating", 4, 0)
    assert report.structural["unanswered"] == 4


def test_a_form_that_nobody_filled_in_loads_nothing_and_is_not_refused(place: Path) -> None:
    [report] = check_files([form(place)])
    assert (report.refused, report.loaded, report.quarantined) == (None, 0, 0)
    assert report.structural["unanswered"] == 8


def test_an_answer_that_is_not_whole_is_told_by_its_place(place: Path) -> None:
    path = form(place)
    whole = {("B2", criterion): 4 for criterion in CRITERIA}
    book = filled(path, whole | {("B1", "arrive"): 5, ("B1", "cooperate"): 2})
    at = {cell.value: cell.column for cell in book["rating"][1]}
    book["rating"].cell(2, at["submitted_at"]).value = None
    book.save(path)
    [report] = check_files([path])
    assert report.loaded == 4
    assert [(each.line, each.column, each.reason) for each in report.samples] == [
        (2, "submitted_at", "missing_value"),
        (4, "reason", "reason_missing"),
    ]


def test_an_export_without_a_level_is_quarantined_as_before(tmp_path: Path) -> None:
    header = "评价编号,哨件编号,考核期,街道编码,部门编码,评价项目,评价等级,理由,提交时间,作废时间,更新时间\n"
    rows = [f"R{n},,2021-Q1,0101,B1,到场及时,{level},,2021-04-02 10:00:00,,\n" for n, level in enumerate(("", 4))]
    (tmp_path / "a.csv").write_text(header + "".join(rows), "utf-8")
    [report] = check_files([tmp_path / "a.csv"])
    assert (report.loaded, report.reasons) == (1, {"missing_value": 1})


def test_what_is_not_in_by_the_deadline_is_listed_street_by_street(place: Path, capsys: Captured) -> None:
    path = form(place)
    filled(path, dict.fromkeys((("B1", criterion) for criterion in CRITERIA), 4))
    path.rename(place / "inbox" / "one.xlsx")
    tardy = form(place, street="0201")
    filled(tardy, {("B3", "arrive"): 3}, "2021-04-08 00:00:00")
    tardy.rename(place / "inbox" / "two.xlsx")
    loaded(place / "inbox", place / "city")
    found = asked(place, capsys)
    assert (found["deadline"], found["due"], found["in"]) == ("2021-04-07", 5, 1)
    assert [(each["code"], each["in"], each["due"]) for each in found["streets"]] == [
        ("0101", 1, 2),
        ("0102", 0, 2),
        ("0201", 0, 1),
    ]
    assert [[(unit["code"], unit["state"]) for unit in each["missing"]] for each in found["streets"]] == [
        [("B2", "missing")],
        [("B1", "missing"), ("B2", "missing")],
        [("B3", "late")],
    ]


def test_the_lock_of_a_period_is_its_deadline(place: Path, capsys: Captured) -> None:
    (place / "inbox" / "periods.csv").write_text(
        "period_code,title,kind,starts_on,ends_on,locks_on\nK1,一季度,考核季,2021-01-01,2021-03-31,2021-04-20\n",
        "utf-8",
    )
    loaded(place / "inbox", place / "city")
    assert ask_warehouse(["forms", "--period", "K1", "--warehouse", str(place / "city"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (date.fromisoformat(found["deadline"]), found["due"], found["in"]) == (date(2021, 4, 20), 5, 0)


def test_people_are_told_in_words(place: Path, capsys: Captured) -> None:
    capsys.readouterr()
    assert ask_warehouse(["forms", "--period", "2021-Q1", "--warehouse", str(place / "city")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("2021-Q1 ") and "应交 5 份" in told and "一街 0101" in told and "全部" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["rating", "--period", "2021-Q1"], "--warehouse"),
        (["case", "--period", "2021-Q1", "--street", "0101", "--warehouse", "{city}"], "rating"),
        (["rating", "--period", "2021-Q1", "--street", "0109", "--warehouse", "{city}"], "0109"),
        (["rating", "--period", "2021-Q9", "--street", "0101", "--warehouse", "{city}"], "2021-Q9"),
        (["rating", "--period", "2021-Q1", "--street", "0101", "--scheme", "nn", "--warehouse", "{city}"], "nn"),
    ],
)
def test_a_form_that_cannot_be_made_is_refused(place: Path, capsys: Captured, options: list[str], told: str) -> None:
    capsys.readouterr()
    given = [option.format(city=place / "city") for option in options]
    assert run(["template", *given, "--out", str(place / "a.xlsx"), "--json"]) == 2
    assert told in json.loads(capsys.readouterr().out)["error"]["message"]
    assert not (place / "a.xlsx").exists()

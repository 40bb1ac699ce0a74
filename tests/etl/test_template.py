"""Workbooks to fill in by hand: one for every feed, and what is filled in loads by the feed's own columns."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from etl.__main__ import run
from etl.check import check_files
from etl.report import FileReport
from tests.etl.land.desk import desk, land, landed
from warehouse import Feed, feeds
from warehouse.feed import Column
from warehouse.text import texts

Captured = pytest.CaptureFixture[str]
EVERY = pytest.mark.parametrize("feed", feeds().values(), ids=list(feeds()))
VALUES: dict[str, Any] = {
    "code": "007",
    "name": "大营街道",
    "text": "河边",
    "timestamp": "2021-05-01 08:30:00",
    "date": "2021-05-01",
    "integer": 12,
    "number": 1.5,
    "decimal": 0.95,
    "boolean": "是",
}
# What several columns decide together: of two exactly one is filled in, or they differ.
TOGETHER: dict[str, dict[str, Any]] = {
    "rating": {"whistle_id": "008", "period_code": None},
    "boundary_change": {"to_district": "009"},
}

LATER = "2021-05-02"  # than the day above


def template(feed: str, path: Path) -> Workbook:
    """The workbook that the command writes, opened."""
    assert run(["template", feed, "--out", str(path)]) == 0
    return load_workbook(path)


def value(column: Column) -> Any:
    """Something that may stand in a column."""
    if column.type == "integer" and column.max is not None:
        return column.max
    return column.values[0] if column.type == "choice" else VALUES[column.type]


def good(feed: Feed) -> dict[str, Any]:
    """A record with every column filled; what it refers to is not itself."""
    referred = {name: "008" for name, column in feed.columns.items() if column.type == "code" and name not in feed.key}
    later = {name: LATER for name, column in feed.columns.items() if column.after}
    filled = {name: value(column) for name, column in feed.columns.items()}
    return filled | referred | later | TOGETHER.get(feed.name, {})


def checked(feed: Feed, path: Path, *records: dict[str, Any]) -> FileReport:
    """The report on a template with these records filled in from its second row."""
    book = template(feed.name, path)
    for row, record in enumerate(records, 2):
        for place, name in enumerate(feed.columns, 1):
            book[feed.name].cell(row, place).value = record.get(name)
    book.save(path)
    [report] = check_files([path])
    return report


@EVERY
def test_a_filled_in_row_loads(feed: Feed, tmp_path: Path) -> None:
    report = checked(feed, tmp_path / "a.xlsx", good(feed))
    assert (report.layout, report.loaded, report.quarantined) == (feed.name, 1, 0)


@EVERY
def test_what_is_required_is_enough(feed: Feed, tmp_path: Path) -> None:
    needed = {name: value(column) for name, column in feed.columns.items() if column.required}
    needed |= TOGETHER.get(feed.name, {})
    report = checked(feed, tmp_path / "a.xlsx", needed)
    assert (report.layout, report.loaded, report.quarantined) == (feed.name, 1, 0)


@EVERY
def test_a_row_without_what_is_required_is_told_by_its_place(feed: Feed, tmp_path: Path) -> None:
    lacking = next(name for name, column in feed.columns.items() if column.required)
    report = checked(feed, tmp_path / "a.xlsx", good(feed), good(feed) | {lacking: None})
    reason = f"bad_{lacking}" if lacking in feed.key else "missing_value"
    assert (report.loaded, report.quarantined) == (1, 1)
    assert [(fault.line, fault.column, fault.reason) for fault in report.samples] == [(3, lacking, reason)]


@pytest.mark.parametrize(
    ("feed", "column", "wrong", "reason"),
    [
        ("area_change", "kind", "gone", "bad_choice"),
        ("area_change", "effective_on", "下周", "bad_date"),
        ("workday", "is_workday", "也许", "bad_boolean"),
        ("case", "closed_at", "2021-04-30 08:00:00", "close_before_report"),
        ("area", "households", "许多", "bad_number"),
        ("rating", "level", "6", "bad_level"),
        ("whistle", "withdrawn_at", "2021-04-30 08:00:00", "before_the_whistle"),
        ("external_score", "score", "100.5", "out_of_range"),
    ],
)
def test_a_wrong_value_is_told_by_its_place(feed: str, column: str, wrong: str, reason: str, tmp_path: Path) -> None:
    contract = feeds()[feed]
    other = {contract.key[0]: "2021-06-01" if feed == "workday" else "008", column: wrong}
    report = checked(contract, tmp_path / "a.xlsx", good(contract), good(contract) | other)
    assert [(fault.line, fault.column, fault.value, fault.reason) for fault in report.samples] == [
        (3, column, wrong, reason)
    ]


@EVERY
def test_the_sheet_guides_who_fills_it_in(feed: Feed, tmp_path: Path) -> None:
    book = template(feed.name, tmp_path / "a.xlsx")
    sheet, notes = book.worksheets
    assert [cell.value for cell in sheet[1]] == list(feed.columns)
    assert (sheet.freeze_panes, notes.title) == ("A2", "说明 notes")
    guides = [each for _, each in sorted((str(each.sqref), each) for each in sheet.data_validations.dataValidation)]
    assert len(guides) == len(feed.columns)
    wanted = [_listed(column) for column in feed.columns.values() if _listed(column)]
    listed = [_cells(book, each.formula1) for each in guides if each.type == "list"]
    assert sorted(listed, key=str) == sorted(wanted, key=str)
    told = {row[0]: row for row in notes.iter_rows(values_only=True)}
    for name, column in feed.columns.items():
        assert (told[name][3] is not None) == column.required


def _listed(column: Column) -> list[Any]:
    """What one chooses from in a column: its values, yes or no, or a short range of numbers."""
    if column.type == "boolean":
        return ["是", "否"]
    few = column.type == "integer" and column.min is not None and column.max is not None
    return list(range(column.min, column.max + 1)) if few else list(column.values)


def _cells(book: Workbook, formula: str) -> list[Any]:
    title, cells = formula.removeprefix("=").rsplit("!", 1)
    return [cell.value for (cell,) in book[title.strip("'")][cells.replace("$", "")]]


def test_codes_stay_texts(tmp_path: Path) -> None:
    book = template("case", tmp_path / "a.xlsx")
    assert book["case"].column_dimensions["A"].number_format == "@"
    book["case"].append(["00123", "2021-05-01 08:30:00"])
    book.save(tmp_path / "a.xlsx")
    with desk(tmp_path) as at:
        report = land(at, tmp_path / "a.xlsx", tmp_path / "out")
        assert landed(at, report, "case", "case_id") == [("00123",)]


def test_a_column_is_told_in_both_languages(tmp_path: Path) -> None:
    notes = template("officer", tmp_path / "a.xlsx").worksheets[1]
    told = {row[0]: row[1:3] for row in notes.iter_rows(values_only=True)}
    assert (told["name"], told["area_code"]) == (("姓名", "Name"), ("区划代码", "Area code"))


def test_every_word_for_a_column_is_for_one_that_there_is() -> None:
    columns = {name for feed in feeds().values() for name in feed.columns}
    columns |= {f"{feed.name}_{name}" for feed in feeds().values() for name in feed.columns}
    assert {key.removeprefix("columns.") for key in texts() if key.startswith("columns.")} - columns == set()


def test_an_unknown_feed_is_refused_with_one_that_there_is(tmp_path: Path, capsys: Captured) -> None:
    assert run(["template", "offcer", "--out", str(tmp_path / "a.xlsx"), "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], error["did_you_mean"]) == ("UNKNOWN_FEED", ["officer"])
    assert not (tmp_path / "a.xlsx").exists()


def test_the_document_tells_what_was_written(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.xlsx"
    assert run(["template", "policy_date", "--out", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "contract": 1,
        "feed": "policy_date",
        "file": str(path),
        "columns": ["day", "title"],
        "required": ["day", "title"],
    }


@pytest.mark.parametrize("name", ["there.xlsx", "nowhere/a.xlsx", "a.csv"])
def test_where_no_workbook_can_be_written(name: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "there.xlsx").write_text("filled in", "utf-8")
    assert run(["template", "case", "--out", str(tmp_path / name), "--json"]) == 2
    assert name in json.loads(capsys.readouterr().out)["error"]["message"]
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("there.xlsx", "filled in")]

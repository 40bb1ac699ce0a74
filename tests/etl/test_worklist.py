"""Unknown names are decided once: listed by the records that wait, filled in as aliases, and the records are loaded."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.etl.small_city import ROOT, Done, balanced, fill, refresh, write
from tests.etl.test_refresh_layouts import AREAS, ORDERS, layouts

NAMES = ("大营街道", "小营街道", "大营街", "大营街", "小营", "=1+1")


def run(*arguments: object) -> Done:
    line = [sys.executable, "-m", "etl", *map(str, arguments)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    return Done(done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else {}, done.stderr)


def orders(folder: Path, names: tuple[str, ...] = NAMES, first: int = 1) -> None:
    rows = [{**ORDERS[0], "工单号": f"w{number}", "街道": name} for number, name in enumerate(names, first)]
    write(folder, rows)


def standing(done: Done, name: str) -> dict[str, int]:
    return next(file["records"] for file in done.document["files"] if file["file"] == name)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_name_is_decided_once_and_its_records_are_loaded(tmp_path: Path, kind: str) -> None:
    inbox, warehouse = fill(tmp_path / "inbox", AREAS), tmp_path / "w"
    orders(inbox / "a.csv")
    orders(inbox / "b.csv", ("大营街道", "大营街"), 11)
    folders = ("--layouts", layouts(tmp_path / "layouts"))
    first = refresh(inbox, warehouse, *folders)
    # Four of six are unknown in a.csv: it is refused as a whole, and its names are wanted all the same.
    assert first.code == 3
    assert standing(first, "b.csv")["quarantined"] == 1

    names = run("alias", "worklist", "--warehouse", warehouse, "--json").document["names"]
    assert [(each["feed"], each["source_text"], each["records"]) for each in names] == [
        ("area", "和顺区/大营街", 3),
        ("area", "和顺区/=1+1", 1),
        ("area", "和顺区/小营", 1),
    ]
    assert names[0]["columns"] == [{"feed": "case", "column": "area_code", "records": 3, "files": 2}]

    target = tmp_path / f"decided.{kind}"
    told = run("alias", "worklist", "--warehouse", warehouse, "--limit", 1, "--out", target, "--json").document
    assert (told["names"], told["left"]) == (1, 2)
    decide(target, {"和顺区/大营街": "11"})
    (inbox / target.name).write_bytes(target.read_bytes())
    second = refresh(inbox, warehouse, *folders)
    assert (second.code, balanced(second.document)) == (3, True)
    assert standing(second, "a.csv") == {"read": 7, "loaded": 4, "quarantined": 2, "structural": 1}
    assert standing(second, "b.csv") == {"read": 3, "loaded": 2, "quarantined": 0, "structural": 1}
    left = run("alias", "worklist", "--warehouse", warehouse, "--json").document["names"]
    assert [each["source_text"] for each in left] == ["和顺区/=1+1", "和顺区/小营"]


def test_a_dry_run_knows_the_names_that_the_warehouse_knows(tmp_path: Path) -> None:
    inbox, warehouse = fill(tmp_path / "inbox", AREAS), tmp_path / "w"
    folders = ("--layouts", layouts(tmp_path / "layouts"))
    assert refresh(inbox, warehouse, *folders).code == 0
    orders(tmp_path / "new.csv", ("大营街道", "小营街道"))
    assert run("check", tmp_path / "new.csv", *folders, "--json").document["verdict"] == "refused"
    for beside in (("--warehouse", warehouse), (inbox / "area.csv",)):
        told = run("check", tmp_path / "new.csv", *beside, *folders, "--json")
        assert (told.code, told.document["files"][0]["records"]["loaded"]) == (0, 2)


def decide(target: Path, codes: dict[str, str]) -> None:
    """What an operator does: fill in the codes."""
    if target.suffix == ".xlsx":
        book = openpyxl.load_workbook(target)
        for row in book.active.iter_rows(min_row=2):
            row[2].value = codes[row[1].value]
        book.save(target)
        return
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = [{**row, "code": codes[row["source_text"]]} for row in csv.DictReader(file)]
    write(target, rows)


def test_the_quarantine_is_listed_and_exported(tmp_path: Path) -> None:
    inbox, warehouse = fill(tmp_path / "inbox", AREAS), tmp_path / "w"
    orders(inbox / "a.csv", ("大营街道", "大营街道", "大营街道", "=街", "小营"))
    refresh(inbox, warehouse, "--layouts", layouts(tmp_path / "layouts"))
    listed = run("quarantine", "list", "--warehouse", warehouse, "--json").document["quarantine"]
    assert [(each["column"], each["reason"], each["value"], each["records"]) for each in listed] == [
        ("area_code", "unknown_area", "和顺区/=街", 1),
        ("area_code", "unknown_area", "和顺区/小营", 1),
    ]
    target = tmp_path / "out.csv"
    assert run("quarantine", "export", "--warehouse", warehouse, "--out", target, "--json").document["records"] == 2
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["line"], row["reason"]) for row in rows] == [
        ("a.csv", "5", "unknown_area"),
        ("a.csv", "6", "unknown_area"),
    ]
    assert json.loads(rows[1]["record"])["工单号"] == "w5"


def test_a_refused_file_is_kept_once_however_often_it_is_tried(tmp_path: Path) -> None:
    inbox, warehouse = fill(tmp_path / "inbox", AREAS), tmp_path / "w"
    orders(inbox / "a.csv", ("甲", "乙"))
    for _ in range(3):
        refresh(inbox, warehouse, "--layouts", layouts(tmp_path / "layouts"))
    assert len(list((warehouse / "quarantine").iterdir())) == 1


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    done = run("quarantine", "export", "--warehouse", tmp_path, "--out", tmp_path / "a.docx")
    assert (done.code, "write a .csv" in done.errors) == (2, True)
    done = run("alias", "worklist", "--warehouse", tmp_path, "--out", tmp_path / "a.docx")
    assert (done.code, "write a .csv or an .xlsx" in done.errors) == (2, True)

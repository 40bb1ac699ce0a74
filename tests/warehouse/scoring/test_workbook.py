"""The workbook works itself out: LibreOffice gets the published score, grade and rank of every unit."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.warehouse.scoring.hand import G45, MORE, document, scheme
from tests.warehouse.scoring.office import recalculated
from warehouse.sheets.score import Source, write_score
from warehouse.sheets.score.lists import NOTHING

TOUCHED = "touched"
SHEETS = ["总表", "分项", "口径与权重", "街道评分", "明细", "剔除", "数据质量", "元数据"]
LINE = 'map = { fn = "linear", floor = 0.80, target = 0.98, floor_score = 60, below_floor = 0 }'
SATISFIED = 'map = { fn = "linear", floor = 0.60, target = 0.95, floor_score = 0, below_floor = 0 }'
BENT = {
    LINE: 'map = { fn = "piecewise", points = [[0.6, 0], [0.9, 60], [1, 100]] }',
    SATISFIED: 'map = { fn = "identity" }',
}
CHANGES: dict[str, Mapping[str, str]] = {
    "as shipped": {},
    "other mappings": BENT,
    "by interactions": {'street_weighting = "equal"': 'street_weighting = "interactions"'},
    "trimmed": {'trim = "none"': 'trim = "drop_high_low"', "trim_min_streets = 5": "trim_min_streets = 3"},
    "exact ranks": {'rank_on        = "published"': 'rank_on = "exact"'},
    "tie-break": {
        "tie_break      = []": 'tie_break = ["bottom_up", "kpi"]',
        "score_decimals = 2": "score_decimals = 0",
    },
    "one missing blocks": {'on_empty = "redistribute"\nmin_den = 1': 'on_empty = "block"\nmin_den = 1'},
    "more may be missing": {"max_missing = 0   #": 'max_missing = "1/3"   #'},
}


MANY = G45 | MORE


@dataclass(frozen=True)
class Tried:
    """A score, its workbook, and the same after LibreOffice worked it out."""

    told: dict[str, Any]
    path: Path
    found: Workbook


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tried]:
    """Every variant of the scheme over the same departments, and one workbook in which somebody changed a count."""
    told: dict[str, dict[str, Any]] = {}
    paths: list[Path] = []
    folder = tmp_path_factory.mktemp("books")
    for place, (name, change) in enumerate(CHANGES.items()):
        held = scheme(folder, change)
        told[name] = document(held, MANY)
        paths.append(folder / f"{place}.xlsx")
        paths[-1].write_bytes(_written(told[name], held))
    told[TOUCHED] = told["as shipped"]
    paths.append(_touched(paths[0], folder / "touched.xlsx"))
    books = recalculated(paths, folder)
    return {name: Tried(told[name], path, book) for name, path, book in zip(told, paths, books, strict=True)}


def _touched(path: Path, to: Path) -> Path:
    book = load_workbook(path)
    row = next(row for row in book["分项"].iter_rows() if row[0].value == "D1")
    assert (row[8].value, row[9].value) == (9, 10)
    row[8].value = 10
    book.save(to)
    return to


@pytest.mark.parametrize("change", CHANGES)
def test_libreoffice_gets_what_was_published(change: str, tried: dict[str, Tried]) -> None:
    found = {row["编码"]: row for row in _rows(tried[change].found)}
    assert found.keys() == MANY.keys()
    for unit in tried[change].told["subjects"]:
        row = found[unit["code"]]
        wanted = "待定" if unit["state"] == "blocked" else float(unit["score"])
        assert (row["综合得分"], row["等次"] or None, row["名次"] or None) == (wanted, unit["grade"], unit["rank"]), (
            unit
        )
        if unit["exact"]:
            assert row["未舍入"] == pytest.approx(float(Fraction(unit["exact"])), abs=1e-9)


def test_the_departments_show_every_turn_that_a_score_can_take(tried: dict[str, Tried]) -> None:
    told = {unit["code"]: unit for unit in tried["as shipped"].told["subjects"]}
    assert {code for code, unit in told.items() if unit["state"] == "blocked"} == {"E2", "E3", "E8", "E9"}
    assert (told["E5"]["grade"], told["E5"]["grade_before_veto"], told["E5"]["rank"]) == ("不合格", "优秀", 6)
    assert (told["D1"]["rank"], told["E6"]["rank"], told["D1"]["tied"]) == (2, 2, True)
    assert (told["E4"]["ranked"], told["E4"]["unranked_reason"]) == (False, "few_cases")
    assert [each["points"] for each in told["E7"]["adjustments"]] == ["-3"]


def test_the_hand_made_scores_are_those_of_the_golden_case(tmp_path: Path) -> None:
    told = {unit["code"]: unit for unit in document(scheme(tmp_path), G45)["subjects"]}
    assert [(told[code]["exact"], told[code]["score"], told[code]["rank"]) for code in ("D1", "D2")] == [
        ("103193/1260", "81.90", 2),
        ("2307/28", "82.39", 1),
    ]


def test_what_stands_in_the_file_is_what_its_formulas_give(tried: dict[str, Tried]) -> None:
    shipped = tried["as shipped"]
    kept, formulas = load_workbook(shipped.path, data_only=True), load_workbook(shipped.path)
    cells = [(sheet.title, cell) for sheet in formulas for row in sheet for cell in row if cell.data_type == "f"]
    assert len(cells) > 300
    for sheet, cell in cells:
        one, other = (book[sheet][cell.coordinate].value or 0 for book in (kept, shipped.found))
        assert one == (other if isinstance(one, str) else pytest.approx(other, abs=1e-9)), (sheet, cell.coordinate)


def test_another_count_gives_another_score(tried: dict[str, Tried]) -> None:
    found = {row["编码"]: row for row in _rows(tried[TOUCHED].found)}
    assert (found["D1"]["综合得分"], found["D1"]["名次"], found["D2"]["名次"]) == (88.15, 1, 2)


def test_weights_stand_over_the_columns_and_headers_are_merged(tmp_path: Path) -> None:
    held = scheme(tmp_path)
    sheet = load_workbook(io.BytesIO(_written(document(held, G45), held)), data_only=True)["总表"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "名次")[0].row
    over = {str(each) for each in sheet.merged_cells.ranges}
    [kpi] = [cell for cell in sheet[header - 1] if cell.value == "客观指标"]
    assert any(each.startswith(f"{kpi.coordinate}:") for each in over)
    weights = {sheet.cell(header, cell.column).value: cell.value for cell in sheet[header + 1] if cell.value}
    assert weights == {
        "街道(乡镇)评价": 0.3,
        "小计": 0.5,
        "上级评价": 0.15,
        "同级互评": 0.05,
        "报到及时率": 0.25,
        "按期办结率": 0.25,
        "办结率": 0.15,
        "返工率": 0.15,
        "满意率": 0.2,
    }


def test_every_sheet_is_set_up_for_paper(tmp_path: Path) -> None:
    held = scheme(tmp_path)
    book = load_workbook(io.BytesIO(_written(document(held, G45), held)))
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and "&P" in sheet.oddFooter.center.text
        assert any(row[0].value == "合成数据" for row in sheet.iter_rows(max_row=2))
    for name in ("总表", "分项", "明细"):
        header = next(row[0].row for row in book[name].iter_rows() if row[0].value in ("名次", "编码", "指标"))
        assert book[name].print_title_rows.split(":")[-1] in (f"${header}", f"${header + 1}")
        assert book[name].freeze_panes


def test_names_that_look_like_formulas_are_text(tmp_path: Path) -> None:
    held = scheme(tmp_path)
    told = document(held, G45)
    for unit in told["subjects"]:
        unit["name"] = '=HYPERLINK("http://x","y")'
    book = load_workbook(io.BytesIO(_written(told, held)))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value == '=HYPERLINK("http://x","y")']
    assert len(cells) >= 4 and {cell.data_type for cell in cells} == {"s"}


def test_rows_are_read_as_they_are_written_and_stop_at_the_limit(tmp_path: Path) -> None:
    held, read = scheme(tmp_path), list[str]()
    row = {"subject": "D1", "bin": "excluded:void", "counts_as": "excluded", "role": None, "row_id": "=1+1"}

    def rows(most: Mapping[str, int]) -> Iterator[dict[str, Any]]:
        for node, n in most.items():
            for _ in range(n):
                read.append(node)
                yield {**row, "node": node}

    whole = {"arrival": 11, "ontime_closure": 30, "closure": 300, "rework": 30, "satisfaction": 30}
    content = _written(document(held, G45), held, Source(whole, rows, 60))
    sheet = load_workbook(io.BytesIO(content), read_only=True)["明细"]
    assert Counter(read) == {"arrival": 11, "ontime_closure": 12, "rework": 12, "satisfaction": 12, "closure": 13}
    told = [line for line in sheet.iter_rows(values_only=True) if line[1] == "D1"]
    assert len(told) == 60 and told[0][2:6] == ("D1局", "=1+1", "剔除：作废", "剔除")
    extent = [line[1] for line in sheet.iter_rows(values_only=True, max_row=9) if line[1] and "共" in line[1]][1:]
    assert extent == [f"{Counter(read)[node]} 行，共 {n} 行" for node, n in whole.items()]


def test_the_same_score_gives_the_same_bytes(tmp_path: Path) -> None:
    held = scheme(tmp_path)
    assert _written(document(held, G45), held) == _written(document(held, G45), held)


def _written(told: dict[str, Any], held: Any, rows: Source = NOTHING) -> bytes:
    out = io.BytesIO()
    write_score(out, told, held, "zh", rows)
    return out.getvalue()


def _rows(book: Workbook) -> list[dict[str, Any]]:
    rows = list(book["总表"].iter_rows(values_only=True))
    header = next(place for place, row in enumerate(rows) if row[0] == "名次")
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 2 :] if row[1]]

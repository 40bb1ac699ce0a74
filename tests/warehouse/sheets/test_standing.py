"""A standing as a file: every unit once, with the figures of the document."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.tiny import load
from tests.warehouse.peopled import write
from warehouse import Question, Snapshot, open_snapshot, rank, standing_document
from warehouse.sheets import csv_bytes, file_names, standing_notes, standing_table, write_xlsx

Document = dict[str, Any]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """Standings of three kinds of figures."""
    folder = tmp_path_factory.mktemp("peopled")
    snapshot = open_snapshot(load(write(folder / "inbox"), folder / "warehouse"))
    names = ("closure_rate", "open_count", "handle_hours")
    found = {name: standing_document(rank(snapshot, Question(name, ("street",), period="2024-02"))) for name in names}
    snapshot.close()
    return found


def cells(document: Document) -> dict[str, dict[str, str]]:
    """The CSV's rows by unit and column."""
    content = b"".join(csv_bytes(standing_table(document, {}, "zh"), "zh")).decode("utf-8-sig")
    return {row["单位代码"]: row for row in csv.DictReader(io.StringIO(content))}


def test_every_unit_is_a_row_ranked_ones_first(documents: dict[str, Document]) -> None:
    told = cells(documents["closure_rate"])
    assert list(told) == ["S1", "S2", "S3", "M1", "S4", "S5", ""]
    assert [row["名次"] for row in told.values()] == ["1", "2", "2", "1", "", "", ""]
    assert [told[code]["不排名原因"] for code in ("S1", "S4", "S5")] == ["", "件数不足", "无可计算的记录"]


def test_the_last_row_is_the_whole_that_units_and_buckets_add_up_to(tiny: Snapshot) -> None:
    *units, whole = cells(standing_document(rank(tiny, Question("closure_rate", ("district",))))).values()
    assert (whole["单位"], whole["单位代码"], whole["灯"]) == ("合计", "", "")
    assert [row["单位代码"] for row in units[-2:]] == ["unregistered", "unspecified"]
    for title in ("分子", "分母"):
        assert sum(int(row[title]) for row in units) == int(whole[title]) > 0


def test_the_cells_are_the_figures_of_the_document(documents: dict[str, Document]) -> None:
    row = cells(documents["closure_rate"])["S1"]
    wanted = {
        "同类组": "街道",
        "单位": "甲街道",
        "办结率": "0.9",
        "分子": "9",
        "分母": "10",
        "名次上限": "1",
        "名次下限": "3",
        "上期": "0.5",
        "变化": "0.4",
        "进步名次": "1",
        "目标值": "0.85",
        "距目标": "0.05",
        "灯": "达标",
        "95%区间下限": "0.59585",
        "95%区间上限": "0.982124",
        "漏斗提示": "界内",
        "试点": "吹哨试点(2024-02-01 加入)",
    }
    assert {title: row[title] for title in wanted} == wanted


def test_counts_stand_beside_their_people_and_times_in_words(documents: dict[str, Document]) -> None:
    counted, timed = cells(documents["open_count"]), cells(documents["handle_hours"])
    assert (counted["S2"]["未办结数"], counted["S2"]["每万人"], counted["S2"]["每户"]) == ("3", "3.75", "0.0012")
    assert counted["S3"]["每万人"] == "" and "收缩值" not in counted["S2"]
    assert (timed["S1"]["办理时长"], timed["S1"]["件数"]) == ("1 天", "9")


def test_the_workbook_says_what_each_statistic_is(documents: dict[str, Document]) -> None:
    document = documents["closure_rate"]
    out = io.BytesIO()
    write_xlsx(standing_table(document, {}, "en"), standing_notes(document, "en"), out, "en")
    first, second = load_workbook(out).worksheets
    assert first.title == "Closure rate ranking"
    above = {cell.value for row in first.iter_rows(max_row=14) for cell in row}
    assert "吹哨试点: 1 of 6 units have joined" in above
    said = [row[1] for row in second.iter_rows(values_only=True)]
    assert [each for each in documents["closure_rate"]["statistics"].values() if each not in said] == []


def test_the_file_is_named_a_ranking(documents: dict[str, Document]) -> None:
    told, plain = file_names(documents["closure_rate"], {}, "zh", ranked=True)
    assert told == "办结率-排名_按街道-乡镇_2024-02_截至2024-02-29_g1"
    assert plain == "closure_rate-ranking_by-Street-or-town_2024-02_asof-2024-02-29_g1"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_columns_have_the_same_title(documents: dict[str, Document], lang: str) -> None:
    for document in documents.values():
        titles = [each.title for each in standing_table(document, {}, lang).columns]
        assert len(set(titles)) == len(titles)

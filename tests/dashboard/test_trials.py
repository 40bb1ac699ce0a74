"""A scheme before it is approved: its draft tried on a past period, and totals made elsewhere beside the scores."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import data
from dashboard.callbacks import scheme
from tests.dashboard.assessed import grid, here
from tests.dashboard.test_views import drawn
from warehouse import BadQuestion
from warehouse.scoring.shelf import SHIPPED

SHIPPED_FILE = SHIPPED / "dept-performance.2020.1.toml"


class TestTrials:
    """Over the rated city, whose schemes a test may change."""

    @pytest.fixture(autouse=True)
    def _own(self, rated: None) -> Iterator[Path]:
        folder = data.door().warehouse / "schemes"
        folder.mkdir()
        (folder / SHIPPED_FILE.name).write_text(SHIPPED_FILE.read_text("utf-8"), "utf-8")
        yield folder
        for path in [*folder.iterdir()]:
            path.unlink()
        folder.rmdir()

    def test_without_a_draft_the_page_says_how_to_try_one(self) -> None:
        (told,) = scheme.show_trials(here())
        assert "没有可试算的其他版本" in drawn(told) and "draft" in drawn(told)

    def test_a_draft_is_tried_and_changes_nothing(self, _own: Path) -> None:
        before = data.scored(here())["subjects"]
        text = SHIPPED_FILE.read_text("utf-8").replace('version       = "2020.1"', 'version       = "2025.1"')
        (_own / "dept-performance.2025.1.toml").write_text(_lighter(text), "utf-8")
        (told,) = scheme.show_trials(here())
        rows = {row["code"]: row for row in grid(told).rowData}
        assert "版本 2025.1 对比现行 2020.1" in drawn(told)
        for unit in before:
            row = rows[unit["code"]]
            assert row["before_score"] == (None if unit["score"] is None else float(unit["score"]))
            assert row["before_rank"] == unit["rank"]
        moved = [row for row in rows.values() if row["change"]]
        assert moved and all(row["steepest"] for row in moved)
        assert data.scored(here())["subjects"] == before

    def test_where_totals_go_is_said(self) -> None:
        told = drawn(scheme.show_parallel(here()))
        assert "parallel/dept-performance/2024-02.csv" in told and "列名" in told

    def test_totals_made_elsewhere_stand_beside_the_scores(self) -> None:
        path = data.parallel_path(here(), "csv")
        path.parent.mkdir(parents=True)
        ours = {each["name"]: each for each in data.scored(here())["subjects"]}
        path.write_text(f"单位,总分\n城管委,{ours['城管委']['score']}\nD2,50\n外单位,60\n", "utf-8")
        told = scheme.show_parallel(here())
        rows = {row["name"]: row for row in grid(told).rowData}
        assert rows["城管委"]["difference"] == 0 and rows["水务局"]["theirs"] == 50
        assert rows["水务局"]["difference"] == pytest.approx(float(ours["水务局"]["score"]) - 50)
        assert "外单位 (4)" in drawn(told) and "另有 2 个单位不在表中" in drawn(told)
        path.write_text("单位,总分\n城管委,多\n", "utf-8")
        with pytest.raises(BadQuestion, match="line 2"):
            scheme.show_parallel(here())
        path.unlink()


def _lighter(text: str) -> str:
    """The scheme as a draft in which the streets weigh less and the indicators more."""
    changes = (('= "approved"', '= "draft"'), ("weight = 0.30", "weight = 0.20"), ("weight = 0.50", "weight = 0.60"))
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text

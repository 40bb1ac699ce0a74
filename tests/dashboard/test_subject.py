"""The page of one unit: bars that add up, the way to the rows, why it moved, whether it is published."""

from fractions import Fraction
from pathlib import Path

import pytest
from dash import Dash

from dashboard import data
from dashboard.callbacks import assessment, subject, unit_rows
from tests.dashboard.assessed import grid, here, picture, publish
from tests.dashboard.rated import write
from tests.dashboard.test_theatre import reading
from tests.dashboard.test_views import drawn
from tests.tiny import load
from warehouse import BadQuestion, Unknown


class TestSubject:
    """One unit's score."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    @pytest.mark.parametrize("unit", ["D1", "D2", "D4"])
    def test_the_bars_of_the_waterfall_add_up_to_the_score(self, unit: str) -> None:
        at = here(unit=unit)
        score = data.subject(at, data.scored(at))["score"]
        drawing = picture(subject.show_subject(at)[1])
        *bars, whole = drawing["data"][0]["x"]
        assert round(sum(map(Fraction, map(str, bars))), 2) == Fraction(score) == Fraction(str(whole))

    def test_a_bar_stands_where_the_one_before_ended(self) -> None:
        drawing = picture(subject.show_subject(here(unit="D1"))[1])
        trace = drawing["data"][0]
        for at in range(len(trace["x"]) - 2):
            assert trace["base"][at + 1] == pytest.approx(trace["base"][at] + trace["x"][at])

    def test_bins_lead_to_their_rows(self) -> None:
        told = drawn(subject.show_subject(here(unit="D2"))[3])
        assert "/assessment/rows?period=2024-02&list=late&scheme=dept-performance&unit=D2&node=arrival" in told
        assert "list=excluded%3Adup" not in told  # the register says: rejected

    def test_the_list_holds_what_the_bin_counts(self) -> None:
        for unit in ("D1", "D2", "D4"):
            told = data.subject(here(unit=unit), data.scored(here()))
            for node in told["nodes"]:
                bins = {
                    **(node.get("bins") or {}),
                    **{f"excluded:{key}": n for key, n in (node.get("excluded") or {}).items()},
                }
                for name, n in bins.items():
                    found = data.rows_of_unit(here(unit=unit, node=node["code"], list=name), data.scored(here()))
                    assert sum(row["share"] for row in found.rows) == Fraction(n), (unit, node["code"], name)

    def test_failing_rows_say_what_they_move_and_lead_to_their_events(self) -> None:
        at = here(unit="D2", node="ontime_closure", list="closed_late")
        _, listed, title = unit_rows.show_rows(at)
        (row, other) = grid(listed).rowData
        node = next(each for each in data.subject(at, data.scored(at))["nodes"] if each["code"] == "ontime_closure")
        assert row["moves"] == other["moves"] == pytest.approx(float(Fraction(node["impact_per_row"])))
        assert row["href"].startswith("/closure/case/") and "按期办结率 · 超期" in title

    def test_rows_of_no_metric_are_refused(self) -> None:
        for query, error in (({"node": "superior", "list": "x"}, BadQuestion), ({"node": "nothing"}, Unknown)):
            with pytest.raises(error):
                unit_rows.show_rows(here(unit="D2", **query))

    def test_why_it_moved_adds_up_exactly(self) -> None:
        for unit in ("D1", "D2"):
            changed = data.why_moved(here(), unit)
            assert changed
            (each,) = changed["subjects"]
            effects = sum(Fraction(node[key]) for node in each["nodes"] for key in ("performance", "weight"))
            assert effects + Fraction(each["adjustments"]) == Fraction(each["after"]) - Fraction(each["before"])
        assert "合计 " in drawn(subject.show_moved(here(unit="D1")))

    def test_without_a_score_there_is_nothing_to_compare(self) -> None:
        assert "无从比较" in drawn(subject.show_moved(here(unit="D3")))

    def test_what_never_counts_says_so(self) -> None:
        told = drawn(subject.show_subject(here(unit="D1"))[5])
        assert "参考:不影响得分" in told and told.count("不影响得分。") >= 5

    def test_pending_is_said_with_what_it_waits_for(self) -> None:
        told = "".join(map(drawn, subject.show_subject(here(unit="D3"))))
        assert "住建委:◔ 待定" in told and "S3街道、S4街道、S5镇" in told

    def test_an_unknown_unit_is_refused(self) -> None:
        with pytest.raises(Unknown):
            subject.show_subject(here(unit="D9"))


class TestPublished:
    """What a page says of scores that have been published."""

    def test_a_score_is_a_draft_until_it_is_published_and_then_says_whether_it_still_agrees(
        self, app: Dash, warehouse: Path, tmp_path: Path
    ) -> None:
        folder = load(write(tmp_path / "inbox"), tmp_path / "warehouse")
        with reading(folder, warehouse):
            assert "草稿(未发布)" in drawn(assessment.show_scores(here())[0])
            publish(folder, "reviewed")
            assert "已审核第 1 号(未发布)" in drawn(assessment.show_scores(here())[0])
            publish(folder, "published")
            told = drawn(subject.show_subject(here(unit="D1"))[0])
            assert "正式:第 1 号" in told and "与公布一致" in told
            document = data.scored(here())
            document["subjects"][0] |= {"score": "1.00"}
            (differs,) = [each for each in data.publication(document)["differ"]]
            assert differs == document["subjects"][0]["code"]

"""The page of all scores: its table, the formula of a cell, its files, and a city without ratings."""

from contextlib import closing
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from dash import Dash

from dashboard import data
from dashboard.callbacks import assessment, audit, exclusions
from tests.dashboard.assessed import PAGES, grid, here, leaves, rows, shown
from tests.dashboard.test_callbacks import visit
from tests.dashboard.test_pages import layout
from tests.dashboard.test_views import drawn
from warehouse import BadQuestion, SchemeRefused, Unknown, Wanted, answered, half_up, occasions, open_snapshot
from warehouse.text import has_text


class TestScores:
    """The table of all units."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    def test_every_cell_says_what_the_document_says(self) -> None:
        document, table = data.scored(here()), rows(assessment.show_scores(here())[1])
        order = [node.code for node in data.scheme(here()).nodes]
        for unit in document["subjects"]:
            row = table[unit["code"]]
            assert row["total_words"] == unit["score"] or unit["state"] != "ok"
            for node in unit["nodes"]:
                if node["state"] == "ok":
                    told = row[f"at_{order.index(node['code'])}_words"]
                    assert half_up(Fraction(node["mapped"]), 2) in told, (unit["code"], node["code"])

    def test_the_page_tells_what_the_command_line_tells(self) -> None:
        warehouse = data.door().warehouse
        with closing(open_snapshot(warehouse)) as snapshot:
            told = answered(snapshot, warehouse, Wanted("dept-performance", "2024-02", before="2024-01"), "en")
        page = data.scored(here(lang="en"))
        codes = {unit["code"]: [_only_codes(node) for node in unit["nodes"]] for unit in page["subjects"]}
        assert codes == {unit["code"]: unit["nodes"] for unit in told["subjects"]}
        assert data.beside(here(lang="en")) == told["statistics"]
        for each in told["change"]["subjects"]:
            moved = data.why_moved(here(lang="en"), each["code"])
            assert moved and moved["subjects"] == [each]

    def test_units_stand_left_under_heads_with_weights(self) -> None:
        columns = grid(assessment.show_scores(here())[1]).columnDefs
        pinned = [each["field"] for each in leaves(columns) if each.get("pinned") == "left"]
        assert pinned == ["name", "rank", "grade", "total"]
        groups = [each for each in columns if "children" in each]
        heads = {each["headerName"]: [leaf["headerName"] for leaf in each["children"]] for each in groups}
        assert heads["客观指标 50 %"][1:3] == ["报到及时率 25 %", "按期办结率 25 %"]
        assert "街道(乡镇)评价 30 %" in heads

    def test_too_few_ratings_are_pending_in_words_and_never_zero(self) -> None:
        row = rows(assessment.show_scores(here())[1])["D3"]
        assert row["place"] == "◔ 待定" and row["total"] is None and row["total_words"].startswith("(暂 ")
        assert "◔ 待定(覆盖不足)" in row.values()

    def test_a_veto_replaces_the_grade_and_comes_last(self) -> None:
        row = rows(assessment.show_scores(here())[1])["D4"]
        assert row["grade"] == "不合格 ✘" and row["place"].startswith("第 3 名")

    def test_equal_scores_share_a_place(self) -> None:
        document = deepcopy(data.scored(here()))
        first, second = document["subjects"][:2]
        first |= {"tied": True}
        second |= {"rank": first["rank"], "tied": True}
        told = assessment.view.scores(document, None, data.scheme(here()), here().address, "grid", None)
        assert sum("并列" in row["place"] for row in rows(told).values()) == 2

    def test_the_change_is_that_of_the_period_before(self) -> None:
        row, now, before = (
            rows(assessment.show_scores(here())[1])["D1"],
            data.scored(here()),
            data.scored_before(here()),
        )
        scores = [
            next(each["score"] for each in told["subjects"] if each["code"] == "D1") for told in (now, before or {})
        ]
        assert row["change"] == pytest.approx(float(Fraction(scores[0]) - Fraction(scores[1])))
        assert row["change_words"].startswith("▲ +") and "名次" in row["change_words"]

    def test_the_header_says_on_what_every_score_stands(self) -> None:
        told = drawn(assessment.show_scores(here())[0])
        for words in ("草稿(未发布)", "2024年2月", "2024-02-29", "第 1 代", "2020.1", "/assessment/scheme?"):
            assert words in told

    def test_a_feed_that_is_not_there_is_named_in_its_cells(self) -> None:
        assert "尚未接入:回访" in drawn(assessment.show_scores(here())[1])

    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize("scheme_", ["dept-performance", "street-theatre", "district-theatre", "merged-assessment"])
    def test_every_page_answers_by_every_scheme(self, page: str, lang: str, scheme_: str) -> None:
        unit = {"street-theatre": "S1", "district-theatre": "X"}.get(scheme_, "D1")
        assert '"data-state": "error"' not in shown(PAGES[page], here(lang=lang, scheme=scheme_, unit=unit))

    def test_a_group_is_chosen_where_there_are_several(self) -> None:
        several = dict(assessment.view.grouped(data.scored(here(scheme="street-theatre"))))
        assert set(several.values()) == {"街道", "镇"}
        (town,) = [code for code, name in several.items() if name == "镇"]
        assert set(rows(assessment.show_scores(here(scheme="street-theatre", group=town))[1])) == {"S5"}

    def test_the_page_opens_with_the_latest_period_that_was_rated(self) -> None:
        assert data.settled(visit("/assessment"))[0].address.period == "2024-02"

    def test_an_unfinished_period_is_not_opened_with(self) -> None:
        assert [each.code for each in occasions(data.door().snapshot())] == ["2024-01", "2024-02"]


class TestDerivation:
    """The formula of a cell."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    def opened(self, unit: str, node: str, **query: object) -> str:
        return drawn(assessment.show_derivation(here(**query), {"unit": unit, "node": node}))

    def test_the_formula_has_the_numbers_put_in(self) -> None:
        told = self.opened("D2", "ontime_closure")
        for words in ("8 ÷ 10 = 80.00 %", "底线 80.00 % 得 60 分", "60 + (100 − 60) × (80.00 % − 80.00 %)", "= 60.00"):
            assert words in told

    def test_nominal_and_effective_weights_are_told_apart(self) -> None:
        assert "名义权重 25 %,实际权重 38.46 %,占总分 19.23 %" in self.opened("D2", "ontime_closure")

    def test_below_the_floor_is_said(self) -> None:
        assert "x = 80.00 % 已达目标" not in self.opened("D2", "arrival")
        assert "单件影响分" in self.opened("D2", "arrival")

    def test_streets_are_averaged_in_the_open(self) -> None:
        assert "一街一票:(38.75 + 36.25 + 38.75 + 48.75 + 100.00)÷ 5 = 52.50" in self.opened("D2", "bottom_up")

    def test_missing_streets_have_names(self) -> None:
        assert "未评价:S3街道、S4街道、S5镇" in self.opened("D3", "bottom_up")

    def test_the_total_adds_up(self) -> None:
        told = data.subject(here(unit="D1"), data.scored(here()))
        assert told["exact"] in self.opened("D1", "total") and "-0.50" not in self.opened("D1", "total")

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_cell_opens(self, lang: str) -> None:
        for unit in ("D1", "D2", "D3", "D4"):
            for node in data.scheme(here()).nodes:
                assert len(self.opened(unit, node.code, lang=lang)) > 100

    def test_nothing_is_opened_at_first(self) -> None:
        assert assessment.show_derivation(here(), None) is None

    @pytest.mark.parametrize("cell", [7, "x", {"unit": "D1"}, {"unit": ["D1"], "node": "arrival"}])
    def test_what_is_no_cell_is_refused(self, cell: object) -> None:
        with pytest.raises(BadQuestion):
            assessment.show_derivation(here(), cell)

    @pytest.mark.parametrize("cell", [{"unit": "D9", "node": "arrival"}, {"unit": "D1", "node": "beauty"}])
    def test_an_unknown_cell_is_refused(self, cell: object) -> None:
        with pytest.raises(Unknown):
            assessment.show_derivation(here(), cell)


class TestDownloads:
    """What can be taken away."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_the_files_of_the_page_are_there(self, app: Dash, lang: str) -> None:
        told = drawn(assessment.show_scores(here(lang=lang))[1])
        links = [part for part in told.split('"') if part.startswith("/export/score/")]
        assert [link.split("?")[0][-4:] for link in links] == ["xlsx", ".csv"]
        assert [app.server.test_client().get(link).status_code for link in links] == [200, 200]

    def test_the_table_holds_what_the_page_shows(self, app: Dash) -> None:
        link = here().address.scores("dept-performance", "csv")
        lines = app.server.test_client().get(link).get_data(as_text=True).splitlines()
        for unit in data.scored(here())["subjects"]:
            (line,) = [line for line in lines if f",{unit['code']}," in line]
            assert (unit["score"] or unit["provisional"]) in line


class TestWithoutRatings:
    """The small nasty city: cases alone."""

    def test_a_period_is_chosen_where_the_address_names_none(self, app: Dash) -> None:
        settled, day = data.settled(visit("/assessment"))
        assert settled.address.period == "2024-05" and str(day) == "2024-05-31"
        assert "累计至今" not in layout("assessment")

    def test_everything_is_pending_and_nothing_is_zero(self, app: Dash) -> None:
        at = data.settled(visit("/assessment", scheme="dept-performance", period="2024-03"))[0]
        document = data.scored(at)
        assert document["subjects"] == [] or {each["state"] for each in document["subjects"]} == {"blocked"}

    def test_what_has_not_been_loaded_is_named(self, app: Dash) -> None:
        at = data.settled(visit("/assessment/audit", scheme="dept-performance"))[0]
        record = {**at.snapshot.record, "feeds": {**at.snapshot.record["feeds"], "rating": 0}}
        unrated = replace(at, snapshot=replace(at.snapshot, record=record))
        assert "尚未接入数据:街道评价" in drawn(audit.show_audit(unrated)[1])
        assert '"data-state": "no_feed"' in drawn(exclusions.show_register(at)[0])

    def test_an_unknown_group_is_refused(self, app: Dash) -> None:
        with pytest.raises(Unknown):
            assessment.show_scores(data.settled(visit("/assessment", scheme="street-theatre", group="nobody"))[0])

    def test_an_unknown_scheme_is_refused(self, app: Dash) -> None:
        with pytest.raises(Unknown):
            assessment.show_scores(data.settled(visit("/assessment", scheme="beauty"))[0])

    def test_a_period_that_no_version_holds_for_is_refused(self, app: Dash) -> None:
        with pytest.raises(SchemeRefused):
            assessment.show_scores(data.settled(visit("/assessment", period="1999"))[0])

    @pytest.mark.parametrize("code", ["SCHEME_NONE", "SCHEME_STRADDLE", "SCHEME_OVERLAP", "UNKNOWN_METRIC"])
    def test_every_refusal_of_a_scheme_has_words_of_its_own(self, code: str) -> None:
        assert has_text(f"errors.{code}")


def _only_codes(node: dict[str, Any]) -> dict[str, Any]:
    """A node of a page as the contract has it: streets by their codes alone."""
    if "streets" not in node:
        return node
    streets = [{key: value for key, value in each.items() if key != "name"} for each in node["streets"]]
    return {**node, "streets": streets, "missing_streets": [each["code"] for each in node["missing_streets"]]}

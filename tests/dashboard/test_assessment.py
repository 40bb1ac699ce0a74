"""The pages of the assessment: over a small city whose streets rate departments, and over one without ratings."""

import json
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, dcc
from dash_ag_grid import AgGrid

from dashboard import data
from dashboard.callbacks import assessment, audit, exclusions, scheme, subject, whatif
from dashboard.data import Visit
from tests.dashboard.rated import write
from tests.dashboard.test_callbacks import parts, visit
from tests.dashboard.test_pages import layout
from tests.dashboard.test_theatre import reading
from tests.dashboard.test_views import drawn
from tests.tiny import load
from warehouse import BadQuestion, SchemeRefused, Unknown, half_up, occasions
from warehouse.text import has_text

PAGES = {"assessment": assessment, "subject": subject, "audit": audit, "scheme": scheme, "exclusions": exclusions}
FEBRUARY = {"period": "2024-02", "scheme": "dept-performance"}


@pytest.fixture(scope="class")
def rated(app: Dash, warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The city whose streets rate departments."""
    folder = tmp_path_factory.mktemp("rated")
    with reading(load(write(folder / "inbox"), folder / "warehouse"), warehouse):
        yield


def here(**query: object) -> Visit:
    """A visit of the departments' scores of the second month, settled as its page does it."""
    return data.settled(visit("/assessment", **{**FEBRUARY, **query}))[0]


def shown(page: Any, at: Visit) -> str:
    """All that a page shows at once."""
    calls = [getattr(page, name) for name in dir(page) if name.startswith("show_") and name != "show_derivation"]
    return "".join(drawn(call(at)) for call in calls)


def picture(component: Any) -> dict[str, Any]:
    """The picture of the chart in a tile."""
    return next(each for each in parts(component) if isinstance(each, dcc.Store)).data


def grid(component: Any) -> AgGrid:
    """The grid in a tile."""
    return next(each for each in parts(component) if isinstance(each, AgGrid))


def rows(component: Any) -> dict[str, dict[str, Any]]:
    """The rows of the grid in a tile by the codes of their units."""
    return {row["code"]: row for row in grid(component).rowData}


def leaves(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The columns of a grid under all its heads."""
    return [leaf for each in columns for leaf in (leaves(each["children"]) if "children" in each else [each])]


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
        document = data.scored(here())
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

    def test_bins_lead_to_their_rows_under_the_filters_of_the_score(self) -> None:
        told = drawn(subject.show_subject(here(unit="D2"))[3])
        assert "/closure?department=D2&period=2024-02&as_of=2024-02-29&list=late" in told
        assert "/export/rows/whistle_ontime_rate.csv?department=D2&period=2024-02&as_of=2024-02-29" in told

    def test_files_of_rows_are_there(self, app: Dash) -> None:
        told = drawn(subject.show_subject(here(unit="D2"))[3])
        link = next(part for part in told.split('"') if part.startswith("/export/rows/"))
        assert app.server.test_client().get(link).status_code == 200

    def test_the_list_counts_what_the_bin_counts(self) -> None:
        at = here(unit="D2")
        node = next(each for each in data.subject(at, data.scored(at))["nodes"] if each["code"] == "ontime_closure")
        listed = visit("/closure", department="D2", period="2024-02", as_of="2024-02-29")
        assert (
            data.cases(listed, "ontime_closure_rate", "closed_late", data.block(None))[1] == node["bins"]["closed_late"]
        )

    def test_why_it_moved_adds_up_exactly(self) -> None:
        changed = data.why_moved(here())
        assert changed
        for each in changed["subjects"]:
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


class TestAudit:
    """The audit of ratings."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    def test_who_has_not_rated_is_named(self) -> None:
        row = rows(audit.show_audit(here())[1])["D3"]
        assert row["names"] == "S3街道、S4街道、S5镇" and row["coverage"] == 40 and row["look"] == "watch"

    def test_the_levels_of_each_street_add_up(self) -> None:
        drawing = picture(audit.show_audit(here())[3])
        assert [round(sum(share), 1) for share in zip(*(trace["x"] for trace in drawing["data"]), strict=True)] == [
            100
        ] * 5

    def test_hints_are_found_and_none_of_them_counts(self) -> None:
        told = grid(audit.show_audit(here())[4]).rowData
        kinds = [row["kind"] for row in told]
        assert {"评分与记录矛盾", "一律同分"} <= set(kinds)
        assert {row["counts"] for row in told} == {"仅提示,不计分"}
        against = next(row for row in told if "5 级" in row["words"])
        assert (against["street"], against["department"]) == ("S4街道", "水务局") and "迟到" in against["words"]

    def test_a_scheme_without_ratings_says_so(self) -> None:
        assert "本方案没有街道(乡镇)评价" in drawn(audit.show_audit(here(scheme="street-theatre"))[1])


class TestWhatIf:
    """What if the streets' share were another."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    def test_at_the_share_of_the_scheme_nothing_moves(self) -> None:
        found = data.supposition(here(), None)
        assert found.weight == Fraction(3, 10) and len(found.units) == 3
        assert all(each.score == each.subject["score"] and each.gained == 0 for each in found.units)

    def test_beyond_a_tick_two_have_changed_places(self) -> None:
        ticks = [Fraction(each) for each in data.supposition(here(), None).told["ticks"]]
        assert ticks
        pair = next(each for each in data.supposition(here(), None).told["pairs"] if each["swap_at"] == str(ticks[0]))
        orders = []
        for share in (float(ticks[0] * 100) - 1, float(ticks[0] * 100) + 1):
            scores = {each.subject["code"]: Fraction(each.score) for each in data.supposition(here(), share).units}
            orders.append(scores[pair["a"]] > scores[pair["b"]])
        assert orders[0] != orders[1]

    def test_the_slider_has_the_ticks_and_the_scheme_s_own_share(self) -> None:
        *_, marks, value = whatif.show_scale(here())
        assert value == 30 and marks["30"]["label"] == "▲ 30 %" and len(marks) >= 4

    def test_the_address_says_where_the_slider_stands(self) -> None:
        assert whatif.show_scale(here(share="5"))[4] == 5
        assert whatif.show_scale(here(share="many"))[4] == 30

    def test_it_is_called_a_supposition_and_the_two_weights_are_told_apart(self) -> None:
        told = "".join(map(drawn, (*whatif.show_scale(here())[:2], *whatif.show_units(here(), 5))))
        for words in ("假设情景", "不保存", "30 % × 30 % = 9 %", "两回事"):
            assert words in told

    @pytest.mark.parametrize("share", ["5", True, -1, 101, [5]])
    def test_what_is_no_share_is_refused(self, share: object) -> None:
        with pytest.raises(BadQuestion):
            whatif.show_units(here(), share)

    def test_an_unknown_group_is_refused(self) -> None:
        with pytest.raises(Unknown):
            whatif.show_scale(here(group="nobody"))

    def test_no_share_changes_a_score(self) -> None:
        before = json.dumps(data.scored(here()), sort_keys=True)
        whatif.show_units(here(), 90)
        assert json.dumps(data.scored(here()), sort_keys=True) == before


class TestSchemeAndExclusions:
    """The scheme from its file, and what does not count."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    def test_the_scheme_is_that_of_the_file(self) -> None:
        told, asked = shown(scheme, here()), data.scheme(here())
        for words in (asked.sha256, "dept-performance.2020.1.toml", asked.scheme.basis_document, "80.00 % 得 60 分"):
            assert words in told
        for node in asked.nodes:
            assert node.title("zh") in told

    def test_exclusions_name_rule_approver_and_outcome(self) -> None:
        told = grid(exclusions.show_register(here())[1]).rowData
        assert [row["state"] for row in told] == ["○ 已失效", "○ 已失效", "● 有效"]
        upheld = told[2]
        assert (upheld["rule"], upheld["approved_by"], upheld["appeal"]) == ("申诉成立", "考评办", "申诉成立")

    def test_what_is_taken_out_is_counted_for_its_unit(self) -> None:
        (row,) = grid(exclusions.show_units(here())).rowData
        assert row["name"] == "城管委" and row["excluded"] == 1

    def test_only_what_is_in_force_is_taken_out(self) -> None:
        nodes = data.subject(here(unit="D2"), data.scored(here()))["nodes"]
        assert not any((each.get("excluded") or {}).get("duplicate") for each in nodes)


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
        assert "尚未接入数据:街道评价" in drawn(audit.show_audit(at)[1])
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


def publish(folder: Path, state: str) -> None:
    """Take the scores of February one state on, by the command line."""
    asked = ["publish-scores", "dept-performance", "--period", "2024-02", "--to", state, "--operator", "考评办"]
    subprocess.run(
        [sys.executable, "-m", "warehouse", *asked, "--warehouse", str(folder)], check=True, capture_output=True
    )


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

"""The pages beside the scores: audit of ratings, what-if, the scheme from its file, exclusions."""

import json
from fractions import Fraction

import pytest

from dashboard import data
from dashboard.callbacks import audit, exclusions, scheme, whatif
from tests.dashboard.assessed import grid, here, picture, rows, shown
from tests.dashboard.test_views import drawn
from warehouse import BadQuestion, Unknown


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

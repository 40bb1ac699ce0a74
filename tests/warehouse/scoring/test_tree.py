"""Composition: contributions make the total, gaps stay inside their group, weights are what they say."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.scoring.schemes import group, scheme
from warehouse.scoring.grading import published
from warehouse.scoring.scheme import Scheme
from warehouse.scoring.shares import shared_out, shown
from warehouse.scoring.tree import Branch, Points, compose

PARTS = {"bottom_up": "0.30", "kpi": "0.50", "superior": "0.15", "peer": "0.05"}
RATES = {"arrival": "0.25", "ontime_closure": "0.25", "closure": "0.15", "rework": "0.15", "satisfaction": "0.20"}
NESTED = group("total", {"superior": "0.45", "peer": "0.05"}).replace("0.45", "0.30") + group(
    "kpi", RATES, "1/2", parent="total"
).replace('kind = "group"\n', 'kind = "group"\nweight = "0.65"\n')
scores = st.fractions(0, 100, max_denominator=997)
quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def given_points(values: Mapping[str, str | Fraction | None]) -> dict[str, Points]:
    return {code: Points("empty") if each is None else Points("ok", Fraction(each)) for code, each in values.items()}


@pytest.fixture
def nested(tmp_path: Path) -> Scheme:
    return scheme(tmp_path, NESTED)


def total(made: dict[str, Branch]) -> Branch:
    return made["total"]


def test_the_total_is_the_sum_of_the_contributions(tmp_path: Path) -> None:
    tree = compose(
        scheme(tmp_path, group("total", PARTS)),
        given_points({"bottom_up": "329/4", "kpi": "437/5", "superior": "91", "peer": "83"}),
    )
    assert total(tree).score == Fraction(3447, 40)
    contributions = [tree[code].contribution for code in PARTS]
    assert contributions == [Fraction(987, 40), Fraction(437, 10), Fraction(273, 20), Fraction(83, 20)]
    assert published(scheme(tmp_path, group("total", PARTS)), Fraction(3447, 40)) == Fraction("86.18")


def test_an_empty_child_gives_its_weight_to_its_sisters(tmp_path: Path) -> None:
    tree = compose(
        scheme(tmp_path, group("kpi", RATES, "1/2")),
        given_points({"arrival": None, "ontime_closure": "80", "closure": "90", "rework": "100", "satisfaction": "70"}),
    )
    assert (tree["kpi"].score, tree["kpi"].missing, tree["kpi"].redistributed) == (
        Fraction(250, 3),
        Fraction(1, 4),
        True,
    )
    wanted = {"arrival": "0", "ontime_closure": "1/3", "closure": "1/5", "rework": "1/5", "satisfaction": "4/15"}
    assert {code: tree[code].effective for code in RATES} == {code: Fraction(each) for code, each in wanted.items()}


@pytest.mark.parametrize(("missing", "state"), [("1/2", "ok"), ("0.5001", "blocked")])
def test_so_much_may_be_missing_and_no_more(tmp_path: Path, missing: str, state: str) -> None:
    weights = {"a": missing, "b": str(1 - Fraction(missing))}
    tree = compose(scheme(tmp_path, group("kpi", weights, "1/2")), given_points({"a": None, "b": "80"}))
    assert tree["kpi"].state == state


def test_what_is_not_covered_blocks_whatever_may_be_missing(tmp_path: Path) -> None:
    held = scheme(tmp_path, group("total", PARTS, max_missing="1"))
    leaves = given_points({"kpi": "90", "superior": "95", "peer": "88"})
    tree = compose(held, {**leaves, "bottom_up": Points("insufficient_coverage", None, Fraction(80))})
    assert (total(tree).state, total(tree).missing, total(tree).why) == ("blocked", Fraction(3, 10), "bottom_up")
    assert total(tree).provisional == Fraction("87.65") and total(tree).score is None


@quick
@given(st.fixed_dictionaries({code: scores for code in (*RATES, "superior", "peer")}))
def test_contributions_sum_to_the_total_and_lie_within(nested: Scheme, values: dict[str, Fraction]) -> None:
    tree = compose(nested, given_points(values))
    leaves = [tree[each.code].contribution or 0 for each in nested.leaves]
    assert sum(leaves) == total(tree).score
    assert min(values.values()) <= total(tree).score <= max(values.values())


@quick
@given(st.fixed_dictionaries({code: st.none() | scores for code in RATES}), scores)
def test_shown_parts_add_up_to_what_is_published(
    nested: Scheme, values: dict[str, Fraction | None], other: Fraction
) -> None:
    tree = compose(nested, given_points({**values, "superior": other, "peer": other}))
    score = total(tree).score
    if score is None:
        assert sum(nested.children["kpi"][at].weight for at, code in enumerate(RATES) if values[code] is None) > 0.5
        return
    told = shown(nested, tree, published(nested, score))
    assert sum(told[each.code] for each in nested.leaves) == published(nested, score)
    assert sum(told[each.code] for each in nested.children["total"]) == published(nested, score)
    assert all(abs(told[code] - (each.contribution or 0)) < Fraction(1, 50) for code, each in tree.items())


@quick
@given(st.fixed_dictionaries({code: scores for code in (*RATES, "superior", "peer")}), st.sampled_from(list(RATES)))
def test_one_more_point_of_a_leaf_is_worth_its_path_weight(
    nested: Scheme, values: dict[str, Fraction], leaf: str
) -> None:
    more = {**values, leaf: values[leaf] + 1}
    before, after = (total(compose(nested, given_points(each))).score for each in (values, more))
    assert after - before == nested.path_weights[leaf]


def test_equal_remainders_go_to_the_first_in_the_scheme() -> None:
    parts = [Fraction(each) for each in ("987/40", "8741/200", "2731/200", "829/200")]
    assert shared_out(parts, Fraction("86.18"), 2) == [Fraction(each) for each in ("24.68", "43.71", "13.65", "4.14")]

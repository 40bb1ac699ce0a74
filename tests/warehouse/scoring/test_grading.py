"""Adjustments, the clamp, vetoes, grades, and places with ties."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.scoring.schemes import group, scheme
from warehouse.scoring.grading import adjusted, grade, published, vetoes, worst
from warehouse.scoring.places import Standing, ranks
from warehouse.scoring.scheme import Scheme

quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
BODY = (
    group("total", {"a": "1"})
    + """
[[adjustment]]
code = "notices"
fn = "deduct"
per_incident = 0.5
max_total = 3
incident = "supervision_notice"
[[adjustment]]
code = "honours"
fn = "bonus"
per_incident = 2
max_total = 4
incident = "honour"
[[veto]]
code = "accident"
grade = "failed"
[[veto]]
code = "fraud"
incident = "faked_records"
grade = "passed"
rank = "kept"
[[grade]]
name = "good"
min = 90
[[grade]]
name = "passed"
min = 60
[[grade]]
name = "failed"
min = 0
"""
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    folder: Path = tmp_path_factory.mktemp("scheme")
    return scheme(folder, BODY)


def points(made: Scheme, total: str, incidents: dict[str, int]) -> dict[str, str]:
    return {each.code: str(each.points) for each in adjusted(made, Fraction(total), incidents)}


def test_incidents_take_and_add_points_up_to_their_limits(made: Scheme) -> None:
    assert points(made, "80", {}) == {"notices": "0", "honours": "0"}
    assert points(made, "80", {"supervision_notice": 3, "honour": 1}) == {"notices": "-3/2", "honours": "2"}
    assert points(made, "80", {"supervision_notice": 9, "honour": 9}) == {"notices": "-3", "honours": "4"}


@pytest.mark.parametrize(
    ("total", "incidents", "clamp"), [("99", {"honour": 1}, "-1"), ("2", {"supervision_notice": 6}, "1")]
)
def test_the_clamp_is_a_bar_of_its_own(made: Scheme, total: str, incidents: dict[str, int], clamp: str) -> None:
    assert points(made, total, incidents)["clamp"] == clamp


@quick
@given(st.fractions(0, 100, max_denominator=997), st.integers(0, 9), st.integers(0, 9))
def test_the_tree_and_the_bars_are_shown_as_what_is_published(
    made: Scheme, total: Fraction, notices: int, honours: int
) -> None:
    bars = adjusted(made, total, {"supervision_notice": notices, "honour": honours})
    exact = total + sum(each.points for each in bars)
    assert 0 <= exact <= 100
    left = published(made, exact) - sum(each.shown for each in bars)
    assert abs(left - total) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("exact", "wanted"), [("89.994", "passed"), ("89.995", "good"), ("59.994", "failed"), ("59.995", "passed")]
)
def test_grades_test_the_published_score(made: Scheme, exact: str, wanted: str) -> None:
    assert grade(made, published(made, Fraction(exact))) == wanted


def test_a_veto_waits_for_incidents_of_its_kind(made: Scheme) -> None:
    assert vetoes(made, {"honour": 1}) == []
    struck = vetoes(made, {"accident": 1, "faked_records": 2})
    assert [each.code for each in struck] == ["accident", "fraud"] and worst(made, struck) == "failed"


def test_equal_scores_share_a_place_and_the_next_is_left_out() -> None:
    scores = {"A": 95, "B": 90, "C": 90, "D": 90, "E": 80}
    found = ranks({code: Standing(False, Fraction(score)) for code, score in scores.items()})
    assert {code: each.rank for code, each in found.items()} == {"A": 1, "B": 2, "C": 2, "D": 2, "E": 5}
    assert [each.tied for each in found.values()] == [False, True, True, True, False]


def test_a_tie_break_decides_and_those_with_a_veto_come_last() -> None:
    found = ranks(
        {
            "A": Standing(False, Fraction(90), (Fraction(70),)),
            "B": Standing(False, Fraction(90), (Fraction(80),)),
            "C": Standing(True, Fraction(99), (Fraction(99),)),
            "D": Standing(True, Fraction(10), (Fraction(1),)),
        }
    )
    assert {code: each.rank for code, each in found.items()} == {"B": 1, "A": 2, "C": 3, "D": 3}

"""Forms, streets, departments: what streets say becomes one number, or stays open where too few said it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.scoring.bottom_up import StreetScore, form_score, rated, street_score
from warehouse.scoring.scheme import Item, Rating

WEIGHTS = {"arrive": "1/4", "effect": "7/20", "cooperate": "1/5", "attitude": "1/5"}
ITEMS = tuple(Item(code=code, weight=Fraction(weight)) for code, weight in WEIGHTS.items())
RATING = Rating(items=ITEMS)
levels = st.integers(1, 5)


def answers(*given: int) -> dict[str, int]:
    return dict(zip(WEIGHTS, given, strict=False))


def street(code: str, score: str | Fraction) -> StreetScore:
    return StreetScore(code, Fraction(score), "full", 1)


S1 = street_score(RATING, "S1", [answers(5, 4, 4, 5), answers(3, 3, 4, 4)], [answers(4, 4, 4, 4)])
S2 = street_score(RATING, "S2", [answers(5, 5, 5, 5)], [])
S3 = street_score(RATING, "S3", [], [answers(3, 2, 3, 4)])


def test_a_form_is_the_weighted_mean_of_its_answers() -> None:
    assert form_score(RATING, answers(5, 4, 4, 5)) == Fraction(345, 4)
    assert form_score(RATING, answers(3, 3, 4, 4)) == 60


def test_a_form_with_under_half_the_weight_answered_is_none() -> None:
    assert form_score(RATING, {"arrive": 5, "cooperate": 5}) is None
    assert form_score(RATING, {"arrive": 5, "effect": 3}) == Fraction(5, 12) * 100 + Fraction(7, 12) * 50


def test_streets_carry_with_what_they_have() -> None:
    assert [(each.score, each.basis) for each in (S1, S2, S3) if each] == [
        (Fraction(591, 8), "full"),
        (Fraction(100), "process_only"),
        (Fraction(185, 4), "periodic_only"),
    ]
    assert street_score(RATING, "S4", [{"arrive": 5}], []) is None


@pytest.mark.parametrize(("weighting", "wanted"), [("equal", "587/8"), ("interactions", "147/2")])
def test_one_street_one_vote_or_by_interactions(weighting: str, wanted: str) -> None:
    rating = RATING.model_copy(update={"street_weighting": weighting})
    found = rated(rating, [S1, S2, S3], ["S1", "S2", "S3"], {"S1": 2, "S2": 1})
    assert (found.points.score, found.coverage) == (Fraction(wanted), 1)


def test_too_few_streets_leave_the_score_open_and_tell_the_provisional_one() -> None:
    scores = [street("S1", "80"), street("S2", "90"), street("S3", "70")]
    found = rated(RATING, scores, ["S1", "S2", "S3", "S4", "S5"], {})
    assert (found.points.state, found.points.score, found.points.provisional) == ("insufficient_coverage", None, 80)
    assert (found.coverage, found.missing) == (Fraction(3, 5), ("S4", "S5"))


def test_exactly_two_thirds_is_enough() -> None:
    scores = [street("S1", "80"), street("S2", "90"), street("S3", "70"), street("S4", "88")]
    eligible = [f"S{number}" for number in range(1, 7)]
    found = rated(RATING, scores, eligible, {})
    assert (found.points.state, found.points.score, found.coverage) == ("ok", 82, Fraction(2, 3))
    rounded = RATING.model_copy(update={"min_street_coverage": Fraction("0.6667")})
    assert rated(rounded, scores, eligible, {}).points.state == "insufficient_coverage"


def test_two_streets_are_too_few_whatever_they_cover() -> None:
    found = rated(RATING, [street("S1", "80"), street("S2", "90")], ["S1", "S2"], {})
    assert (found.coverage, found.points.state) == (1, "insufficient_coverage")


@pytest.mark.parametrize(("count", "dropped", "wanted"), [(5, ("S1", "S5"), "30"), (4, (), "25")])
def test_the_highest_and_the_lowest_go_where_there_are_enough(
    count: int, dropped: tuple[str, ...], wanted: str
) -> None:
    rating = RATING.model_copy(update={"trim": "drop_high_low"})
    scores = [street(f"S{number}", str(number * 10)) for number in range(1, count + 1)]
    found = rated(rating, scores, [each.street for each in scores], {})
    assert (found.dropped, found.points.score) == (dropped, Fraction(wanted))


@given(st.lists(st.fixed_dictionaries({code: levels for code in WEIGHTS}), min_size=1), st.sampled_from(list(WEIGHTS)))
def test_a_better_answer_never_lowers_a_score(forms: list[dict[str, int]], criterion: str) -> None:
    before = street_score(RATING, "S", forms, [])
    better = [{**forms[0], criterion: min(5, forms[0][criterion] + 1)}, *forms[1:]]
    after = street_score(RATING, "S", better, [])
    assert before is not None and after is not None and after.score >= before.score


@given(st.permutations([("S1", "80"), ("S2", "90"), ("S3", "70"), ("S4", "60"), ("S5", "85")]))
def test_the_order_of_streets_does_not_matter(order: list[tuple[str, str]]) -> None:
    scores = [street(code, score) for code, score in order]
    rating = RATING.model_copy(update={"trim": "drop_high_low"})
    assert rated(rating, scores, sorted(code for code, _ in order), {}).points.score == Fraction(235, 3)

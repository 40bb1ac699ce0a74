"""What stands beside a score: other weights, lenient streets, odd ratings, and why a score changed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.ranks import competition
from warehouse.scoring.anomalies import contradictions, favours, habits
from warehouse.scoring.change import effects
from warehouse.scoring.evidence import Answered
from warehouse.scoring.leniency import leniency
from warehouse.scoring.scheme import Item, Rating
from warehouse.scoring.whatif import Mixed, holding, supposed, swap, swaps

UNITS = {code: Mixed(Fraction(part), Fraction(rest)) for code, part, rest in (
    ("A", 90, 80), ("B", 70, 88), ("C", 60, 78), ("E", 85, 75),
)}  # fmt: skip
scores = st.fractions(0, 100, max_denominator=97)
weights = st.fractions(0, 1, max_denominator=97)
RATING = Rating(items=(Item(code="arrive", weight=Fraction(1), evidence="whistle_arrival"),))


def places(weight: str) -> dict[str, int]:
    return dict(zip(UNITS, competition([each.at(Fraction(weight)) for each in UNITS.values()]), strict=True))


def test_scores_and_places_at_another_weight() -> None:
    assert [UNITS[code].at(Fraction("0.05")) for code in "ABCE"] == [
        Fraction(each) for each in ("161/2", "871/10", "771/10", "151/2")
    ]
    assert places("0.05") == {"A": 2, "B": 1, "C": 3, "E": 4}
    assert places("0.30") == {"A": 1, "B": 2, "C": 4, "E": 3}


def test_the_weights_at_which_two_change_places() -> None:
    found = {f"{one}-{other}": str(at) for (one, other), at in swaps(UNITS).items()}
    assert found == {
        "A-B": "2/7", "A-C": "never", "A-E": "never", "B-C": "never", "B-E": "13/28", "C-E": "3/28",
    }  # fmt: skip
    assert holding(UNITS) == Fraction(5, 6)
    assert swap(UNITS["A"], UNITS["A"]) == "identical"


@given(scores, scores, scores, scores, weights)
def test_before_the_swap_one_leads_and_after_it_the_other(
    part: Fraction, rest: Fraction, other_part: Fraction, other_rest: Fraction, weight: Fraction
) -> None:
    one, other = Mixed(part, rest), Mixed(other_part, other_rest)
    at = swap(one, other)
    ahead = one.at(weight) - other.at(weight)
    if isinstance(at, Fraction):
        assert 0 < at < 1 and one.at(at) == other.at(at)
        assert (ahead > 0) == ((rest > other_rest) == (weight < at)) or weight == at
    elif at == "never" and 0 < weight < 1:
        assert ahead != 0


@pytest.mark.parametrize("word", ["bottom_up", "bottom_up=", "bottom_up=x", "bottom_up=1.1", "bottom_up=-0.1"])
def test_a_supposition_is_a_part_and_a_weight(word: str) -> None:
    with pytest.raises(Exception, match="PART=WEIGHT"):
        supposed(word)
    assert supposed("bottom_up=1/20") == ("bottom_up", Fraction(1, 20))


def told(*rows: tuple[str, str, int]) -> list[tuple[str, str, Fraction]]:
    return [(street, department, Fraction(score)) for street, department, score in rows]


FULL = told(("S1", "D1", 90), ("S1", "D2", 80), ("S2", "D1", 70), ("S2", "D2", 60), ("S3", "D1", 86), ("S3", "D2", 70))
PARTIAL = told(
    ("S1", "D1", 90), ("S1", "D2", 80), ("S2", "D2", 60), ("S2", "D3", 64), ("S3", "D1", 80), ("S3", "D3", 74)
)


def test_a_full_table_keeps_its_plain_means() -> None:
    found = leniency(FULL)
    assert found.adjusted == found.raw == {"D1": 82, "D2": 70} and not found.differs
    assert found.severity == {"S1": 9, "S2": -11, "S3": 2}


def test_where_coverage_differs_the_lenient_street_no_longer_helps() -> None:
    found = leniency(PARTIAL)
    assert found.raw == {"D1": 85, "D2": 70, "D3": 69}
    assert found.adjusted == {"D1": 80, "D2": 70, "D3": 74} and found.differs
    assert found.severity == {"S1": 10, "S2": -10, "S3": 0}


def test_streets_without_a_department_in_common_are_not_comparable() -> None:
    found = leniency(told(("S1", "D1", 90), ("S2", "D2", 60)))
    assert (found.status, found.adjusted, found.severity) == ("disconnected", None, None)
    assert leniency([]).status == "empty"


@given(st.dictionaries(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("VWXYZ")), scores, min_size=2))
def test_departments_and_severities_leave_residuals_that_cancel(table: dict[tuple[str, str], Fraction]) -> None:
    found = leniency([(street, department, score) for (street, department), score in table.items()])
    if found.adjusted is None or found.severity is None:
        assert found.status == "disconnected"
        return
    assert sum(found.severity.values()) == 0
    errors = {
        (street, department): score - found.adjusted[department] - found.severity[street]
        for (street, department), score in table.items()
    }
    for at in (0, 1):
        for unit in {pair[at] for pair in table}:
            assert sum(error for pair, error in errors.items() if pair[at] == unit) == 0


def answer(street: str, department: str, level: int, whistle: str | None = None, number: int = 0) -> Answered:
    return Answered(f"R{number}", street, department, department, whistle, "arrive", level)


def test_flat_ratings_need_enough_answers_to_be_called_so() -> None:
    given = {"S1": [5] * 6, "S2": [4, 3, 5, 4, 2, 4], "S3": [5, 5, 5, 5, 5, 4], "S4": [5, 5, 5]}
    found = habits(RATING, [answer(street, "D1", level) for street, held in given.items() for level in held])
    assert {street: each.flat for street, each in found.items()} == {"S1": True, "S2": False, "S3": False, "S4": False}
    assert [each.ceiling for each in found.values()] == [1, Fraction(1, 6), Fraction(5, 6), 1]


def test_ratings_against_the_record_are_named() -> None:
    rows = {
        "W1": (5, "late"),
        "W2": (2, "on_time"),
        "W3": (5, "on_time"),
        "W4": (4, "never_arrived"),
        "W5": (3, "late"),
    }
    answers = [answer("S1", "D1", level, whistle) for whistle, (level, _) in rows.items()]
    arrivals = {(whistle, "D1"): record for whistle, (_, record) in rows.items()}
    assert [each.whistle for each in contradictions(RATING, answers, arrivals)] == ["W1", "W2", "W4"]
    assert contradictions(RATING, [answer("S1", "D1", 5)], arrivals) == []


def test_a_pair_that_both_sides_call_too_good_is_named() -> None:
    others = [answer(street, department, 3) for street in ("S1", "S2") for department in ("D1", "D2")] * 5
    bent = [each for each in others if (each.street, each.subject) != ("S1", "D1")] + [answer("S1", "D1", 5)] * 5
    [found] = favours(bent)
    assert (found.street, found.department, found.excess) == ("S1", "D1", 2)
    assert favours(others) == []


pairs = st.dictionaries(st.sampled_from("abcd"), st.tuples(weights, st.none() | scores))


@given(pairs, pairs)
def test_both_effects_make_the_whole_change(
    before: dict[str, tuple[Fraction, Fraction | None]], after: dict[str, tuple[Fraction, Fraction | None]]
) -> None:
    given = [{code: leaf if leaf[1] is not None else (Fraction(0), None) for code, leaf in side.items()}
             for side in (before, after)]  # fmt: skip
    was, now = (sum(weight * (score or 0) for weight, score in side.values()) for side in given)
    found = effects(*given)
    assert sum(each.performance + each.weight for each in found.values()) == now - was


def test_a_new_weight_alone_is_no_performance() -> None:
    found = effects({"a": (Fraction("0.05"), Fraction(80))}, {"a": (Fraction("0.30"), Fraction(80))})
    assert (found["a"].performance, found["a"].weight) == (0, 20)

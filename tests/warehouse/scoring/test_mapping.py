"""Mappings give exact points, climb one way only and refuse what makes none."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.scoring.mapping import mapping
from warehouse.scoring.number import number

CLIMBING = {"fn": "linear", "floor": Decimal("0.80"), "target": Decimal("0.98"), "floor_score": 60}
FALLING = {"fn": "linear", "floor": Decimal("0.10"), "target": 0}
BROKEN = {"fn": "piecewise", "points": [[Decimal("0.6"), 0], [Decimal("0.9"), 60], [1, 100]]}
shares = st.fractions(0, 1)


def points(table: dict[str, Any], value: str) -> Fraction:
    return mapping(table).score(Fraction(value))


@pytest.mark.parametrize(("value", "wanted"), [("0.79", 0), ("0.8", 60), ("0.89", 80), ("0.98", 100), ("1", 100)])
def test_linear_climbs_from_floor_to_target(value: str, wanted: int) -> None:
    assert points(CLIMBING, value) == wanted


@pytest.mark.parametrize(("value", "wanted"), [("0.12", 0), ("0.10", 0), ("0.025", 75), ("0", 100), ("1/3", 0)])
def test_lower_is_better_where_the_target_lies_below_the_floor(value: str, wanted: int) -> None:
    assert points(FALLING, value) == wanted


def test_the_press_figure_maps_without_rounding() -> None:
    assert mapping({**CLIMBING, "floor_score": 60}).score(Fraction(607, 627)) == Fraction(549380, 5643)


@pytest.mark.parametrize(("value", "wanted"), [("0.5", "0"), ("0.75", "30"), ("0.95", "80"), ("29/30", "260/3")])
def test_piecewise_stays_at_its_ends(value: str, wanted: str) -> None:
    assert points(BROKEN, value) == Fraction(wanted)


@pytest.mark.parametrize(("count", "wanted"), [(0, 100), (3, 94), (49, 2), (50, 0), (60, 0)])
def test_deduct_never_goes_below_nothing(count: int, wanted: int) -> None:
    assert points({"fn": "deduct", "per": 2}, str(count)) == wanted


def test_deduct_stops_at_its_limit() -> None:
    capped = {"fn": "deduct", "per": Decimal("0.5"), "max_total": 3}
    assert [points(capped, k) for k in ("4", "6", "7")] == [98, 97, 97]


def test_identity_of_a_rate_is_its_percentage() -> None:
    assert mapping({"fn": "identity"}, of_rate=True).score(Fraction(329, 400)) == Fraction(329, 4)
    assert mapping({"fn": "identity"}).score(Fraction(84)) == 84


@given(shares, shares)
def test_a_mapping_goes_one_way_only(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert mapping(CLIMBING).score(low) <= mapping(CLIMBING).score(high)
    assert mapping(BROKEN).score(low) <= mapping(BROKEN).score(high)
    assert mapping(FALLING).score(low) >= mapping(FALLING).score(high)


@given(shares)
def test_the_slope_is_what_one_row_costs(share: Fraction) -> None:
    step = Fraction(1, 10**9)
    for table in (CLIMBING, FALLING, BROKEN):
        here, made = mapping(table).score(share), mapping(table)
        worse = made.score(share - step if made.direction > 0 else share + step)
        assert here - worse in (0, made.slope(share) * step) or worse == 0 or here != made.score(share)


@pytest.mark.parametrize(
    "table",
    [
        {"fn": "rank"},
        {"fn": "percentile_rank"},
        {},
        {"fn": "linear", "floor": 1, "target": 1},
        {"fn": "linear", "floor": 0, "target": 1, "floor_score": 10, "below_floor": 20},
        {"fn": "linear", "floor": 0, "target": 1, "floor_score": 101},
        {"fn": "linear", "floor": 0},
        {"fn": "linear", "floor": 0, "target": 1, "flor_score": 0},
        {"fn": "linear", "floor": 0.1, "target": 1},
        {"fn": "piecewise", "points": [[0, 0]]},
        {"fn": "piecewise", "points": [[0, 0], [0, 50]]},
        {"fn": "piecewise", "points": [[0, 0], [1, 90], [2, 50]]},
        {"fn": "piecewise", "points": [[0, 0], [1, 101]]},
        {"fn": "deduct", "per": 0},
        {"fn": "deduct", "per": 1, "max_total": 101},
    ],
)
def test_what_makes_no_points_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        mapping(table)


@pytest.mark.parametrize(
    "given", ["a", "1/0", "1/2/3", True, 0.5, Decimal("nan"), Decimal("1e999999"), "1e99999", None]
)
def test_what_is_no_exact_number_is_refused(given: object) -> None:
    with pytest.raises(ValueError):
        number(given)

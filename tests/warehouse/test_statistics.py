"""Rounding, percentiles, intervals."""

from fractions import Fraction

import pytest

from warehouse import duration, half_up, percent, wilson
from warehouse.statistics import Step, nearest_rank, plain, step_of


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction("86.175"), 2, "86.18"),
        (Fraction("86.125"), 2, "86.13"),
        (Fraction("0.005"), 2, "0.01"),
        (Fraction("-0.005"), 2, "-0.01"),
        (Fraction("-0.004"), 2, "0.00"),
        (Fraction(7), 0, "7"),
        (Fraction("2.5"), 0, "3"),
    ],
)
def test_halves_go_away_from_zero(value: Fraction, places: int, shown: str) -> None:
    assert half_up(value, places) == shown


def test_six_million_and_seven_tenths() -> None:
    assert percent(Fraction(6_070_000, 6_270_000)) == "96.81"


@pytest.mark.parametrize(
    ("minutes", "lower"),
    [
        (0, 0),
        (119, 119),
        (120, 120),
        (129, 120),
        (1439, 1430),
        (1440, 1440),
        (1499, 1440),
        (14399, 14340),
        (14400, 14400),
        (16136, 15840),
    ],
)
def test_steps_are_named_by_their_lower_edge(minutes: int, lower: int) -> None:
    assert step_of(minutes) == lower


@pytest.mark.parametrize(
    ("minutes", "unit", "number", "zh", "en"),
    [
        (75, "minute", 75, "75 分钟", "75 min"),
        (150, "minute", 150, "2 小时 30 分钟", "2 h 30 min"),
        (0, "minute", 0, "0 分钟", "0 min"),
        (1800, "hour", 30, "1 天 6 小时", "1 d 6 h"),
        (15840, "hour", 264, "11 天", "11 d"),
    ],
)
def test_steps_are_shown_in_the_units_that_tell_them(minutes: int, unit: str, number: int, zh: str, en: str) -> None:
    assert (Step(minutes).unit, Step(minutes).number) == (unit, number)
    assert (duration(minutes, "zh"), duration(minutes, "en")) == (zh, en)


def test_nearest_rank_takes_a_value_that_occurs() -> None:
    values = [(5, 1), (1, 1), (3, 2)]
    assert [nearest_rank(values, point) for point in (25, 26, 50, 75, 90)] == [1, 3, 3, 3, 5]
    assert nearest_rank([], 50) is None
    assert nearest_rank([(1, Fraction(7, 10)), (9, Fraction(3, 10))], 70) == 1


def test_the_interval_is_wilsons() -> None:
    low, high = wilson(9, 10) or (0, 0)
    assert (round(low, 6), round(high, 6)) == (0.595850, 0.982124)
    assert wilson(0, 0) is None


def test_quantities_are_integers_or_fractions() -> None:
    assert [plain(4), plain(Fraction(4, 2)), plain(Fraction(3, 70))] == [4, 2, "3/70"]

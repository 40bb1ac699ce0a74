"""Places, intervals, bands, shrinkage and funnels: worked out by hand, and what holds of any rates."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import wilson
from warehouse.peers import groups
from warehouse.pooling import Pool, pool
from warehouse.ranks import Comparison, Rate, competition
from warehouse.statistics import root

SQUARE = groups().standing.square
COUNTS = st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
RATES = st.lists(COUNTS.map(lambda pair: Rate(*pair)), min_size=1, max_size=12)


def compared(rates: list[Rate]) -> Comparison:
    """The rates, ranked by share as it is."""
    return Comparison(rates, competition([each.share for each in rates]), SQUARE)


def apart(one: Rate, two: Rate) -> bool:
    """The definition, written out in fractions."""
    return (one.share - two.share) ** 2 > SQUARE * (one.variance(SQUARE) + two.variance(SQUARE))


def test_equal_values_share_a_place() -> None:
    assert competition([Fraction(word) for word in ("80", "90", "80", "70", "80")]) == [2, 1, 2, 5, 2]
    assert competition([]) == []


def test_the_great_interval_is_wilsons() -> None:
    low, high = wilson(6_070_000, 6_270_000) or (0, 0)
    assert (f"{low:.6f}", f"{high:.6f}") == ("0.967964", "0.968239")


def test_none_and_all_are_not_taken_for_certain() -> None:
    assert Rate(50, 100).variance(SQUARE) == Fraction(1, 400)
    assert Rate(0, 5).variance(SQUARE) == Rate(5, 5).variance(SQUARE) > 0
    few, many = Rate(5, 5), Rate(900, 1000)
    assert compared([few, many]).intervals() == [(1, 2), (1, 2)]
    assert compared([Rate(500, 500), many]).intervals() == [(1, 1), (2, 2)]


def test_places_that_look_the_same_are_never_told_apart() -> None:
    rates = [Rate(9 * 10**9 + 200_000, 10**10), Rate(9 * 10**9, 10**10)]
    assert compared(rates).intervals() == [(1, 1), (2, 2)]
    assert Comparison(rates, [1, 1], SQUARE).intervals() == [(1, 2), (1, 2)]


def test_a_band_ends_before_whoever_is_told_from_one_of_it() -> None:
    rates = [Rate(90, 100), Rate(81, 100), Rate(70, 100), Rate(40, 100), Rate(8, 20)]
    assert compared(rates).bands() == [1, 1, 2, 3, 3]
    # Nobody can be told from 9 of 9, but the third can be told from the second.
    assert compared([Rate(9, 9), Rate(900, 1000), Rate(800, 1000)]).bands() == [1, 1, 2]


@given(RATES)
def test_floats_decide_as_fractions_would(rates: list[Rate]) -> None:
    held = compared(rates)
    for at, one in enumerate(rates):
        assert [bool(flag) for flag in held.apart(at)] == [apart(one, two) for two in rates]


def test_where_floats_cannot_tell_the_fractions_decide() -> None:
    # 2 p(1-p)/n z^2 = d^2 exactly, so they are not told apart; one case more on either side of the line decides.
    square, rates = Fraction(4), [Rate(60, 100), Rate(40, 100)]
    line = Fraction(4, 100) / (2 * Fraction(24, 10000))
    assert not Comparison(rates, [1, 2], line).apart(0).any()
    assert Comparison(rates, [1, 2], line - Fraction(1, 10**15)).apart(0).any()
    assert Comparison(rates, [1, 2], square).apart(0).any()


@given(RATES)
def test_a_rank_lies_within_its_interval_and_the_better_never_below(rates: list[Rate]) -> None:
    held = compared(rates)
    for place, (low, high) in zip(held.places, held.intervals(), strict=True):
        assert 1 <= low <= place <= high <= len(rates)
    for one, first in zip(rates, held.places, strict=True):
        for two, second in zip(rates, held.places, strict=True):
            assert (one.share > two.share) == (first < second)


@given(RATES)
def test_bands_follow_the_ranks_and_no_rank_is_split(rates: list[Rate]) -> None:
    held = compared(rates)
    told = sorted(zip(held.places, held.bands(), strict=True))
    assert [band for _, band in told] == sorted(band for _, band in told)
    assert len({place: band for place, band in told}) == len(set(told))
    assert {band for _, band in told} == set(range(1, told[-1][1] + 1))
    for one, first in zip(rates, held.bands(), strict=True):
        assert not [two for two, second in zip(rates, held.bands(), strict=True) if first == second and apart(one, two)]


@given(RATES, st.integers())
def test_the_order_of_rows_is_irrelevant(rates: list[Rate], seed: int) -> None:
    order = list(range(len(rates)))
    Random(seed).shuffle(order)
    mixed, held = compared([rates[at] for at in order]), compared(rates)
    assert mixed.places == [held.places[at] for at in order]
    assert mixed.intervals() == [held.intervals()[at] for at in order]
    assert mixed.bands() == [held.bands()[at] for at in order]
    assert pool([rates[at] for at in order]) == pool(rates)


@given(RATES)
def test_a_shrunk_rate_lies_between_its_own_and_the_common_one(rates: list[Rate]) -> None:
    common = pool(rates)
    assert common.weight is None or common.weight >= 0
    for each in rates:
        low, high = sorted((each.share, common.mean))
        assert low <= common.shrunk(each) <= high


@pytest.mark.parametrize(
    ("counts", "mean", "weight"),
    [
        ([(9, 10), (5, 10), (1, 10)], "1/2", "2/3"),
        ([(9, 10), (9, 10)], "9/10", None),  # no more alike than chance: everything is pooled
        ([(10, 10), (0, 10)], "1/2", "0"),  # as unlike as can be: nobody is moved
        ([(3, 4)], "3/4", None),
        ([(1, 1), (0, 1), (1, 1)], "2/3", None),  # one case each says nothing of the units
        ([(5, 5), (7, 7)], "1", None),
    ],
)
def test_the_weight_comes_from_moments(counts: list[tuple[int, int]], mean: str, weight: str | None) -> None:
    found = pool([Rate(*pair) for pair in counts])
    assert (found.mean, found.weight) == (Fraction(mean), None if weight is None else Fraction(weight))


@pytest.mark.parametrize(
    ("hits", "of", "z", "flag"),
    [
        (50, 100, "0.000000", "in"),
        (598, 1000, "6.198064", "alarm"),  # 0.098 / sqrt(0.00025)
        (4, 20, "-2.683282", "warn"),  # -0.3 / sqrt(0.0125)
        (64, 100, "2.800000", "warn"),
        (36, 100, "-2.800000", "warn"),
    ],
)
def test_the_funnel_counts_in_standard_errors(hits: int, of: int, z: str, flag: str) -> None:
    found = Pool(Fraction(1, 2), None).funnel(Rate(hits, of), "1.96", "3.09")
    assert (found.z, found.flag, found.above) == (z, flag, hits * 2 > of)


def test_a_funnel_that_grants_differences_is_wider() -> None:
    rates = [Rate(50, 100), Rate(50, 100), Rate(90, 100), Rate(10, 100)]
    # z is 0, 0, 8, -8, drawn in to 5.6: phi = 15.68; weights of 400: tau² = (4 phi - 3) / 1200.
    together = pool(rates)
    assert together.between == pytest.approx((4 * 15.68 - 3) / 1200)
    found = together.funnel(rates[2], "1.96", "3.09")
    assert (found.z, found.flag) == ("8.000000", "alarm")
    assert float(found.wide_z) == pytest.approx(0.4 / (0.0025 + together.between) ** 0.5, abs=1e-6)
    assert found.wide_flag == "in"


def test_where_rates_differ_by_chance_alone_the_funnel_is_the_same() -> None:
    together = pool([Rate(48, 100), Rate(52, 100), Rate(50, 100)])
    found = together.funnel(Rate(52, 100), "1.96", "3.09")
    assert together.between == 0 and float(found.wide_z) == pytest.approx(float(found.z), abs=1e-6)


def test_the_funnels_limits_lie_outside() -> None:
    found = Pool(Fraction(1, 2), None).funnel(Rate(Fraction(598, 10), 100), "1.96", "3.09")
    assert (found.z, found.flag) == ("1.960000", "in")


def test_a_common_rate_of_all_leaves_everybody_in() -> None:
    assert pool([Rate(5, 5), Rate(3, 3)]).funnel(Rate(3, 3), "1.96", "3.09").flag == "in"


@given(st.fractions(0, 10**6, max_denominator=10**6))
def test_a_root_is_rounded_half_up(square: Fraction) -> None:
    shown = Fraction(root(square, 6))
    half = Fraction(1, 2 * 10**6)
    assert max(shown - half, Fraction(0)) ** 2 <= square < (shown + half) ** 2

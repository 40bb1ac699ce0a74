"""Programmes in the city with people, worked out by hand: who has joined, and both sides pooled."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.tiny import load
from tests.warehouse.peopled import write
from warehouse import Piloted, Question, Snapshot, alone, open_snapshot, piloted, rank, standings

WHISTLE, FIRST = "吹哨试点", "首接试点"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("piloted")
    snapshot = open_snapshot(load(write(folder / "inbox"), folder / "warehouse"))
    yield snapshot
    snapshot.close()


def programmes(city: Snapshot, metric: str, **more: Any) -> dict[str, Piloted]:
    return {each.programme: each for each in piloted(city, Question(metric, **more))}


def test_each_programme_tells_who_joined_left_and_is_too_new(city: Snapshot) -> None:
    told = programmes(city, "closure_rate")
    assert [told[name].joined for name in (WHISTLE, FIRST)] == [("S1",), ("S3",)]
    assert [told[name].left for name in (WHISTLE, FIRST)] == [("S3",), ()]
    assert [told[name].settling for name in (WHISTLE, FIRST)] == [(), ("S3",)], "S3 joined on the last day of the month"
    assert {len(each.units) for each in told.values()} == {6} and {each.by.name for each in told.values()} == {"street"}


@pytest.mark.parametrize(
    ("period", "inside", "outside"),
    [(None, Fraction(9, 10), Fraction(31, 45)), ("2024-02", Fraction(9, 10), Fraction(16, 23))],
)
def test_a_unit_counts_from_the_month_after_it_joined_and_leavers_on_neither_side(
    city: Snapshot, period: str | None, inside: Fraction, outside: Fraction
) -> None:
    told = programmes(city, "closure_rate", period=period)[WHISTLE]
    assert told.inside and told.outside
    assert (told.inside.ratio, told.outside.ratio) == (inside, outside)
    assert told.inside.n == 10, "what S1 did in January was before it joined"


def test_a_side_without_a_month_has_nothing_to_divide_by(city: Snapshot) -> None:
    told = programmes(city, "closure_rate")[FIRST]
    assert told.inside and told.inside.state == "empty"
    assert told.document("zh")["inside"]["value"] is None and told.document("zh")["settling"] == 1


def test_a_stock_counts_whoever_is_in_on_the_day(city: Snapshot) -> None:
    told = programmes(city, "open_count")
    assert [each.inside and each.inside.numerator for each in told.values()] == [6, 10]
    assert told[FIRST].settling == ()


def test_times_are_not_added_up(city: Snapshot) -> None:
    told = programmes(city, "handle_hours")[WHISTLE]
    assert (told.inside, told.outside) == (None, None) and told.joined == ("S1",)


def test_before_anybody_joined_there_is_nothing_inside(city: Snapshot) -> None:
    told = programmes(city, "closure_rate", as_of=date(2024, 1, 31))
    assert told[WHISTLE].joined == ("S3",) and told[FIRST].joined == ()


def test_a_filter_leaves_the_units_that_lie_there(city: Snapshot) -> None:
    (only,) = piloted(city, Question("closure_rate", where={"street": "S1"}))
    assert (only.programme, only.units, only.joined) == (WHISTLE, ("S1",), ("S1",))


def test_several_metrics_are_ranked_as_each_by_itself(city: Snapshot) -> None:
    names = ["closure_rate", "open_count", "handle_hours"]
    together = standings(city, names, Question(names[0], ("street",), period="2024-02"))
    for name in names:
        by_itself = rank(city, Question(name, ("street",), period="2024-02"))
        assert together[name].fields == by_itself.fields


def test_what_stands_alone_has_a_target_and_no_place(city: Snapshot) -> None:
    unit = alone(city, ["closure_rate"], Question("closure_rate", period="2024-02"), "C")["closure_rate"]
    assert unit.value == Fraction(41, 53) and unit.judged.place is None
    assert unit.progress and unit.progress.place is None and unit.progress.before == Fraction(24, 42)
    assert unit.target and unit.target.whom == "all" and unit.target.target == Fraction(85, 100)

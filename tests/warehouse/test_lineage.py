"""Lineage: what codes became as of a day, through chains, codes given out anew, and parts that merge again."""

from datetime import date

import pytest

from warehouse.lineage import Change, Lineage


def day(number: int) -> date:
    return date(2024, number, 1)


def folding(*told: tuple[str, str, int]) -> tuple[Change, ...]:
    return tuple(Change("merge", day(number), old, new, True) for old, new, number in told)


def splitting(*told: tuple[str, str, int]) -> tuple[Change, ...]:
    return tuple(Change("split", day(number), old, new) for old, new, number in told)


CHAIN = Lineage(folding(("A", "B", 2), ("B", "C", 3), ("D", "C", 3)))


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, {}), (2, {"A": "B"}), (3, {"A": "C", "B": "C", "D": "C"})],
)
def test_a_chain_is_followed_as_far_as_the_day(number: int, expected: dict[str, str]) -> None:
    assert CHAIN.folded(day(number)) == expected


def test_a_lasting_code_means_all_that_became_it() -> None:
    assert CHAIN.meant("C", day(3)) == ("A", "B", "C", "D")
    assert CHAIN.meant("C", day(2)) == ("C",)
    assert CHAIN.meant("A", day(2)) == ("A", "B")


def test_there_and_back_again() -> None:
    back = Lineage(folding(("A", "B", 2), ("B", "A", 4)))
    assert back.folded(day(3)) == {"A": "B"}
    assert back.folded(day(4)) == {"B": "A"}


def test_a_code_given_out_anew_is_a_unit_of_its_own_again() -> None:
    anew = Lineage(folding(("A", "B", 2)), {"A": [date(2020, 1, 1), day(4)]})
    assert anew.folded(day(3)) == {"A": "B"}
    assert anew.folded(day(4)) == {}


def test_a_divided_code_means_its_family_and_what_joined_it() -> None:
    told = (*splitting(("A", "P", 2), ("A", "Q", 2)), *folding(("Q", "R", 3), ("Z", "A", 1)))
    family = Lineage(tuple(sorted(told, key=lambda each: each.day)))
    assert family.meant("A", day(1)) == ("A", "Z")
    assert family.meant("A", day(2)) == ("A", "P", "Q", "Z")
    assert family.meant("A", day(3)) == ("A", "P", "Q", "R", "Z")
    assert family.meant("P", day(3)) == ("P",)
    ended = family.divided("A", day(3))
    assert ended is not None
    assert ended.day == day(2)


@pytest.mark.parametrize(
    "lineage",
    [
        Lineage(splitting(("A", "A", 2), ("A", "P", 2))),
        Lineage(splitting(("A", "P", 2)), {"A": [day(2)]}),
    ],
)
def test_a_code_that_goes_on_after_a_part_left_is_not_divided(lineage: Lineage) -> None:
    assert lineage.divided("A", day(3)) is None
    assert lineage.meant("A", day(3)) == ("A",)
    assert lineage.parts("A", day(3)) == ("P",)


def test_circles_end() -> None:
    assert Lineage(folding(("A", "B", 2), ("B", "A", 2))).folded(day(3)) == {"A": "B", "B": "A"}
    assert Lineage(splitting(("A", "B", 2), ("B", "A", 3))).meant("A", day(3)) == ("A", "B")

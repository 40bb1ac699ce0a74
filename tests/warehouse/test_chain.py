"""An area with all that lies above it, in the changing city (tests/changing)."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.changing import INBOX
from tests.tiny import load
from warehouse import Snapshot, chain, open_snapshot, splits


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    snapshot = open_snapshot(load(INBOX, tmp_path_factory.mktemp("chain")))
    yield snapshot
    snapshot.close()


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        (None, date(2024, 5, 1), ["C"]),
        ("X", date(2024, 5, 1), ["C", "X"]),
        ("K51", date(2024, 5, 1), ["C", "Y", "S5", "P5", "K51"]),
        ("K4", date(2024, 3, 31), ["C", "X", "S4", "K4"]),
        ("K4", date(2024, 4, 1), ["C", "Y", "S4", "K4"]),
        ("K2", date(2024, 3, 1), ["C", "X", "S3", "K2"]),
        ("K51", date(2024, 4, 30), []),
        ("nowhere", date(2024, 4, 30), []),
    ],
)
def test_an_area_lies_below_what_the_register_says_on_the_day(
    city: Snapshot, code: str | None, day: date, expected: list[str]
) -> None:
    assert [area.code for area in chain(city, code, day)] == expected


def test_a_free_sub_level_keeps_its_own_name(city: Snapshot) -> None:
    assert [(area.level, area.kind) for area in chain(city, "K51", date(2024, 5, 1))][2:4] == [
        ("street", "街道"),
        ("片区", "片区"),
    ]


def test_sizes_of_one_place_are_those_of_its_communities(city: Snapshot) -> None:
    day = date(2024, 5, 1)
    told = {where: splits(city, day, where=dict([where])) for where in (("district", "X"), ("street", "S5"))}
    assert [len(told["street", "S5"][key]) for key in ("to_split", "split")] == [0, 1]
    assert [len(told["district", "X"][key]) for key in ("to_split", "split")] == [0, 0]
    assert splits(city, date(2024, 4, 30), where={"community": "K4"})["to_split"][0]["code"] == "K4"

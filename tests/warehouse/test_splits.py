"""Communities of too many households, and officers in charge, in the changing city (tests/changing)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.changing import INBOX
from tests.golden.shell import run
from tests.tiny import load
from warehouse import Snapshot, handovers, officers, open_snapshot, splits


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load(INBOX, tmp_path_factory.mktemp("splits"))


@pytest.fixture(scope="module")
def city(warehouse: Path) -> Iterator[Snapshot]:
    snapshot = open_snapshot(warehouse)
    yield snapshot
    snapshot.close()


def test_the_limit_itself_is_too_many_and_one_less_is_not(city: Snapshot) -> None:
    before = splits(city, date(2024, 4, 30))
    assert [(unit["code"], unit["households"]) for unit in before["to_split"]] == [("K4", 5000), ("K5", 6200)]
    assert (before["split"], before["unknown"]) == ([], 1)
    assert before["to_split"][1]["street"] == {"code": "S5", "name": "五街"}


def test_what_was_split_is_told_with_its_parts(city: Snapshot) -> None:
    after = splits(city, date(2024, 5, 1))
    assert [unit["code"] for unit in after["to_split"]] == ["K4"]
    (split,) = after["split"]
    assert (split["code"], split["households"], split["effective_on"]) == ("K5", 6200, "2024-05-01")
    assert [(part["code"], part["households"]) for part in split["parts"]] == [("K51", 3300), ("K52", 2900)]


def test_before_the_rule_nothing_is_to_be_split(city: Snapshot) -> None:
    early = splits(city, date(2019, 12, 31))
    assert (early["limit"], early["to_split"]) == (None, [])


def test_the_command_line_tells_the_same(warehouse: Path, city: Snapshot) -> None:
    assert run("warehouse", "splits", "--as-of", "2024-05-01", "--warehouse", str(warehouse)) == splits(
        city, date(2024, 5, 1)
    )


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("S1", date(2024, 2, 29), [("党工委书记", "甲一")]),
        ("S3", date(2024, 2, 29), []),
        ("S3", date(2024, 3, 1), [("主任", "丁四"), ("党工委书记", "乙二")]),
        ("S1", date(2024, 3, 1), [("主任", "丁四"), ("党工委书记", "乙二")]),
        ("S3", date(2024, 6, 1), [("党工委书记", "乙二")]),
        ("S3", date(2024, 6, 30), [("党工委书记", "丙三")]),
    ],
)
def test_who_is_in_charge_on_a_day(city: Snapshot, code: str, day: date, expected: list[tuple[str, str]]) -> None:
    assert [(term.post, term.name) for term in officers(city, code, day)] == expected


def test_a_post_that_changes_hands_is_told_once(city: Snapshot) -> None:
    found = handovers(city, "S3", date(2024, 3, 2), date(2024, 7, 31))
    assert [(each.day.isoformat(), each.post, each.before, each.after) for each in found] == [
        ("2024-06-01", "主任", "丁四", None),
        ("2024-06-30", "党工委书记", "乙二", "丙三"),
    ]

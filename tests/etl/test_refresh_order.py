"""Latest wins, in any order: the same records give the same tables however they arrive."""

import random
from pathlib import Path
from typing import Any

import pytest

from tests.etl.small_city import TINY, Tables, fill, loaded, tiny, write


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The hashes of the tiny city loaded at once."""
    return dict(loaded(TINY, tmp_path_factory.mktemp("once") / "w")["table_hashes"])


def test_under_another_name_nothing_is_new(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", tiny())
    loaded(inbox, tmp_path / "w")
    for path in list(inbox.glob("*.csv")):
        path.rename(path.with_name(f"2nd {path.name}"))
    assert loaded(inbox, tmp_path / "w")["outcome"] == "nothing_new"


def test_shuffled_records_are_identical_ones(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", tiny())
    first = loaded(inbox, tmp_path / "w")
    for name, rows in tiny().items():
        write(inbox / "again" / f"{name}.csv", rows, shuffle=7)
    second = loaded(inbox, tmp_path / "w")
    assert second["table_hashes"] == first["table_hashes"]
    files = {file["file"]: file for file in second["files"]}
    assert files["again/case.csv"]["records"]["loaded"] == 32
    loss = files["again/case.csv"]["loaded"]
    assert (loss["superseded"], loss["current"] + loss["identical"]) == (0, 32)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_over_several_refreshes(tmp_path: Path, seed: int, expected: dict[str, str]) -> None:
    inbox = fill(tmp_path / "inbox", {})
    pieces = _pieces(tiny(), seed)
    latest: dict[str, Any] = {}
    for start in range(0, len(pieces), 5):
        for number, (name, rows) in enumerate(pieces[start : start + 5], start):
            write(inbox / f"{number:02} {name}.csv", rows)
        latest = loaded(inbox, tmp_path / "w")
    assert latest["table_hashes"] == expected
    assert loaded(inbox, tmp_path / "w", anew=True)["table_hashes"] == expected


def _pieces(tables: Tables, seed: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every table cut in two, all pieces in an order of chance."""
    chance = random.Random(seed)
    cut = [(name, rows[:half], rows[half:]) for name, rows in tables.items() for half in [len(rows) // 2]]
    pieces = [(name, part) for name, first, second in cut for part in (first, second) if part]
    chance.shuffle(pieces)
    return pieces

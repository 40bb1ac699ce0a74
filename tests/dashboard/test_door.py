"""The door: newest within a second, few snapshots held, none carried over a fork."""

from importlib import import_module
from pathlib import Path

import pytest

from dashboard.data.door import HELD, Door
from tests.dashboard.released import release
from warehouse import NoSnapshot

module = import_module("dashboard.data.door")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of one generation."""
    return release(tmp_path_factory.mktemp("door"), 1)


def test_nothing_released_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot):
        Door(tmp_path).newest()


def test_the_newest_is_looked_up_at_most_once_a_second(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, looked = [100.0], []
    monkeypatch.setattr(module, "monotonic", lambda: clock[0])
    monkeypatch.setattr(module, "current", lambda folder: looked.append(folder) or {"generation": len(looked)})
    found = Door(city)
    assert [found.newest(), found.newest()] == [1, 1]
    clock[0] += 1.0
    assert found.newest() == 2 and len(looked) == 2


def test_a_snapshot_is_opened_once(city: Path) -> None:
    found = Door(city)
    assert found.snapshot() is found.snapshot(1)


def test_a_child_opens_its_own(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Door(city)
    mine = found.snapshot()
    monkeypatch.setattr(module.os, "getpid", lambda: -1)
    assert found.snapshot() is not mine


def test_few_are_held_and_the_newest_always(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Opened:
        def __init__(self, generation: int) -> None:
            self.generation = generation

    monkeypatch.setattr(module, "current", lambda folder: {"generation": 9})
    monkeypatch.setattr(module, "open_snapshot", lambda folder, generation: Opened(generation or 9))
    found = Door(city)
    for generation in (9, 1, 2, 3, 4, 5):
        found.snapshot(generation)
    assert len(found._held) == HELD and 9 in found._held and 5 in found._held

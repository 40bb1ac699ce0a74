"""What is remembered of a snapshot: worked out once, also for those who ask meanwhile; never a failure."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any, cast

import pytest

from dashboard.data.kept import Kept
from warehouse import Snapshot


class Told:
    """A snapshot as far as it matters here."""

    generation = 1
    record: dict[str, Any] = {"sha256": "0"}


SNAPSHOT = cast(Snapshot, Told())


def test_those_who_ask_meanwhile_wait_for_the_one_answer() -> None:
    asked, everybody, begun = [], Barrier(3), Event()

    def ask(_: Snapshot, key: str) -> str:
        asked.append(key)
        begun.wait(5)
        return key * 2

    kept = Kept(ask)

    def call() -> str:
        everybody.wait(5)
        return kept(SNAPSHOT, "a")

    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(call) for _ in range(2)]
        everybody.wait(5)
        begun.set()
        assert [each.result(5) for each in calls] == ["aa", "aa"]
    assert asked == ["a"]


def test_a_failure_is_told_and_not_remembered() -> None:
    answers = iter([ValueError("once"), "then"])

    def ask(_: Snapshot) -> object:
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    kept = Kept(ask)
    with pytest.raises(ValueError, match="once"):
        kept(SNAPSHOT)
    assert kept(SNAPSHOT) == "then"


def test_what_was_used_longest_ago_goes_first() -> None:
    asked: list[int] = []

    def ask(_: Snapshot, key: int) -> int:
        asked.append(key)
        return key

    kept = Kept(ask, most=2)
    for key in (1, 2, 1, 3, 1, 2):
        assert kept(SNAPSHOT, key) == key
    assert asked == [1, 2, 3, 2]

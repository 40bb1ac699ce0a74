"""Real exports, loaded as they are and counted again by the shortest way there is."""

import csv
import io
import random
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.golden.shell import Document, ask, run

pytestmark = pytest.mark.shared
STAMPS = ("open_dt", "target_dt", "closed_dt")
LAST = "2019-10-31"
Stamps = dict[str, datetime | None]


@pytest.fixture(scope="module")
def boston(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A warehouse of the Boston requests alone, in Boston's time."""
    folder = tmp_path_factory.mktemp("boston")
    return _loaded(folder, shared / "data/boston_311_2011", "America/New_York")


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A warehouse of the messages and their catalogue."""
    return _loaded(tmp_path_factory.mktemp("messages"), shared / "data/taidi2020_a", "Asia/Shanghai")


@pytest.fixture(scope="module")
def requests(shared: Path) -> list[Stamps]:
    """The three stamps of every Boston request."""
    return list(_requests(shared / "data/boston_311_2011/311_service_requests_2011.zip"))


def test_boston_as_a_whole(boston: Path) -> None:
    closed = ask(boston, "closure_rate", "--as-of", LAST)["total"]
    assert (closed["numerator"], closed["denominator"]) == (54_570, 58_251)
    on_time = ask(boston, "ontime_closure_rate", "--as-of", LAST)["total"]
    assert (on_time["numerator"], on_time["denominator"]) == (35_591, 47_270)
    assert on_time["outside"] == {"no_due": 10_981}
    assert on_time["rows"] == 58_251


def test_boston_names_every_ward_once(boston: Path) -> None:
    groups = ask(boston, "reported_count", "--by", "district", "--as-of", LAST)["groups"]
    codes = [group["key"]["district"]["code"] for group in groups if group["numerator"]]
    assert sorted(int(code) for code in codes if code.isdigit()) == list(range(1, 23))
    assert codes.count("18") == len([code for code in codes if "18" in code]) == 1
    assert sum(group["numerator"] for group in groups) == 58_251


@pytest.mark.parametrize("seed", range(20))
def test_boston_on_any_day_counts_as_its_file_does(boston: Path, requests: list[Stamps], seed: int) -> None:
    chance = random.Random(seed)
    day = date(2011, 7, 1) + timedelta(days=int(chance.triangular(0, 3_000, 100)))
    counted = _count(requests, datetime.combine(day, datetime.min.time()) + timedelta(days=1))
    source = chance.choice(("tally", "state"))
    closed = ask(boston, "closure_rate", "--as-of", str(day), "--source", source)["total"]
    on_time = ask(boston, "ontime_closure_rate", "--as-of", str(day), "--source", source)["total"]
    assert {**closed["bins"]} == {name: counted[name] for name in ("closed", "open")}
    told = {**on_time["bins"], "not_yet_due": on_time["pending"], **on_time["outside"]}
    assert told == {name: counted[name] for name in told}
    assert len(told) == 5


def test_messages_are_all_answered_and_none_before_it_was_written(messages: Path) -> None:
    closed = ask(messages, "closure_rate")["total"]
    assert (closed["numerator"], closed["denominator"]) == (2_816, 2_816)
    total = ask(messages, "handle_hours")["total"]
    assert total["denominator"] == 2_816
    half = total["value"]["p50"]
    assert (half["exact_hours"], half["shown"]) == ("268.93", "11 天")
    rows = ask(messages, "closure_rate", "--rows", "closed", "--limit", "5000")["rows"]
    assert len(rows) == 2_816
    assert all(row["reported_at"] <= row["closed_at"] for row in rows)


def _loaded(folder: Path, source: Path, timezone: str) -> Path:
    inbox = folder / "inbox"
    inbox.mkdir()
    for path in source.iterdir():
        shutil.copyfile(path, inbox / path.name)
    document: Document = run(
        "etl", "refresh", "--inbox", str(inbox), "--warehouse", str(folder / "warehouse"), timezone=timezone
    )
    assert not any(file["refused"] for file in document["files"])
    return folder / "warehouse"


def _requests(path: Path) -> Iterator[Stamps]:
    with zipfile.ZipFile(path) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".csv"))
        with io.TextIOWrapper(archive.open(name), "utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield {stamp: datetime.fromisoformat(row[stamp]) if row[stamp].strip() else None for stamp in STAMPS}


def _count(requests: list[Stamps], cut: datetime) -> dict[str, int]:
    """What was reported, closed and due before the cut."""
    counted = dict.fromkeys(("closed", "open", "on_time", "closed_late", "open_overdue", "not_yet_due", "no_due"), 0)
    for request in requests:
        reported, due, closed = (request[stamp] for stamp in STAMPS)
        if reported is None or reported >= cut:
            continue
        done = closed is not None and closed < cut
        counted["closed" if done else "open"] += 1
        if due is None:
            counted["no_due"] += 1
        elif done:
            counted["on_time" if closed is not None and closed <= due else "closed_late"] += 1
        else:
            counted["open_overdue" if due < cut else "not_yet_due"] += 1
    return counted

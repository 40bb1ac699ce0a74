"""A community that was split and two that were merged: recounted from the files, then as the warehouse tells them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from etl.refresh import Run
from tests.etl.synthetic.export import Record, counted, moment, records
from tests.etl.synthetic.test_stories import planted
from warehouse import Question, Snapshot, ask, open_snapshot, splits

END = date(2021, 5, 31)
DAYS = {"拆分": "2020-07-01", "合并": "2020-10-01"}


@pytest.fixture(scope="module")
def loaded(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The city in a warehouse."""
    warehouse = tmp_path_factory.mktemp("changes")
    assert Run(city, warehouse).document()["outcome"] == "released"
    snapshot = open_snapshot(warehouse)
    yield snapshot
    snapshot.close()


def lines(folder: Path, kind: str) -> list[tuple[str, str]]:
    """Old and new codes of the changes of a kind."""
    found = [record for record in records(folder, "区划变更") if record["变更类型"] == kind]
    assert {record["生效日期"] for record in found} == {DAYS[kind]}
    return [(record["原代码"], record["新代码"]) for record in found]


def register(folder: Path) -> dict[str, list[Record]]:
    """The rows of every code."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records(folder, "区划"):
        found[record["区划代码"]].append(record)
    return found


def months(found: list[Record], codes: set[str]) -> Counter[str]:
    return Counter(record["上报时间"][:7].replace("/", "-") for record in found if record["区划代码"] in codes)


def family(folder: Path) -> tuple[str, str, str]:
    """The community that was split and its parts."""
    (old, first), (again, second) = lines(folder, "拆分")
    assert old == again
    return old, first, second


@pytest.mark.parametrize("plain", [False, True])
def test_a_big_community_was_split_into_two_of_its_street(city: Path, plain_city: Path, plain: bool) -> None:
    folder = plain_city if plain else city
    known, codes = register(folder), family(folder)
    [old], [first], [second] = (known[code] for code in codes)
    assert int(old["户数"]) > 6_000
    assert max(int(first["户数"]), int(second["户数"])) < 5_000
    for size in ("户数", "人口"):
        assert int(old[size]) == int(first[size]) + int(second[size])
    assert {row["上级代码"] for row in (old, first, second)} == {old["区划代码"][:9]}
    assert (old["停用日期"], first["启用日期"], second["启用日期"]) == (DAYS["拆分"],) * 3
    assert (first["停用日期"], second["停用日期"]) == ("", "")


def test_two_communities_were_merged_into_one(city: Path) -> None:
    known = register(city)
    (first, new), (second, same) = lines(city, "合并")
    assert new == same and len({first, second, new}) == 3
    rows = [known[code][0] for code in (first, second)]
    for size in ("户数", "人口"):
        assert sum(int(row[size]) for row in rows) == int(known[new][0][size])
    assert [row["停用日期"] for row in rows] == [DAYS["合并"]] * 2
    assert [row["启用日期"] for row in known[new]] == [DAYS["合并"]]


def test_every_case_has_a_code_that_stood_on_the_day_of_its_report(city: Path) -> None:
    known = register(city)
    for record in counted(city):
        stamp, rows = moment(record["上报时间"]), known[record["区划代码"]]
        if stamp and rows:
            day = stamp.date().isoformat()
            assert any(row["启用日期"] <= day < (row["停用日期"] or "9999-12-31") for row in rows), record
    assert {code for code, rows in known.items() if not rows} == {"990199001001"}


def test_cases_change_their_code_on_the_day_of_the_split(city: Path) -> None:
    old, *parts = family(city)
    found = counted(city)
    before, after = months(found, {old}), months(found, set(parts))
    assert before and after and max(before) < "2020-07" <= min(after)


def test_both_are_told_as_stories(city: Path) -> None:
    stories = planted(city)
    assert stories["community_split"]["units"] == list(family(city))
    assert stories["community_split"]["from"] == DAYS["拆分"]
    standing = [row for rows in register(city).values() for row in rows if row["户数"] and not row["停用日期"]]
    assert stories["oversized_community"]["units"] == [max(standing, key=lambda row: int(row["户数"]))["区划代码"]]


def test_the_warehouse_finds_the_split_and_what_is_still_to_be_split(city: Path, loaded: Snapshot) -> None:
    old, *parts = family(city)
    found = splits(loaded, END)
    assert [(each["code"], each["effective_on"]) for each in found["split"]] == [(old, DAYS["拆分"])]
    assert [part["code"] for part in found["split"][0]["parts"]] == parts
    assert planted(city)["oversized_community"]["units"][0] in {unit["code"] for unit in found["to_split"]}
    assert old not in {unit["code"] for unit in found["to_split"]}
    assert old in {unit["code"] for unit in splits(loaded, date(2020, 6, 30))["to_split"]}


def trend(loaded: Snapshot, code: str) -> dict[str, int]:
    answer = ask(loaded, Question("reported_count", ("month",), {"community": code}, as_of=END))
    return {group.key["month"]: int(n) for group in answer.groups if (n := group.total.of("hit"))}


def test_the_trend_of_the_split_community_goes_on_through_the_day(city: Path, loaded: Snapshot) -> None:
    codes, found = family(city), counted(city)
    told = trend(loaded, codes[0])
    assert told == months(found, set(codes))
    before, after = (
        sum(n for month, n in told.items() if first <= month <= last)
        for first, last in (("2020-01", "2020-06"), ("2020-07", "2020-12"))
    )
    assert min(before, after) >= 2 and abs(before - after) <= 2


def test_merged_communities_have_the_trend_of_the_one_they_became(city: Path, loaded: Snapshot) -> None:
    (first, new), (second, _) = lines(city, "合并")
    expected = months(counted(city), {first, second, new})
    assert expected and trend(loaded, new) == trend(loaded, first) == trend(loaded, second) == expected


def test_no_case_of_a_community_that_changed_is_unregistered(city: Path, loaded: Snapshot) -> None:
    of = Counter(record["区划代码"] for record in counted(city) if record["区划代码"].startswith("990199"))
    answer = ask(loaded, Question("reported_count", ("community",), as_of=END))
    told = {group.key["community"]: group.total.of("hit") for group in answer.groups}
    assert told["unregistered"] == of.total()

"""Trends and totals cross a merge, a move, a split, a rename and a convert as counted by hand (tests/changing)."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.changing import INBOX
from tests.golden.shell import ask as ask_shell
from tests.tiny import load
from warehouse import (
    Answer,
    Question,
    Snapshot,
    ask,
    ask_windows,
    changes,
    dimensions_of,
    metrics,
    open_snapshot,
    registers,
    rows,
    span,
    window,
)
from warehouse.flow import flows
from warehouse.sheets import answer_table

README = (INBOX.parent / "README.md").read_text("utf-8")
MONTHS = {name: number for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul"], 1)}
BUCKETS = {"not registered": "unregistered", "not specified": "unspecified"}
SOURCES = ("tally", "state")
DAYS = [date(2024, month, day) for month, day in [(2, 29), (3, 1), (3, 2), (3, 31), (4, 1), (4, 2), (4, 30), (5, 1)]]
DAYS += [date(2024, month, day) for month, day in [(5, 2), (5, 31), (6, 1), (6, 2), (6, 30), (7, 1), (7, 2), (7, 31)]]
LEVELS = {"district": "street", "street": "community"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The changing city, loaded by the real refresh."""
    return load(INBOX, tmp_path_factory.mktemp("changing"))


@pytest.fixture(scope="module")
def city(warehouse: Path) -> Iterator[Snapshot]:
    """Its snapshot."""
    snapshot = open_snapshot(warehouse)
    yield snapshot
    snapshot.close()


def told() -> dict[date, dict[str, int]]:
    """The table of the README: what was reported by unit, on each day."""
    lines = [line.strip("|").split("|") for line in README.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines if len(line) == len(DAYS) + 1]
    assert [date(2024, MONTHS[day.split()[1]], int(day.split()[0])) for day in cells[0][1:]] == DAYS
    found: dict[date, dict[str, int]] = {day: {} for day in DAYS}
    for unit, *counts in cells[2:]:
        for day, count in zip(DAYS, counts, strict=True):
            if count != "–":
                found[day][BUCKETS.get(unit, unit)] = int(count)
    return found


def counted(answer: Answer) -> dict[str, Fraction]:
    """Hits by code, zeros included."""
    return {"/".join(group.key.values()): Fraction(group.total.of("hit")) for group in answer.groups}


def reported(city: Snapshot, by: str, source: str = "state", **asked: object) -> dict[str, Fraction]:
    return counted(ask(city, Question("reported_count", (by,), **asked), source=source))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_totals_are_as_counted_on_each_day(city: Snapshot, day: date) -> None:
    expected = told()[day]
    for source in SOURCES:
        districts = reported(city, "district", source, as_of=day)
        assert districts == {unit: n for unit, n in expected.items() if unit in districts}
        streets = reported(city, "street", source, as_of=day)
        assert {unit: streets.get(unit) for unit in expected if unit[0] == "S"} == {
            unit: n for unit, n in expected.items() if unit[0] == "S"
        }
        assert {unit for unit in streets if unit[0] == "S"} == {unit for unit in expected if unit[0] == "S"}
    communities = reported(city, "community", as_of=day)
    for unit in ("K5", "K51", "K52", "V8", "K8"):
        assert communities.get(unit) == expected.get(unit)


@pytest.mark.parametrize(
    ("where", "months"),
    [
        ({"street": "S3"}, [2, 2, 3]),
        ({"street": "S1"}, [2, 2, 3]),
        ({"street": "二街"}, [2, 2, 3]),
        ({"street": "S4"}, [0, 0, 1, 2]),
        ({"street": "S7"}, [0, 0, 0, 0, 1, 2]),
        ({"community": "K8"}, [0, 0, 0, 0, 0, 1, 2]),
        ({"community": "K5"}, [0, 0, 0, 1, 2]),
        ({"community": "K51"}, [0, 0, 0, 0, 1]),
        ({"department": "D3"}, [2, 1, "27/10"]),
        ({"department": "园林局"}, [2, 1, "27/10"]),
    ],
)
def test_a_trend_goes_on_through_the_change(city: Snapshot, where: dict[str, str], months: list[int | str]) -> None:
    expected = {f"2024-{number:02}": Fraction(n) for number, n in enumerate(months, 1) if n}
    for source in ("state",) if "community" in where else SOURCES:
        found = reported(city, "month", source, where=where, as_of=date(2024, 7, 31))
        assert {month: n for month, n in found.items() if n} == expected


def test_departments_fold_from_the_day_of_their_merger(city: Snapshot) -> None:
    for source in SOURCES:
        before, on, after = (
            reported(city, "department", source, as_of=date(2024, month, day))
            for month, day in [(2, 29), (3, 1), (3, 10)]
        )
        assert before == {"D1": Fraction("1.7"), "D2": Fraction("1.3"), "D4": 1}
        assert on == {"D3": 4, "D4": 1}
        assert after == {"D3": Fraction("5.7"), "D4": Fraction("1.3")}


def test_windows_looked_at_together_know_what_the_last_of_them_knows(city: Snapshot) -> None:
    days = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]  # open: m02; m02 and m04; m02 and m06
    windows = [window(city, Question("open_count", as_of=day)) for day in days]
    for source in SOURCES:
        (found,) = ask_windows(city, ["open_count"], {}, ["street"], windows, source=source).values()
        assert [counted(each)["S3"] for each in found] == [1, 2, 2]
        assert all("S1" not in counted(each) for each in found)
        (found,) = ask_windows(city, ["open_count"], {"street": "S3"}, [], windows, source=source).values()
        assert [each.total.of("hit") for each in found] == [1, 2, 2]


@pytest.mark.parametrize("name", [name for name, each in metrics().items() if each.state.key == "case_id"])
def test_parts_sum_to_the_whole_on_every_day(city: Snapshot, name: str) -> None:
    known = dimensions_of(metrics()[name], registers(city))
    levels = {above: below for above, below in LEVELS.items() if {above, below} <= set(known)}
    for day in DAYS:
        whole = ask(city, Question(name, as_of=day))
        for level in {"district"} & set(known):
            assert _sum(ask(city, Question(name, (level,), as_of=day))) == _bins(whole)
        for above, below in levels.items():
            for group in ask(city, Question(name, (above,), as_of=day)).groups:
                parts = ask(city, Question(name, (below,), {above: group.key[above]}, as_of=day))
                assert _sum(parts) == _bins(parts) == {bin: n for bin, n in group.total.bins.items() if n}


def _bins(answer: Answer) -> dict[str, Fraction]:
    return {name: Fraction(n) for name, n in answer.total.bins.items() if n}


def _sum(answer: Answer) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for group in answer.groups:
        for name, n in group.total.bins.items():
            found[name] = found.get(name, Fraction(0)) + Fraction(n)
    return {name: n for name, n in found.items() if n}


def test_percentiles_are_those_of_all_cases_of_the_lasting_unit(city: Snapshot) -> None:
    # m01, m04, m05 and m07 took a day, m03 took nine; two departments that are one now had a part in m03.
    for by, code in (("street", "S3"), ("department", "D3")):
        answer = ask(city, Question("handle_hours", (by,), as_of=date(2024, 7, 31)))
        total = next(group.total for group in answer.groups if group.key[by] == code)
        assert {point: step.minutes for point, step in total.percentiles().items()} == {50: 1440, 90: 12960}
        assert total.exact_hours == {50: "24.00", 90: "216.00"}


def test_the_rows_of_a_lasting_unit_are_those_of_all_its_codes(city: Snapshot) -> None:
    asked = Question("closure_rate", where={"street": "S3"}, as_of=date(2024, 7, 31))
    listed = rows(city, asked, "denominator")
    assert sorted(row["case_id"] for row in listed.rows) == [f"m0{number}" for number in range(1, 8)]
    assert listed.total == listed.answer.total.denominator == 7


WARNED: list[tuple[Mapping[str, str], date, tuple[str, ...]]] = [
    ({"street": "S1"}, date(2024, 2, 29), ()),
    ({"street": "S1"}, date(2024, 3, 1), ("area_folded",)),
    ({"street": "S3"}, date(2024, 3, 1), ()),
    ({"department": "D1"}, date(2024, 3, 1), ("department_folded",)),
    ({"community": "K5"}, date(2024, 4, 30), ()),
    ({"community": "K5"}, date(2024, 5, 1), ("area_divided",)),
    ({"community": "K51"}, date(2024, 5, 1), ("area_part",)),
    ({"district": "X"}, date(2024, 3, 31), ()),
    ({"district": "X"}, date(2024, 4, 1), ("area_moved",)),
    ({"district": "Y"}, date(2024, 4, 1), ("area_moved",)),
    ({"street": "S4"}, date(2024, 4, 1), ()),
]


@pytest.mark.parametrize(("where", "day", "warnings"), WARNED)
def test_a_filter_on_what_changed_says_so(
    city: Snapshot, where: dict[str, str], day: date, warnings: tuple[str, ...]
) -> None:
    assert ask(city, Question("reported_count", where=where, as_of=day)).warnings == warnings


def test_a_period_after_the_change_has_nothing_to_say(city: Snapshot) -> None:
    asked = Question("reported_count", where={"community": "K51"}, since=date(2024, 5, 1), as_of=date(2024, 7, 31))
    assert ask(city, asked).warnings == ()


def test_a_divided_unit_stays_as_a_row_that_has_ended(city: Snapshot) -> None:
    asked = Question("reported_count", ("community",), as_of=date(2024, 5, 1))
    ends = {
        group["key"]["community"]["code"]: group["key"]["community"].get("ended_on")
        for group in ask(city, asked).document()["groups"]
    }
    assert {code: day for code, day in ends.items() if day} == {"K5": "2024-05-01"}
    table = answer_table(ask(city, asked).document(), {}, "zh")
    assert "戊社区(2024-05-01 止)" in [row[1] for row in table.rows]


@pytest.mark.parametrize(
    ("by", "code", "expected"),
    [
        ("street", "S3", [("merge", "own", "2024-03-01", "S1", "S3"), ("merge", "own", "2024-03-01", "S2", "S3")]),
        ("street", "S1", [("merge", "own", "2024-03-01", "S1", "S3"), ("merge", "own", "2024-03-01", "S2", "S3")]),
        ("street", "S4", [("move", "own", "2024-04-01", "S4", "S4")]),
        ("district", "X", [("move", "out", "2024-04-01", "S4", "S4")]),
        ("district", "Y", [("move", "in", "2024-04-01", "S4", "S4")]),
        ("community", "K51", [("split", "own", "2024-05-01", "K5", "K51")]),
        ("community", "K1", []),
        ("department", "D3", [("merge", "own", "2024-03-01", "D1", "D3"), ("merge", "own", "2024-03-01", "D2", "D3")]),
    ],
)
def test_changes_are_marked_for_the_units_they_touch(
    city: Snapshot, by: str, code: str, expected: list[tuple[str, ...]]
) -> None:
    found = [each.document("zh") for each in changes(city, by, code, date(2024, 1, 1), date(2024, 7, 31))]
    assert [
        (each["kind"], each["effect"], each["effective_on"], each["old"]["code"], each["new"]["code"]) for each in found
    ] == expected
    assert changes(city, by, code, date(2024, 5, 2), date(2024, 5, 30)) == ()


def test_a_move_that_only_the_register_shows_is_marked(tiny: Snapshot) -> None:
    found = changes(tiny, "district", "T02", date(2024, 1, 1), date(2024, 12, 31))
    assert [(each.change.kind, each.effect, each.change.old, each.change.day) for each in found] == [
        ("move", "out", "T0202", date(2024, 4, 1))
    ]
    assert found[0].sentence("en") == "2024-04-01 out: 石门街道 (moved)"


def test_the_command_line_and_the_snapshot_agree(warehouse: Path, city: Snapshot) -> None:
    document = ask_shell(
        warehouse, "reported_count", "--where", "street=一街", "--by", "month", "--as-of", "2024-03-31"
    )
    assert document["question"]["where"] == {"street": "S3"}
    assert document["warnings"] == ["area_folded"]
    assert [each["sentence"] for each in document["changes"]] == [
        "2024-03-01 合并:一街 → 三街",
        "2024-03-01 合并:二街 → 三街",
    ]
    assert [group["numerator"] for group in document["groups"]] == [2, 2, 3]
    assert ask_shell(warehouse, "reported_count", "--by", "street", "--as-of", "2024-03-01")["total"]["rows"] == 5


def test_flows_follow_the_lasting_unit(city: Snapshot) -> None:
    stretch = [(date(2024, 2, 9), date(2024, 3, 10))]
    (found,) = flows(city, metrics()["reported_count"], "street", [stretch])
    assert found["hit"]["S3"] == 5
    assert "S2" not in found["hit"]


def test_a_period_of_days_is_filtered_as_well(city: Snapshot) -> None:
    asked = span(date(2024, 2, 10), date(2024, 3, 9))
    found = ask(
        city,
        Question("reported_count", ("street",), since=asked.first, until=asked.last, as_of=date(2024, 7, 31)),
    )
    assert counted(found)["S3"] == 4

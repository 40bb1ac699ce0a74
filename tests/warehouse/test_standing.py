"""Standings of a city worked out by hand: groups, places, progress, targets, people, programmes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tiny import load
from tests.warehouse.peopled import write
from warehouse import BadQuestion, Question, Snapshot, open_snapshot, rank, standing_document

Document = dict[str, Any]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The snapshot of that city."""
    folder = tmp_path_factory.mktemp("peopled")
    snapshot = open_snapshot(load(write(folder / "inbox"), folder / "warehouse"))
    yield snapshot
    snapshot.close()


def standing(snapshot: Snapshot, metric: str, by: str = "street", **more: Any) -> Document:
    """The document of a question."""
    return standing_document(rank(snapshot, Question(metric, (by,), **more)), "en")


def units(told: Document) -> dict[str, Document]:
    """Every unit by its code."""
    listed = [*(unit for field in told["groups"] for unit in field["units"]), *told["unranked"], *told["empty"]]
    return {unit["code"]: unit for unit in listed}


def february(snapshot: Snapshot) -> dict[str, Document]:
    return units(standing(snapshot, "closure_rate", period="2024-02"))


def test_each_group_is_ranked_by_itself(city: Snapshot) -> None:
    told = standing(city, "closure_rate", period="2024-02")
    found = {field["group"]: [(unit["code"], unit["rank"]) for unit in field["units"]] for field in told["groups"]}
    assert found == {"subdistrict": [("S1", 1), ("S2", 2), ("S3", 2)], "town": [("M1", 1)]}
    assert {field["group"]: field["n_units"] for field in told["groups"]} == {"subdistrict": 5, "town": 1}
    assert [unit["code"] for unit in told["unranked"]] == ["S4"]
    assert [(unit["code"], unit["state"], unit["unranked_reason"]) for unit in told["empty"]] == [
        ("S5", "empty", "empty")
    ]
    assert told["contract"] == 1 and told["question"]["by"] == ["street"] and told["snapshot"]["generation"] == 1
    assert set(told["statistics"]) >= {"rank", "rank_interval", "wilson", "shrunk", "funnel", "progress", "target"}


def test_the_common_rate_counts_those_that_are_not_ranked(city: Snapshot) -> None:
    told = standing(city, "closure_rate", period="2024-02")
    assert told["groups"][0]["pool"]["mean"] == "36/43"
    assert told["unranked"][0]["funnel"] is not None and told["empty"][0]["funnel"] is None


def test_progress_has_an_order_of_its_own(city: Snapshot) -> None:
    told = standing(city, "closure_rate", period="2024-02")
    found = units(told)
    moved = {
        code: (unit["progress"]["change"]["percent"], unit["progress"]["rank"])
        for code, unit in found.items()
        if unit["progress"]
    }
    # S4 had 2 cases before, too few for a place; S3 and S1 rose by 40 points each.
    assert moved == {
        "S1": ("40.00", 1),
        "S2": ("-10.00", 3),
        "S3": ("40.00", 1),
        "S4": ("50.00", None),
        "M1": ("0.00", 1),
    }
    assert found["S1"]["progress"]["tied"] and found["S1"]["progress"]["rank_of"] == 3
    assert found["S1"]["progress"]["before"]["ratio"] == "1/2"
    assert [field["improved"] for field in told["groups"]] == [["S1", "S3"], []]
    assert told["before"]["period"]["code"] == "2024-01" and told["before"]["as_of"] == "2024-01-31"


def test_the_first_month_has_nothing_to_be_compared_with(city: Snapshot) -> None:
    found = units(standing(city, "closure_rate", period="2024-01"))
    assert {unit["progress"] for unit in found.values()} == {None}


def test_a_target_is_its_own_its_groups_or_everybodys(city: Snapshot) -> None:
    found = {code: unit["target"] for code, unit in february(city).items()}
    told = {code: (each["light"], each["target"], each["for"], each["distance"]) for code, each in found.items()}
    assert told == {
        "S1": ("good", "0.85", "all", "0.05"),
        "S2": ("bad", "0.85", "all", "-0.05"),
        "S3": ("good", "0.8", "S3", "0"),
        "S4": ("good", "0.85", "all", "0.15"),
        "S5": ("none", "0.85", "all", None),
        "M1": ("watch", "0.6", "town", "-0.1"),
    }
    assert found["S2"]["floor"] == "0.805" and found["S3"]["floor"] is None


def test_a_target_holds_since_a_day_and_for_a_kind_of_period(city: Snapshot) -> None:
    january = units(standing(city, "closure_rate", period="2024-01"))["S1"]["target"]
    assert (january["target"], january["period_kind"], january["light"]) == ("0.4", "month", "good")
    ever = units(standing(city, "closure_rate"))["S1"]["target"]
    assert (ever["target"], ever["period_kind"], ever["light"]) == ("0.5", "any", "good")
    nothing = units(standing(city, "rework_rate"))
    assert nothing == {} and standing(city, "rework_rate")["total"]["state"] == "no_feed"


def test_less_is_better_where_the_indicator_says_so(city: Snapshot) -> None:
    told = standing(city, "open_count")
    found = units(told)
    assert [(unit["code"], unit["numerator"], unit["rank"]) for unit in told["groups"][0]["units"]] == [
        ("S4", 1, 1),
        ("S2", 3, 2),
        ("S1", 6, 3),
        ("S3", 10, 4),
    ]
    assert {code: unit["target"]["light"] for code, unit in found.items()} == {
        "S1": "bad",
        "S2": "watch",
        "S3": "bad",
        "S4": "good",
        "S5": "none",
        "M1": "none",
    }
    assert found["S2"]["target"]["distance"] == "-1"
    assert (
        found["S1"]["wilson"] is found["S1"]["funnel"] is found["S1"]["shrunk"] is found["S1"]["rank_interval"] is None
    )


def test_counts_for_so_many_people_are_none_where_nobody_knows_how_many(city: Snapshot) -> None:
    found = {code: unit["per_people"] for code, unit in units(standing(city, "open_count")).items()}
    assert {code: (each["population"], each["per_10000"]["ratio"], each["rank"]) for code, each in found.items()} == {
        "S1": (20_000, 3, 1),
        "S2": (8_000, "15/4", 2),
        "S3": (None, None, None),
        "S4": (None, None, None),
        "S5": (100, None, None),
        "M1": (1_000, 100, 1),
    }
    assert found["S2"]["per_household"] == {"state": "ok", "ratio": "3/2500", "decimal": "0.001200"}
    assert found["S3"]["per_10000"] == {"state": "none", "ratio": None, "decimal": None}
    assert found["S3"]["households"] == 2_009
    assert february(city)["S1"]["per_people"] is None


def test_a_count_without_direction_is_listed_and_not_ranked(city: Snapshot) -> None:
    told = standing(city, "reported_count")
    assert [field["units"] for field in told["groups"]] == [[], []]
    assert [(unit["code"], unit["unranked_reason"]) for unit in told["unranked"]] == [
        ("S3", "no_direction"),
        ("S1", "no_direction"),
        ("S2", "no_direction"),
        ("S4", "no_direction"),
        ("M1", "no_direction"),
    ]
    assert units(told)["S1"]["per_people"]["per_10000"]["ratio"] == 10


def test_times_are_ranked_by_their_middle(city: Snapshot) -> None:
    told = standing(city, "handle_hours")
    assert {unit["rank"] for unit in told["groups"][0]["units"]} == {1}
    assert [unit["code"] for unit in told["unranked"]] == ["S4"] and told["groups"][0]["pool"] is None


def test_a_unit_is_judged_from_the_day_it_joined(city: Snapshot) -> None:
    told = standing(city, "closure_rate")
    found = {code: unit["participation"] for code, unit in units(told).items() if unit["participation"]}
    assert found["S1"] == [{"programme": "吹哨试点", "from_on": "2024-02-01", "to_on": None, "joined": True}]
    assert [each["joined"] for each in found["S2"]] == [False]
    assert [(each["programme"], each["joined"]) for each in found["S3"]] == [("吹哨试点", False), ("首接试点", True)]
    assert told["programmes"] == [
        {"programme": "吹哨试点", "joined": 1, "of": 6},
        {"programme": "首接试点", "joined": 1, "of": 6},
    ]


def test_what_belongs_to_no_unit_stands_aside(tiny: Snapshot) -> None:
    told = standing(tiny, "closure_rate")
    assert [each["key"]["street"]["code"] for each in told["aside"]] == ["unregistered", "unspecified"]
    counted = [*units(told).values(), *told["aside"]]
    assert sum(each["denominator"] for each in counted) == told["total"]["denominator"]


@pytest.mark.parametrize("by", [(), ("month",), ("channel",), ("street", "district"), ("item_1",)])
def test_only_units_are_ranked_and_by_one_dimension(city: Snapshot, by: tuple[str, ...]) -> None:
    with pytest.raises(BadQuestion, match="a ranking is by one of district, street, community, department"):
        rank(city, Question("closure_rate", by))


def test_the_order_of_lines_is_irrelevant(city: Snapshot, tmp_path: Path) -> None:
    other = open_snapshot(load(write(tmp_path / "inbox", shuffle=5), tmp_path / "warehouse"))
    try:
        for metric in ("closure_rate", "open_count"):
            one, two = standing(city, metric, period="2024-02"), standing(other, metric, period="2024-02")
            assert {**one, "snapshot": None} == {**two, "snapshot": None}
    finally:
        other.close()


@pytest.mark.parametrize(
    ("by", "found"), [("territory_district", {"T01": 3, "T02": 2}), ("affairs_district", {"T01": 3, "T02": 1})]
)
def test_districts_are_ranked_by_the_enclaves_that_lie_in_them_or_are_their_affair(
    tiny: Snapshot, by: str, found: dict[str, int]
) -> None:
    told = standing(tiny, "enclave_completion_rate", by)
    assert {unit["code"]: unit["denominator"] for unit in told["unranked"]} == found
    assert [unit["code"] for unit in told["empty"]] == ["T03"] and told["question"]["by"] == [by]
    assert {unit["unranked_reason"] for unit in told["unranked"]} == {"few_cases"}

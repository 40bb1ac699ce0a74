"""The golden cases, through files and command lines alone."""

import json
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.golden import inbox
from tests.golden.shell import Document, ask, catalog, refresh

GOLDEN = {case["id"]: case for case in json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))}
# What a golden case calls a bin, and what the metrics call it.
BINS = {"overdue_open": "open_overdue", "closed_late": "closed_late"}
ROWS_ASKED = {
    "G02": ("closure_rate", inbox.told),
    "G03": ("closure_rate", inbox.told),
    "G06": ("ontime_closure_rate", inbox.told),
    "G06 events": ("ontime_closure_rate", inbox.extended_by_events),
    "G11": ("rework_rate", inbox.told),
    "G13": ("closure_rate", inbox.told),
}
Loaded = Callable[[dict[str, list[inbox.Row]]], Path]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """A warehouse into which these tables have been loaded."""

    def load(tables: dict[str, list[inbox.Row]]) -> Path:
        refresh(inbox.write(tmp_path / "inbox", tables), tmp_path / "warehouse")
        return tmp_path / "warehouse"

    return load


def golden(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Input and expectations of a golden case."""
    case = GOLDEN[name.split()[0]]
    return case["input"], case["expected"]


def rate(total: Document) -> Fraction | None:
    """The exact rate of an answer."""
    return Fraction(total["value"]["ratio"]) if total["value"] else None


def check(total: Document, expected: dict[str, Any]) -> None:
    """Everything that a golden case says of one rate, bin by bin."""
    assert total["numerator"] == int(expected["num"])
    assert total["denominator"] == total["n"] == int(expected["den"])
    assert total["state"] == expected["status"]
    assert rate(total) == (Fraction(expected["value"]) if expected["value"] else None)
    assert (total["value"] or {}).get("percent") == expected["percent"]
    assert {reason: n for reason, n in total["excluded"].items() if n} == expected["excluded"]
    assert total["rows"] == expected["rows"]
    assert total["pending"] == expected.get("immature", 0)
    for name, bin in BINS.items():
        assert total["bins"].get(bin, 0) == expected.get(name, 0)
    outside = sum(total["outside"].values()) + sum(total["excluded"].values())
    assert total["rows"] == total["denominator"] + total["pending"] + outside


@pytest.mark.parametrize("name", ROWS_ASKED)
def test_a_rate_counted_by_hand(name: str, loaded: Loaded) -> None:
    metric, tables = ROWS_ASKED[name]
    given, expected = golden(name)
    warehouse = loaded(tables(given["rows"], given["as_of"]))
    for source in ("tally", "state"):
        total = ask(warehouse, metric, "--as-of", given["as_of"], "--source", source)["total"]
        check(total, expected)
        assert total["beside"].get("reopen_times", 0) == expected.get("reopen_times", 0)
        assert total["outside"].get("never_closed", 0) == expected.get("never_closed", 0)


def test_a_day_later_the_close_at_midnight_counts(loaded: Loaded) -> None:
    given, expected = golden("G02")
    warehouse = loaded(inbox.told(given["rows"], given["as_of"]))
    total = ask(warehouse, "closure_rate", "--as-of", "2024-02-01")["total"]
    assert rate(total) == Fraction(expected["next_day"])


def test_stamps_with_an_offset_become_city_time(loaded: Loaded) -> None:
    given, expected = golden("G03")
    warehouse = loaded(inbox.told(given["rows"], given["as_of"]))
    rows = ask(warehouse, "closure_rate", "--as-of", "2024-02-01", "--rows", "closed")["rows"]
    local = [row["closed_at"] for row in sorted(rows, key=lambda row: str(row["case_id"]))]
    assert [f"{stamp}+08:00" for stamp in local] == expected["local"]


def test_the_press_figure_at_a_thousandth(loaded: Loaded) -> None:
    given, expected = golden("G01")
    closed, reported = given["closed"] // 1000, given["reported"] // 1000
    warehouse = loaded({"case": inbox.counted(closed, reported, {"channel": "网格员"})})
    total = ask(warehouse, "closure_rate")["total"]
    assert rate(total) == Fraction(expected["value"])
    assert total["value"]["percent"] == expected["percent_2"]
    shorter = (Decimal(total["value"]["decimal"]) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert str(shorter) == expected["percent_1"]
    assert ask(warehouse, "open_count")["total"]["numerator"] * 1000 == expected["open"]


def test_a_leap_day_belongs_to_its_month(loaded: Loaded) -> None:
    given, expected = golden("G04")
    cases: list[inbox.Row] = [
        {"case_id": f"stamp {number}", "reported_at": stamp} for number, stamp in enumerate(given["stamps"])
    ]
    warehouse = loaded({"case": cases})
    february = (warehouse, "reported_count", "--period", "2024-02", "--as-of", "2024-12-31")
    within = {row["case_id"] for row in ask(*february, "--rows", "reported")["rows"]}
    assert [case["case_id"] in within for case in cases] == expected["in_period"]
    by_day = ask(*february, "--by", "day")
    assert by_day["total"]["numerator"] == len(within)
    counts = {group["key"]["day"]["code"]: group["numerator"] for group in by_day["groups"]}
    assert {day: n for day, n in counts.items() if n} == {"2024-02-28": 1, "2024-02-29": 2}


def test_periods_know_the_length_of_february(loaded: Loaded) -> None:
    given, expected = golden("G04")
    warehouse = loaded({"case": [{"case_id": "one", "reported_at": given["stamps"][0]}]})

    def days(code: str) -> list[str]:
        period = ask(warehouse, "reported_count", "--period", code)["question"]["period"]
        return [period["from"], period["to"]]

    assert days("2024-02") == given["period"]
    assert days("2023-02") == expected["yoy_period"]
    assert days("2100-02")[1] == expected["feb_2100_last"]
    last = given["rolling_end"]
    rolling = ask(warehouse, "reported_count", "--from", expected["rolling_start"], "--to", last, "--as-of", last)
    assert rolling["total"]["numerator"] == 1


@pytest.mark.parametrize(("topic", "metric"), [("closure", "closure_rate"), ("ontime", "ontime_closure_rate")])
def test_nothing_to_divide_by_is_no_rate(topic: str, metric: str, loaded: Loaded) -> None:
    given, expected = golden("G07")
    month = given["as_of"][:7]
    warehouse = loaded({"case": inbox.counted(1, 2, {"channel": "12345"})})
    check(ask(warehouse, metric, "--period", month, "--as-of", given["as_of"])["total"], expected[topic])


def test_a_whole_is_pooled_and_never_the_mean_of_its_parts(loaded: Loaded) -> None:
    given, expected = golden("G32")
    warehouse = loaded(inbox.street_cases({"rows": given["rows"], "d1": given["d1"], "d2": given["d2"]}))

    def rates(by: str) -> dict[str, Fraction | None]:
        groups = ask(warehouse, "closure_rate", "--by", by, "--as-of", "2024-01-31")["groups"]
        return {group["key"][by]["code"]: rate(group) for group in groups}

    districts, streets = rates("district"), rates("street")
    pooled = {"rows": expected["pooled"], "d1": expected["d1"], "d2": expected["d2"]}
    assert districts == {name: Fraction(value) for name, value in pooled.items()}
    assert streets == {
        f"{district}-{row['street']}": Fraction(row["num"], row["den"])
        for district, rows in given.items()
        for row in rows
    }
    wins = [(streets[f"d1-{name}"] or 0) > (streets[f"d2-{name}"] or 0) for name in ("S1", "S2")]
    assert wins == expected["d1_wins_each"]
    total = ask(warehouse, "closure_rate", "--where", "district=rows", "--as-of", "2024-01-31")["total"]
    assert rate(total) == Fraction(expected["pooled"]) != Fraction(expected["mean_of_rates"])


def test_items_roll_up_with_the_unclassified_beside_them(loaded: Loaded) -> None:
    given, expected = golden("G44")
    warehouse = loaded(inbox.item_cases(given["rows"]))
    for by, level in (("item_1", "l1"), ("item_2", "l2")):
        answer = ask(warehouse, "reported_count", "--by", by)
        counts = Counter({group["key"][by]["name"]: group["numerator"] for group in answer["groups"]})
        assert counts == expected[level]
        assert answer["total"]["numerator"] == expected["total"]
        assert Fraction(counts.total() - counts["未分类"], counts.total()) == Fraction(expected["classified"])
    dimensions = catalog(warehouse)["dimensions"]
    found = [dimensions[name]["values"] for name in ("item_1", "item_2", "item_3")]
    assert (found == given["expected_counts"]) is expected["catalogue_ok"]


@pytest.mark.shared
def test_the_cases_here_are_the_shared_ones(shared: Path) -> None:
    cases = json.loads((shared / "golden/golden.json").read_text("utf-8"))["cases"]
    known = {case["id"]: case for case in cases}
    for name, case in GOLDEN.items():
        assert case["title"] == known[name]["title"]
        for part in ("input", "expected"):
            assert case[part].items() <= known[name][part].items()

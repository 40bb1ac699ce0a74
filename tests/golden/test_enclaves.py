"""Enclaves, through files and command lines alone: done is all three, progress is another measure."""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.golden import inbox
from tests.golden.shell import Document, ask, refresh, run

CASES = {case["id"]: case for case in json.loads((Path(__file__).parent / "enclaves.json").read_text("utf-8"))}
KINDS = {"城中村": "urban_village", "接壤插花地": "adjoining", "不接壤插花地": "detached", "责任不清地带": "unclear"}
REQUIREMENTS = {"R1": "responsibility", "R2": "safety", "R3": "livelihood"}
BY_HAND = """
    with standing as (
        select e.enclave_id, count(distinct case
            when r.accepted_on <= $day and (r.revoked_on is null or r.revoked_on > $day) then r.requirement end) as met
        from read_csv($enclaves) e left join read_csv($accepted) r using (enclave_id) group by all
    )
    select count(*) filter (met = 3), count(*), sum(met)::int, 3 * count(*) from standing"""


def told(enclaves: list[dict[str, Any]]) -> dict[str, list[inbox.Row]]:
    """The list and the acceptances."""
    accepted: list[inbox.Row] = [
        {
            "enclave_id": each["id"],
            "requirement": REQUIREMENTS[name],
            "accepted_on": day,
            "revoked_on": each.get("revoked", {}).get(name),
        }
        for each in enclaves
        for name, day in each["req"].items()
        if day
    ]
    listed: list[inbox.Row] = [
        {"enclave_id": each["id"], "name": each["id"], "kind": KINDS[each["type"]]} for each in enclaves
    ]
    return {"enclave": listed, "enclave_requirement": accepted}


def divided(total: Document) -> tuple[int, int]:
    """Numerator and denominator."""
    return total["numerator"], total["denominator"]


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("five")
    refresh(inbox.write(folder / "inbox", told(CASES["G30"]["input"]["enclaves"])), folder / "warehouse")
    return folder / "warehouse"


def test_done_is_all_three_as_of_the_day(five: Path) -> None:
    day, expected = CASES["G30"]["input"]["as_of"], CASES["G30"]["expected"]
    found = ask(five, "enclave_completion_rate", "--as-of", day, "--by", "enclave_kind")
    assert divided(found["total"]) == (len(expected["done"]), expected["total"])
    shares = {group["key"]["enclave_kind"]["code"]: Fraction(group["value"]["ratio"]) for group in found["groups"]}
    assert shares == {KINDS[kind]: Fraction(share) for kind, share in expected["by_type"].items()}
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    assert ask(five, "enclave_completion_rate", "--as-of", after)["total"]["numerator"] == len(expected["next_day"])


def test_which_are_done_can_be_listed(five: Path) -> None:
    day, expected = CASES["G30"]["input"]["as_of"], CASES["G30"]["expected"]
    listed = ask(five, "enclave_completion_rate", "--as-of", day, "--rows", "done")["rows"]
    assert [row["enclave_id"] for row in listed] == expected["done"]


def test_progress_is_counted_by_requirement_and_apart(five: Path) -> None:
    day, expected = CASES["G30"]["input"]["as_of"], CASES["G30"]["expected"]
    found = ask(five, "enclave_progress", "--as-of", day, "--by", "requirement")
    assert found["total"]["value"]["ratio"] == expected["progress"]
    met = {group["key"]["requirement"]["code"]: group["numerator"] for group in found["groups"]}
    assert met == {REQUIREMENTS[name]: n for name, n in expected["by_requirement"].items()}


@pytest.mark.parametrize("case", [0, 1])
def test_546_done_and_one_short(case: int, tmp_path: Path) -> None:
    given, expected = CASES["G30b"]["input"], CASES["G30b"]["expected"]
    days = dict.fromkeys(REQUIREMENTS, "2021-03-01")
    enclaves = [{"id": f"E{n:03}", "type": "城中村", "req": days} for n in range(given["total"])]
    if given["full"][case] < given["total"]:
        enclaves[-1] = {**enclaves[-1], "req": {**days, "R3": None}}
    refresh(inbox.write(tmp_path / "inbox", told(enclaves)), tmp_path / "w")
    done, met = (ask(tmp_path / "w", name)["total"] for name in ("enclave_completion_rate", "enclave_progress"))
    assert (done["numerator"], met["numerator"]) == (given["full"][case], given["req_done"][case])
    assert Fraction(done["value"]["ratio"]) == Fraction(expected["completion"][case])
    assert Fraction(met["value"]["ratio"]) == Fraction(expected["progress"][case])
    assert done["value"]["percent"] == expected["percent"][case]
    if case:
        assert met["value"]["percent"] == expected["progress_percent"]


def test_ten_days_are_as_counted_by_hand(tmp_path: Path) -> None:
    start = date(2020, 4, 1)
    listed = [{"enclave_id": f"E{n}", "name": f"E{n}", "kind": [*KINDS.values()][n % 4]} for n in range(40)]
    accepted = [
        {
            "enclave_id": f"E{n}",
            "requirement": name,
            "accepted_on": start + timedelta(days=(n * 37 + at * 53) % 360),
            "revoked_on": start + timedelta(days=(n * 37 + at * 53) % 360 + 9) if (n + at) % 7 == 0 else None,
        }
        for n in range(37)
        for at, name in enumerate(REQUIREMENTS.values())
    ]
    again = [
        {**row, "accepted_on": row["revoked_on"] + timedelta(days=5), "revoked_on": None}
        for row in accepted[::2]
        if row["revoked_on"]
    ]
    folder = inbox.write(tmp_path / "inbox", {"enclave": listed, "enclave_requirement": [*accepted, *again]})
    refresh(folder, tmp_path / "w")
    files = {"enclaves": str(folder / "enclave.csv"), "accepted": str(folder / "enclave_requirement.csv")}
    seen = set()
    for day in (start + timedelta(days=40 * step) for step in range(10)):
        with duckdb.connect() as con:
            done, all_, met, asked = con.execute(BY_HAND, {**files, "day": day}).fetchall()[0]
        found = [
            ask(tmp_path / "w", f"enclave_{name}", "--as-of", str(day)) for name in ("completion_rate", "progress")
        ]
        assert [divided(each["total"]) for each in found] == [(done, all_), (met, asked)]
        seen.add(done)
    assert len(seen) > 5


def test_what_contradicts_itself_is_kept_back_with_its_reason(tmp_path: Path) -> None:
    tables = told(CASES["G30"]["input"]["enclaves"])
    first = {"requirement": "safety", "accepted_on": "2020-05-01"}
    wrong: list[inbox.Row] = [
        {"enclave_id": "E5", **first, "revoked_on": "2020-05-01"},
        {"enclave_id": "E5", **first, "revoked_on": "2020-04-01"},
        {"enclave_id": "E4", "requirement": "safety", "accepted_on": "2020-12-20", "revoked_on": None},
    ]
    tables["enclave_requirement"] += [
        *wrong,
        {"enclave_id": "E77", "requirement": "safety", "accepted_on": "2020-05-01"},
    ]
    parcel = {"enclave_id": "E3", "from_district": "A", "effective_on": "2020-06-01"}
    tables["boundary_change"] = [
        {"change_id": "P1", **parcel, "to_district": "B"},
        {"change_id": "P2", **parcel, "to_district": "A"},
    ]
    tables["enclave"] += [tables["enclave"][0], {"enclave_id": "E9", "name": "E9", "kind": "moor"}]
    document = run(
        *("etl", "refresh", "--inbox", str(inbox.write(tmp_path / "inbox", tables))),
        *("--warehouse", str(tmp_path / "w")),
        fails=3,
    )
    reasons = {file["file"]: file["reasons"] for file in document["files"]}
    assert reasons["enclave_requirement.csv"] == {"overlapping_span": 1, "revoked_before_accepted": 2}
    assert reasons["boundary_change.csv"] == {"same_district": 1}
    assert document["findings"]["by_reason"] == {"unknown_enclave": 1}
    assert reasons["enclave.csv"] == {"duplicate_key": 1, "unknown_enclave_kind": 1}
    assert divided(ask(tmp_path / "w", "enclave_completion_rate", "--as-of", "2020-12-31")["total"]) == (1, 5)


def test_without_the_feed_there_is_no_figure(tmp_path: Path) -> None:
    refresh(inbox.write(tmp_path / "inbox", {"case": inbox.counted(1, 2, {"channel": "12345"})}), tmp_path / "w")
    found = ask(tmp_path / "w", "enclave_completion_rate")["total"]
    assert (found["state"], found["missing_feeds"], found["value"]) == (
        "no_feed",
        ["enclave", "enclave_requirement"],
        None,
    )

"""Calls of whistles: their states on every day against a plain walk through random whistles, calls and exclusions."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.warehouse.landing import built
from warehouse.rules import rules

Row = dict[str, Any]
SEED, WHISTLES, DAYS = 20240531, 160, 12
FIRST = datetime(2024, 2, 25)
DEPARTMENTS: list[Row] = [
    {"department_code": "D1", "name": "甲局"},
    {"department_code": "T1", "name": "甲局一队", "parent_code": "D1", "valid_to": "2024-03-01"},
    {"department_code": "T1", "name": "一队", "parent_code": "gone", "valid_from": "2024-03-01"},
    {"department_code": "D2", "name": "乙局"},
]
AREAS: list[Row] = [
    {"area_code": "X", "name": "东区", "level": "district"},
    *({"area_code": f"S{n}", "name": f"街{n}", "level": "street", "parent_code": "X"} for n in (1, 2, 3)),
]
LIMITS = rules().whistle.model_dump()


@pytest.fixture(scope="module")
def told() -> dict[str, list[Row]]:
    chance = Random(SEED)
    tables: dict[str, list[Row]] = {"department": DEPARTMENTS, "area": AREAS}
    tables |= {name: [] for name in ("whistle", "whistle_street", "whistle_call")}
    for number in range(WHISTLES):
        blown = FIRST + timedelta(minutes=chance.randrange(DAYS * 1440))
        whistle = {"whistle_id": f"w{number}", "kind": chance.choice(sorted(LIMITS)), "blown_at": blown}
        whistle |= {"withdrawn_at": _later(chance, blown, 0.2, 0), "finished_at": _later(chance, blown, 0.7, 30)}
        tables["whistle"].append(whistle | {"invalid": chance.choice([None, True, False])})
        for code in chance.sample(("S1", "S2", "S3", "X9"), chance.randrange(3)):
            tables["whistle_street"].append({"whistle_id": f"w{number}", "street_code": code})
        for code in chance.sample(("D1", "T1", "D2", "X9"), chance.randrange(3)):
            call = {"whistle_id": f"w{number}", "department_code": code, "excused": chance.random() < 0.3}
            call |= {"limit_minutes": chance.choice([None, None, 5, 1440]), "signed_at": _later(chance, blown, 0.8, 0)}
            arrived = _later(chance, blown, 0.7, -20)
            call |= {"arrived_at": arrived, "left_at": arrived and _later(chance, arrived, 0.7, 0)}
            tables["whistle_call"].append(call)
    tables["exclusion"] = list(_decisions(chance, tables["whistle_call"]))
    return tables


def _later(chance: Random, blown: datetime, share: float, least: int) -> datetime | None:
    """Some minutes after the whistle, often just at a limit; None as often as the share leaves."""
    minutes = chance.choice([least, 5, 29, 30, 31, 1439, 1440, 1441, chance.randrange(4000)])
    seconds = chance.choice([0, 0, 1])
    return blown + timedelta(minutes=minutes, seconds=seconds) if chance.random() < share else None


def _decisions(chance: Random, calls: list[Row]) -> list[Row]:
    found = {}
    for call in chance.sample(calls, 30):
        kind = chance.choice(["call", "whistle", "rating"])
        target = f"{call['whistle_id']}/{call['department_code']}" if kind == "call" else call["whistle_id"]
        decision = {"target_kind": kind, "target_id": target, "rule": chance.choice(["void", "force_majeure"])}
        decision |= {"approved_by": "考评办", "approved_on": date(2024, 3, 1)}
        decision |= {"revoked_on": chance.choice([None, None, date(2024, 3, 2)])}
        found[kind, target] = decision | {"appeal_outcome": chance.choice([None, "upheld", "rejected"])}
    return list(found.values())


def test_every_call_is_in_the_state_it_should_be_on_every_day(told: Mapping[str, list[Row]], tmp_path: Path) -> None:
    with built(tmp_path, told) as con:
        for shift in range(DAYS + 4):
            day = (FIRST + timedelta(days=shift)).date()
            held = con.execute(
                "select whistle_id, department, parent, whistle_kind, arrival, excluded, signed, stay, used"
                " from call_state"
                " where valid_from <= ? and ? < valid_to order by all",
                [day, day],
            ).fetchall()
            assert held == sorted(_walked(told, day), key=lambda row: row[:2])


def _walked(told: Mapping[str, list[Row]], day: date) -> list[tuple[str | None, ...]]:
    cutoff = datetime.combine(day + timedelta(days=1), datetime.min.time())
    whistles = {row["whistle_id"]: row for row in told["whistle"]}
    in_force = {(row["target_kind"], row["target_id"]): row["rule"] for row in _in_force(told)}
    found = []
    for call in told["whistle_call"]:
        whistle, name = whistles[call["whistle_id"]], call["department_code"]
        if whistle["blown_at"] < cutoff:
            named = "unregistered" if name == "X9" else name
            parent = "D1" if name == "T1" and whistle["blown_at"] < datetime(2024, 3, 1) else named
            arrival, excluded = _judged(whistle, call, cutoff)
            decided = in_force.get(("whistle", call["whistle_id"]))
            decided = decided or in_force.get(("call", f"{call['whistle_id']}/{name}"))
            excused = "appeal_upheld" if call["excused"] else None
            reason = decided or excused or excluded
            signed = call["signed_at"] is not None and call["signed_at"] < cutoff
            came = arrival in ("on_time", "late")
            stay = _staying(whistle, call, cutoff) if came else "away"
            used = _used(whistle, call) if came else None
            found.append((call["whistle_id"], named, parent, whistle["kind"], arrival, reason, signed, stay, used))
    return found


def _staying(whistle: Row, call: Row, cutoff: datetime) -> str:
    """What is known before the cut of somebody who has arrived: there, gone early, or there until the end."""
    ends = min((each for each in (whistle["finished_at"], whistle["withdrawn_at"]) if each), default=None)
    left = call["left_at"]
    if left and left < cutoff and (ends is None or left < ends):
        return "left_early"
    if ends is None or ends >= cutoff:
        return "present"
    return "stayed" if left else "unrecorded"


def _used(whistle: Row, call: Row) -> int:
    """How much of the limit had passed at the arrival, in percent, begun ones whole."""
    limit = timedelta(minutes=call["limit_minutes"] or LIMITS[whistle["kind"]])
    return -(-(call["arrived_at"] - whistle["blown_at"]) * 100 // limit)


def test_every_whistle_is_in_the_state_it_should_be_on_every_day(told: Mapping[str, list[Row]], tmp_path: Path) -> None:
    with built(tmp_path, told) as con:
        for shift in range(DAYS + 4):
            day = (FIRST + timedelta(days=shift)).date()
            held = con.execute(
                "select whistle_id, stage, verdict, excluded, streets, hour, watch, weekday from whistle_state"
                " where valid_from <= ? and ? < valid_to order by all",
                [day, day],
            ).fetchall()
            assert held == sorted(_stages(told, day))


def _stages(told: Mapping[str, list[Row]], day: date) -> Iterator[tuple[Any, ...]]:
    cutoff = datetime.combine(day + timedelta(days=1), datetime.min.time())
    away = {row["target_id"]: row["rule"] for row in _in_force(told) if row["target_kind"] == "whistle"}
    for whistle in told["whistle"]:
        name, blown = whistle["whistle_id"], whistle["blown_at"]
        if blown >= cutoff:
            continue
        ends = {"finished": whistle["finished_at"], "withdrawn": whistle["withdrawn_at"]}
        held = [(at, stage) for stage, at in ends.items() if at and at < cutoff]
        streets = sum(row["whistle_id"] == name for row in told["whistle_street"])
        verdict = {True: "invalid", False: "valid", None: "unjudged"}[whistle["invalid"]]
        excluded = None if whistle["invalid"] else away.get(name)
        watch = "day" if 6 <= blown.hour < 22 else "night"
        stage = min(held)[1] if held else "open"
        yield name, stage, verdict, excluded, streets, f"{blown:%H}:00", watch, str(blown.isoweekday())


def test_streets_and_departments_share_a_whistle_in_equal_parts(told: Mapping[str, list[Row]], tmp_path: Path) -> None:
    with built(tmp_path, told) as con:
        for table in ("whistle_street_state", "whistle_department_state", "whistle_pair_state"):
            shares = con.execute(
                f"select whistle_id, count(*), min(n_assist), max(n_assist) from {table}"
                " where valid_from <= date '2024-03-01' and date '2024-03-01' < valid_to group by 1 order by 1"
            ).fetchall()
            known = con.execute(
                "select whistle_id from whistle_state where blown_at < '2024-03-02' group by 1 order by 1"
            )
            assert [row[0] for row in shares] == [row[0] for row in known.fetchall()]
            assert all(n == least == most for _, n, least, most in shares)


def _in_force(told: Mapping[str, list[Row]]) -> list[Row]:
    return [row for row in told["exclusion"] if row["revoked_on"] is None and row["appeal_outcome"] != "rejected"]


def _judged(whistle: Row, call: Row, cutoff: datetime) -> tuple[str, str | None]:
    """What is known of the call before the cut; of an excluded call, why."""
    blown, arrived, withdrawn = whistle["blown_at"], call["arrived_at"], whistle["withdrawn_at"]
    limit = blown + timedelta(minutes=call["limit_minutes"] or LIMITS[whistle["kind"]])
    if arrived and arrived < blown:
        return "unclear", "data_quality"
    if withdrawn and withdrawn < cutoff and withdrawn <= limit and (not arrived or withdrawn < arrived):
        return "withdrawn", "withdrawn"
    if arrived and arrived < cutoff:
        return ("on_time" if arrived <= limit else "late"), None
    return ("never_arrived" if limit < cutoff else "not_yet_due"), None

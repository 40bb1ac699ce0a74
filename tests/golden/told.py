"""What is loaded for each golden case of the evaluation: its departments and its tables."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.golden.evaluation import AFTER, DURING, PERIOD, Tables, external, form, percent_form, together, whistle
from tests.golden.inbox import Row
from tests.golden.test_schemes import golden

EXAMPLE = {"bottom_up": "0.30", "kpi": "0.50", "superior": "0.15", "peer": "0.05"}
# Contributions of G38 are the scores of these weights.
WATERFALL = {"bottom_up": "0.25", "kpi": "0.50", "superior": "0.20", "peer": "0.05"}
# Forms of the shipped scheme (arrive, effect, cooperate, attitude) that are worth so many points.
WORTH = {"85": (5, 5, 5, 2), "80": (5, 5, 5, 1), "75": (5, 5, 4, 1), "70": (5, 5, 3, 1), "65": (5, 5, 2, 1)}
ITEMS = ("arrive", "effect", "cooperate", "attitude")
LATE = "2024-07-08T00:00:00"  # the seventh day after the period was the last


def decimal(value: str, weight: str = "1") -> str:
    """The points that have that contribution at that weight, as a decimal."""
    return str(float(Fraction(value) / Fraction(weight)))


def scores(held: dict[str, dict[str, Any]]) -> Tables:
    """Scores from outside as a table."""
    return {"external_score": external(held)}


def g17() -> Tables:
    given, blown, rows = golden("G17")[0], list[Tables](), list[Row]()
    for street, held in given["streets"].items():
        for at in range(given["interaction_weights"][street]):
            blown.append(whistle(f"{street}-{at}", [street], {"D1": DURING}))
        for at, answers in enumerate(held["forms"]):
            rows += form(street, "D1", answers, f"{street}-{at}")
        rows += form(street, "D1", held["periodic"]) if held["periodic"] else []
    return together({"rating": rows}, *blown)


def covered(name: str) -> Tables:
    """A department that the eligible streets called and that some of them rated."""
    given = golden(name)[0]
    blown = [whistle(f"W{street}", [street], {"D1": DURING}) for street in given["eligible"]]
    rows = [row for street, points in given["street"].items() if points for row in percent_form(street, "D1", points)]
    return together({"rating": rows}, scores({"D1": given.get("rest", {})}), *blown)


def lenient(name: str) -> tuple[list[str], Tables]:
    given = golden("G35")[0][name]
    rows = [row for street, unit, points in given for row in percent_form(street, unit, points)]
    return sorted({unit for _, unit, _ in given}), {"rating": rows}


def g40() -> Tables:
    given, blown, rows = golden("G40")[0], list[Tables](), list[Row]()
    for street, levels in given["levels"].items():
        for at, level in enumerate(levels):
            blown.append(whistle(f"{street}-{at}", [street], {"D1": None}, "2024-06-20T09:00:00"))
            rows += form(street, "D1", {"effect": level}, f"{street}-{at}")
    for call in given["calls"]:
        late = call["delay_min"]
        at = None if late is None else (datetime.fromisoformat(DURING) + timedelta(minutes=late)).isoformat()
        blown.append(whistle(call["call"], ["S5"], {"D1": at}))
        rows += form("S5", "D1", {"arrive": call["arrive_level"]}, call["call"])
    return together({"rating": rows}, *blown)


def g45() -> Tables:
    """Whistles, cases, follow-ups and forms of two departments; the third street of D2 rates twice to make 72."""
    found: Tables = {"case": [], "case_event": [], "followup": [], "rating": []}
    outside = {}
    for unit, held in golden("G45")[0]["departments"].items():
        outside[unit] = {"superior": held["superior"], "peer": held["peer"]}
        for at, call in enumerate(held["calls"]):
            street = f"S{3 - at % 3}"
            found = together(found, whistle(call["id"], [street], {unit: call["arrived_at"]}, call["blown_at"]))
        for at, case in enumerate(held["cases"]):
            found = together(found, _case(unit, case, satisfied=at < held["sat"][0]))
        for street, points in held["streets"].items():
            found["rating"] += _forms(street, unit, points)
    return together(found, scores(outside))


def _case(unit: str, case: dict[str, Any], satisfied: bool) -> Tables:
    """A case of June with its events, and the call afterwards."""
    row: Row = {"case_id": case["id"], "reported_at": "2024-06-01T08:00:00", "due_at": case["due_at"]}
    call: Row = {"case_id": case["id"], "called_at": "2024-06-26T10:00:00", "reached": "true", "auto_default": "false"}
    events = [{"case_id": case["id"], "kind": each["type"], "happened_at": each["at"]} for each in case["events"]]
    return {
        "case": [{**row, "main_department_code": unit}],
        "case_event": events,
        "followup": [{**call, "resolved": "true", "level": "satisfied" if satisfied else "not"}],
    }


def _forms(street: str, unit: str, points: str) -> list[Row]:
    if points in WORTH:
        return form(street, unit, dict(zip(ITEMS, WORTH[points], strict=True)))
    assert points == "72"  # 0.6 x 70 + 0.4 x 75
    by_call = form(street, unit, dict(zip(ITEMS, WORTH["70"], strict=True)), "b0")
    return [*by_call, *form(street, unit, dict(zip(ITEMS, WORTH["75"], strict=True)))]


def locks() -> Tables:
    """Forms that were put right, too late, voided, taken out, answer something else, or are of an unknown street."""
    rows = []
    for street, first, then, at in (("S1", 2, 4, AFTER), ("S2", 2, 5, LATE), ("S3", 5, 5, AFTER), ("S6", 5, 5, AFTER)):
        for level, when in ((first, DURING), (then, at)):
            [row] = form(street, "D1", {"all": level})
            rows.append({**row, "rating_id": f"{street}-{when}", "submitted_at": when})
    rows[5]["voided_at"] = "2024-07-20T09:00:00"
    rows += [*form("S4", "D1", {"all": 5}), *form("S5", "D1", {"other": 5}), *form("S9", "D1", {"all": 5})]
    out: Row = {"target_kind": "rating", "target_id": f"S4-D1-{PERIOD}-all", "rule": "appeal_upheld"}
    columns: Row = {"voided_at": None}
    return {
        "rating": [{**columns, **row} for row in rows],
        "exclusion": [{**out, "approved_by": "A", "approved_on": "2024-07-10"}],
    }


def incidents() -> Tables:
    told = (
        ("1", "supervision_notice", "D1", "2024-06-30"), ("2", "supervision_notice", "team", "2024-06-01"),
        ("3", "supervision_notice", "D1", "2024-05-31"), ("4", "supervision_notice", "D1", "2024-07-01"),
        ("5", "major_safety", "D2", "2024-06-15"),
    )  # fmt: skip
    keys = ("incident_id", "kind", "subject_code", "happened_on")
    rows: list[Row] = [dict(zip(keys, each, strict=True)) for each in told]
    return together(
        {"incident": rows, "department": [TEAM]}, scores({"D1": {"all": 95}, "D2": {"all": 95}, "D3": {"all": 70}})
    )


def change() -> Tables:
    """Scores from outside in May and in June."""
    june = external({"D1": {"part": 90, "rest": 70}})
    may = [{**row, "period_code": "2024-05", "score": score} for row, score in zip(june, (80, 60), strict=True)]
    return {"external_score": [*may, *june]}


def teams() -> Tables:
    rated = [("S1", "D1"), ("S2", "D1"), ("S3", "D1"), ("S4", "team")]
    return {"rating": [row for street, unit in rated for row in form(street, unit, {"all": 4})], "department": [TEAM]}


TEAM: Row = {"department_code": "team", "name": "team", "parent_code": "D1", "host_street_code": "S4"}
G22, G23, G28, G37, G38, G42 = (golden(name)[0] for name in ("G22", "G23", "G28", "G37", "G38", "G42"))
CASES: dict[str, tuple[list[str], Tables]] = {
    "G17": (["D1"], g17()),
    "G19": (["D1"], covered("G19")),
    "G20": (["D1"], covered("G20")),
    "G22": (["D1"], scores({"D1": {code: decimal(each) for code, _, each in G22["children"]}})),
    "G23": (["D1"], scores({"D1": {code: each for code, _, each in G23["children"]}})),
    "G28": ([f"D{at}" for at in range(7)], scores({f"D{at}": {"all": each} for at, each in enumerate(G28["exact"])})),
    "G37": (
        list(G37["bottom_up_and_rest"]),
        scores({unit: {"bottom_up": part, "rest": rest} for unit, (part, rest) in G37["bottom_up_and_rest"].items()}),
    ),
    "G38": (
        ["D1"],
        scores({"D1": {code: decimal(each, WATERFALL[code]) for code, each in G38["exact"].items()}}),
    ),
    "G40": (["D1"], g40()),
    "G42": (["D1"], scores({"D1": G42["scores"]})),
    "G45": (["D1", "D2"], g45()),
    **{name: lenient(name) for name in ("full", "unbalanced", "disconnected")},
    "change": (["D1"], change()),
    "locks": (["D1"], locks()),
    "incidents": (["D1", "D2", "D3"], incidents()),
    "teams": (["D1"], teams()),
}  # fmt: skip

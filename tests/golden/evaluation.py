"""What is said of departments, as rows of the feeds: ratings, whistles, scores from outside."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from tests.golden.inbox import Row

Tables = dict[str, list[Row]]
OWN = {
    "case_id",
    "department_code",
    "main_department_code",
    "parent_code",
    "rating_id",
    "street_code",
    "host_street_code",
    "subject_code",
    "whistle_id",
    "incident_id",
    "target_id",
}
PERIOD = "2024-06"
DURING, AFTER = "2024-06-10T09:00:00", "2024-07-02T09:00:00"
# Questions of a form whose weights make every whole percentage: each is answered with the best level or the worst.
DIGITS = {"a": 50, "b": 20, "c": 10, "d": 10, "e": 5, "f": 2, "g": 2, "h": 1}
ITEMS = [{"code": code, "weight": f"{weight}/100"} for code, weight in DIGITS.items()]


def registers(streets: Iterable[str], departments: Iterable[str]) -> Tables:
    """A city with one district, its streets and its departments, and one case so that there is something to load."""
    areas = [_area("C", "city", None), _area("X", "district", "C"), *(_area(code, "street", "X") for code in streets)]
    units: list[Row] = [{"department_code": code, "name": code, "district_code": "X"} for code in departments]
    case: Row = {"case_id": "one", "reported_at": "2024-01-01T00:00:00", "channel": "12345"}
    return {"area": areas, "department": units, "case": [case]}


def city(cases: Mapping[str, tuple[Iterable[str], Tables]]) -> Tables:
    """A district for each case, with streets S1 to S6, the departments it names, and its tables."""
    found: Tables = {"area": [_area("C", "city", None)], "department": [], "case": []}
    found["case"].append({"case_id": "one", "reported_at": "2024-01-01T00:00:00"})
    for name, (departments, tables) in cases.items():
        found["area"].append(_area(name, "district", "C"))
        found["area"] += [_area(f"{name}-S{at}", "street", name) for at in range(1, 7)]
        found["department"] += [
            {"department_code": f"{name}-{unit}", "name": unit, "district_code": name} for unit in departments
        ]
        found = together(found, {table: [_own(name, row) for row in rows] for table, rows in tables.items()})
    return found


def _area(code: str, level: str, parent: str | None) -> Row:
    return {"area_code": code, "name": code, "level": level, "parent_code": parent}


def _own(name: str, row: Row) -> Row:
    """The same row with codes that no other case has."""
    return {key: f"{name}-{value}" if key in OWN and value is not None else value for key, value in row.items()}


def external(scores: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """Scores from outside, by department and node; nothing is told of those without a score."""
    return [
        {"period_code": PERIOD, "subject_code": unit, "node_code": node, "score": str(score)}
        for unit, held in scores.items()
        for node, score in held.items()
        if score is not None
    ]


def form(street: str, department: str, answers: Mapping[str, int], whistle: str | None = None) -> list[Row]:
    """One form as a street submits it: about a whistle, or about the whole period."""
    name = f"{street}-{department}-{whistle or PERIOD}"
    return [
        {
            "rating_id": f"{name}-{criterion}",
            "whistle_id": whistle,
            "period_code": None if whistle else PERIOD,
            "street_code": street,
            "department_code": department,
            "criterion": criterion,
            "level": level,
            "reason": "said why" if level <= 2 else None,
            "submitted_at": DURING if whistle else AFTER,
        }
        for criterion, level in answers.items()
    ]


def percent_form(street: str, department: str, points: str) -> list[Row]:
    """A form about the period that is worth so many points: the largest weights first."""
    left, answers = int(points), {}
    for code, weight in DIGITS.items():
        answers[code] = 5 if weight <= left else 1
        left -= weight if weight <= left else 0
    assert left == 0, f"{points} points cannot be made"
    return form(street, department, answers)


def whistle(code: str, streets: Iterable[str], calls: Mapping[str, str | None], blown_at: str = DURING) -> Tables:
    """A whistle with its streets and the departments it calls, each with its time of arrival."""
    return {
        "whistle": [{"whistle_id": code, "kind": "emergency", "blown_at": blown_at}],
        "whistle_street": [{"whistle_id": code, "street_code": street} for street in streets],
        "whistle_call": [
            {"whistle_id": code, "department_code": unit, "arrived_at": at, "limit_minutes": 30}
            for unit, at in calls.items()
        ],
    }


def together(*tables: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Several tables as one."""
    found: dict[str, list[Row]] = {}
    for each in tables:
        for name, rows in each.items():
            found.setdefault(name, []).extend(rows)
    return found


def exactly(values: Mapping[str, str]) -> dict[str, Fraction]:
    """Texts as exact numbers."""
    return {code: Fraction(value) for code, value in values.items()}

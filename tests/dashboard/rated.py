"""A small city whose streets rate departments: one lenient to all, one against the record, three in arrears."""

import csv
from collections.abc import Iterable
from pathlib import Path

Row = dict[str, object]
STREETS = ("S1", "S2", "S3", "S4", "S5")
DEPARTMENTS = {"D1": "城管委", "D2": "水务局", "D3": "住建委", "D4": "市监局"}
MONTHS = ("2024-01", "2024-02")
CRITERIA = ("arrive", "effect", "cooperate", "attitude")
# By department and month: cases closed on time of those reported.
CLOSED = {
    "D1": {"2024-01": (8, 10), "2024-02": (10, 10)},
    "D2": {"2024-01": (9, 10), "2024-02": (8, 10)},
    "D3": {"2024-01": (9, 10), "2024-02": (9, 10)},
    "D4": {"2024-01": (10, 10), "2024-02": (9, 10)},
}
OUTSIDE = (("superior", "90.5"), ("peer", "88"))
INCIDENTS = (
    ("I1", "supervision_notice", "D1", "2024-02-20", "〔2024〕1号"),
    ("I2", "major_safety", "D4", "2024-02-21", ""),
)
LEVELS = {"D1": 4, "D2": 3, "D3": 4, "D4": 5}
# S5 gives everybody the best; S3, S4 and S5 have not rated D3 in the second month.
LENIENT, OWING, OWED = "S5", ("S3", "S4", "S5"), ("D3", "2024-02")
# An answer that its street gave twice before the lock, and once more after it; the second one counts.
RETHOUGHT = ("2024-02", "S1", "D1", "effect")
# The department that came too late to S4 in the second month, and was rated 5 for its arrival all the same.
LATE = ("D2", "S4", "2024-02")


def write(folder: Path) -> Path:
    """The city as CSV files of the feeds' own columns."""
    folder.mkdir(parents=True)
    whistles = [(month, street) for month in MONTHS for street in STREETS]
    tables = {
        "area": _areas(),
        "department": _table(
            "department_code name kind district_code",
            [(code, name, "区直部门", "X") for code, name in DEPARTMENTS.items()],
        ),
        "case": [row for code in DEPARTMENTS for row in _cases(code)],
        "whistle": _table(
            "whistle_id kind blown_at", [(_id(*each), "emergency", f"{each[0]}-10 09:00:00") for each in whistles]
        ),
        "whistle_street": _table("whistle_id street_code", [(_id(*each), each[1]) for each in whistles]),
        "whistle_call": _table(
            "whistle_id department_code arrived_at",
            [(_id(*each), code, _arrival(code, *each)) for each in whistles for code in DEPARTMENTS],
        ),
        "rating": list(_ratings()),
        "external_score": _table(
            "period_code subject_code node_code score",
            [(month, code, *given) for month in MONTHS for code in DEPARTMENTS for given in OUTSIDE],
        ),
        "incident": _table(
            "incident_id kind subject_code happened_on document",
            INCIDENTS,
        ),
        "exclusion": _table(
            "target_kind target_id rule approved_by approved_on revoked_on appeal_outcome",
            [
                ("case", "D1 2024-02 0", "appeal_upheld", "考评办", "2024-03-02", "", "upheld"),
                ("case", "D2 2024-02 0", "force_majeure", "考评办", "2024-03-03", "2024-03-05", ""),
                ("case", "D2 2024-02 1", "duplicate", "考评办", "2024-03-03", "", "rejected"),
            ],
        ),
    }  # fmt: skip
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    (folder / "manifest.json").write_text('{"data_until": "2024-03-31T23:59:59"}', "utf-8")
    return folder


def _areas() -> list[Row]:
    rows: list[tuple[object, ...]] = [("C", "城", "city", None, None), ("X", "东区", "district", "区", "C")]
    kinds = {code: "镇" if code == LENIENT else "街道" for code in STREETS}
    rows += [(code, f"{code}{kind}", "street", kind, "X") for code, kind in kinds.items()]
    return _table("area_code name level kind parent_code", rows)


def _cases(department: str) -> list[Row]:
    return [
        {
            "case_id": f"{department} {month} {number}",
            "reported_at": f"{month}-02 09:00:00",
            "closed_at": f"{month}-{'03' if number < closed else '08'} 09:00:00",
            "due_at": f"{month}-05 09:00:00",
            "area_code": STREETS[number % len(STREETS)],
            "main_department_code": department,
        }
        for month, (closed, of) in CLOSED[department].items()
        for number in range(of)
    ]


def _arrival(department: str, month: str, street: str) -> str:
    return f"{month}-10 {'12:30' if (department, street, month) == LATE else '09:10'}:00"


def _ratings() -> Iterable[Row]:
    for month in MONTHS:
        for street in STREETS:
            for department in DEPARTMENTS:
                if (department, month) == OWED and street in OWING:
                    continue
                for at, criterion in enumerate(CRITERIA):
                    yield _rating(month, street, department, criterion, _level(street, department, month, at))
    first = _rating(*RETHOUGHT, 1)
    yield {**first, "rating_id": "R first", "submitted_at": "2024-02-15 10:00:00"}
    yield {**first, "rating_id": "R late", "submitted_at": "2024-03-20 10:00:00"}


def _rating(month: str, street: str, department: str, criterion: str, level: int) -> Row:
    return {
        "rating_id": f"R {month} {street} {department} {criterion}",
        "whistle_id": _id(month, street),
        "street_code": street,
        "department_code": department,
        "criterion": criterion,
        "level": level,
        "reason": "情况属实" if level <= 2 else "",
        "submitted_at": f"{month}-20 10:00:00",
    }


def _level(street: str, department: str, month: str, at: int) -> int:
    if street == LENIENT or ((department, street, month) == LATE and at == 0):
        return 5
    return max(1, LEVELS[department] - (at + int(street[1:])) % 2)


def _id(month: str, street: str) -> str:
    return f"W {month} {street}"


def _table(columns: str, rows: Iterable[tuple[object, ...]]) -> list[Row]:
    return [dict(zip(columns.split(), row, strict=True)) for row in rows]

"""A small city with people, targets and programmes, whose standings are worked out by hand."""

import csv
from collections.abc import Iterable
from pathlib import Path
from random import Random

Row = dict[str, object]
# street: name, kind, population, households, and by month cases closed of those reported
STREETS = {
    "S1": ("甲街道", "街道", 20_000, 8_000, {"2024-01": (5, 10), "2024-02": (9, 10)}),
    "S2": ("乙街道", None, None, None, {"2024-01": (9, 10), "2024-02": (8, 10)}),
    "S3": ("丙街道", "街道", None, None, {"2024-01": (4, 10), "2024-02": (16, 20)}),
    "S4": ("丁街道", "街道", None, None, {"2024-01": (1, 2), "2024-02": (3, 3)}),
    "S5": ("戊街道", "街道", 100, None, {}),
    "M1": ("己镇", "镇", 1_000, 400, {"2024-01": (5, 10), "2024-02": (5, 10)}),
}
# S2 has its people from its communities; of S3 one community is not known.
COMMUNITIES = {
    "K1": ("S2", 3_000, 1_000),
    "K2": ("S2", 5_000, 1_500),
    "K3": ("S3", 4_000, 2_000),
    "K4": ("S3", None, 9),
}
TARGETS = [
    ("closure_rate", "any", "all", "50%", "", ""),
    ("closure_rate", "month", "all", "0.85", "0.805", "2024-02-01"),
    ("closure_rate", "month", "all", "0.4", "", "2023-01-01"),
    ("closure_rate", "month", "S3", "0.8", "", ""),
    ("closure_rate", "month", "town", "0.6", "0.5", ""),
    ("open_count", "any", "subdistrict", "2", "3", ""),
]
PROGRAMMES = [
    ("S1", "吹哨试点", "2024-02-01", ""),
    ("S2", "吹哨试点", "2024-03-01", ""),
    ("S3", "吹哨试点", "2023-01-01", "2024-01-31"),
    ("S3", "首接试点", "2024-02-29", ""),
]


def write(folder: Path, shuffle: int | None = None) -> Path:
    """The city as CSV files of the feeds' own columns; `shuffle` seeds another order of the lines."""
    folder.mkdir(parents=True)
    tables = {
        "area": _areas(),
        "case": [row for code, street in STREETS.items() for row in _cases(code, street[-1])],
        "target": _table("metric period_kind area_or_group target floor valid_from", TARGETS),
        "participation": _table("unit_code programme from_on to_on", PROGRAMMES),
    }
    for name, rows in tables.items():
        if shuffle is not None:
            Random(shuffle).shuffle(rows)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    (folder / "manifest.json").write_text('{"data_until": "2024-02-29T23:59:59"}', "utf-8")
    return folder


def _areas() -> list[Row]:
    rows: list[tuple[object, ...]] = [
        ("C", "城", "city", None, None, None, None),
        ("X", "东区", "district", "区", "C", None, None),
    ]
    rows += [(code, name, "street", kind, "X", *people) for code, (name, kind, *people, _) in STREETS.items()]
    rows += [
        (code, f"{code}社区", "community", None, street, *people) for code, (street, *people) in COMMUNITIES.items()
    ]
    return _table("area_code name level kind parent_code population households", rows)


def _cases(street: str, months: dict[str, tuple[int, int]]) -> list[Row]:
    return [
        {
            "case_id": f"{street} {month} {number}",
            "reported_at": f"{month}-02 09:00:00",
            "closed_at": f"{month}-03 09:00:00" if number < closed else None,
            "due_at": f"{month}-05 09:00:00",
            "area_code": street,
        }
        for month, (closed, of) in months.items()
        for number in range(of)
    ]


def _table(columns: str, rows: Iterable[tuple[object, ...]]) -> list[Row]:
    return [dict(zip(columns.split(), row, strict=True)) for row in rows]

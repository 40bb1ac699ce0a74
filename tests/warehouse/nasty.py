"""A small nasty city: exact midnights, ties, missing values, unknown codes, all that moves a case."""

import csv
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

START = datetime(2024, 1, 1)
SPAN = 150
MOVED_ON = date(2024, 3, 15)
AREAS = [  # code, name, level, parent, valid_from, valid_to
    ("C", "城", "city", None, None, None),
    ("X", "东区", "district", "C", None, None),
    ("Y", "西区", "district", "C", None, None),
    ("Z", "空区", "district", "C", None, None),
    ("S1", "一街", "street", "X", None, None),
    ("S2", "二街", "street", "X", None, MOVED_ON),
    ("S2", "新二街", "street", "Y", MOVED_ON, None),
    ("S3", "三街", "street", "Y", None, None),
    ("S4", "晚街", "street", "Y", date(2024, 2, 1), None),
    ("K1", "甲社区", "community", "S1", None, None),
    ("K2", "乙社区", "community", "S2", None, None),
    ("K3", "丙社区", "community", "S3", None, None),
    ("W", "新西区", "district", "C", date(2024, 4, 1), None),
    ("S5", "并街", "street", "X", date(2024, 2, 15), None),
    ("S6", "后街", "street", "X", date(2024, 5, 1), None),
    ("K7", "丁社区", "community", "S1", None, None),
    ("K8", "丁东社区", "community", "S1", date(2024, 3, 1), None),
]
# old, new, kind, day: of a chain of two, of a whole district, of a department, and one that nobody registered.
CHANGES = [
    ("S1", "S5", "merge", date(2024, 2, 15)),
    ("S5", "S6", "rename", date(2024, 5, 1)),
    ("Y", "W", "convert", date(2024, 4, 1)),
    ("K7", "K8", "split", date(2024, 3, 1)),
    ("D1", "D4", "merge", date(2024, 3, 10)),
    ("S4", "S99", "merge", date(2024, 3, 1)),
]
ITEMS = [
    ("A11", "城管", "市容", "占道"),
    ("A12", "城管", "市容", "垃圾"),
    ("A21", "城管", "绿化", "枯树"),
    ("B11", "民生", "市容", "漏水"),
    ("B99", "民生", None, None),
]
DEPARTMENTS = [
    ("D1", "甲局", "X", "局"),
    ("D2", "乙局", "Y", "局"),
    ("D3", "丙委", None, "委"),
    ("D4", "丁局", None, None),
    ("D5", "戊局", "X", "局"),
]
DUTIES = [  # list, item, main, assist, valid_from, valid_to
    ("territorial", "A11", "D1", "D2、委", date(2024, 1, 1), None),
    ("responsibility", "A11", "D3", None, date(2024, 1, 1), None),
    ("responsibility", "A12", "局", "street", date(2024, 2, 1), date(2024, 4, 1)),
    ("responsibility", "A12", "D3", "局", date(2024, 4, 1), None),
    ("territorial", "A21", "street", "D1", date(2024, 3, 1), None),
    ("responsibility", "B11", "D4", "委", date(2024, 1, 1), None),
]


@dataclass
class Case:
    """One case with everything told about it."""

    row: dict[str, object]
    events: list[dict[str, object]] = field(default_factory=list)
    shares: list[dict[str, object]] = field(default_factory=list)
    calls: list[dict[str, object]] = field(default_factory=list)


class Chance:
    """The dice of one city."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def one(self, *choices: object) -> object:
        return self.random.choice(choices)

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def later(self, moment: datetime, hours: int) -> datetime:
        """Up to so many hours later; often at midnight, sometimes the very same second."""
        if self.often(0.08):
            return moment
        found = moment + timedelta(seconds=self.random.randrange(hours * 3600))
        midnight = datetime.combine(found.date(), datetime.min.time())
        return midnight if self.often(0.2) and midnight >= moment else found


def city(seed: int, cases: int) -> list[Case]:
    """The cases of a city, the same for the same seed."""
    chance = Chance(seed)
    return [_case(chance, f"c{number:03}") for number in range(cases)]


def write(cases: list[Case], folder: Path, shuffle: int | None = None) -> None:
    """The city as CSV files of the feeds' own columns; `shuffle` seeds another order of the lines."""
    folder.mkdir(parents=True, exist_ok=True)
    order = random.Random(shuffle)
    tables = {
        "area": [
            dict(zip(("area_code", "name", "level", "parent_code", "valid_from", "valid_to"), row, strict=True))
            for row in AREAS
        ],
        "item": [dict(zip(("item_code", "level1", "level2", "level3"), row, strict=True)) for row in ITEMS],
        "area_change": [
            dict(zip(("old_code", "new_code", "kind", "effective_on"), row, strict=True)) for row in CHANGES
        ],
        "department": [
            dict(zip(("department_code", "name", "district_code", "kind"), row, strict=True)) for row in DEPARTMENTS
        ],
        "duty_list": [
            dict(zip(("list", "item_code", "main", "assist", "valid_from", "valid_to"), row, strict=True))
            for row in DUTIES
        ],
        "case": [case.row for case in cases],
        "case_event": [event for case in cases for event in case.events],
        "assignment": [share for case in cases for share in case.shares],
        "followup": [call for case in cases for call in case.calls],
    }
    for name, rows in tables.items():
        rows = list(rows)
        if shuffle is not None:
            order.shuffle(rows)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)


def _case(chance: Chance, name: str) -> Case:
    reported = chance.later(START + timedelta(days=chance.random.randrange(SPAN)), 24)
    due = chance.later(reported, 400) if chance.often(0.85) else None
    row: dict[str, object] = {
        "case_id": name,
        "reported_at": reported,
        "due_at": due,
        "channel": chance.one("网格员", "12345", "随手拍", None),
        "source_system": chance.one("津", None, "津"),
        "found_level": chance.one("街镇", "社区", None),
        "closed_level": chance.one("街镇", "区", None),
        "area_code": chance.one("K1", "K8", "K2", "K7", "K3", "S1", "S5", "S4", "Y", "Q9", None),
        "item_code": chance.one("A11", "A12", "A21", "B11", "B99", "Z00", None),
        "place": chance.one("门口", "路口", "桥下", None),
        "main_department_code": chance.one("D1", "D2", "D3", "D9", None),
        "excluded_as": chance.one(*[None] * 9, "duplicate", "test"),
        "closed_at": None,
        "extended_due_at": None,
        "extension_approved_at": None,
    }
    case = Case(row)
    _close(chance, case, reported, due)
    _extend(chance, case, reported, due)
    _share(chance, case, reported)
    for kind, share in (("void", 0.05), ("return", 0.2), ("return", 0.1)):
        if chance.often(share):
            _add(case, kind, chance.later(reported, 500), chance.one("D1", "D2", "D9", None))
    _dispatch(chance, case, reported)
    _call(chance, case, reported)
    return case


def _close(chance: Chance, case: Case, reported: datetime, due: datetime | None) -> None:
    moment = due if due and chance.often(0.15) else chance.later(reported, 500)
    if chance.often(0.5):
        case.row["closed_at"] = moment if chance.often(0.8) else None
        return
    for kind in ("close", "reopen", "close", "reopen", "close")[: chance.random.choice([1, 1, 2, 3, 3, 4, 5])]:
        if chance.often(0.9):
            _add(case, kind, moment, None, level=chance.one("街镇", "社区", None) if kind == "close" else None)
        moment = chance.later(moment, 250)


def _extend(chance: Chance, case: Case, reported: datetime, due: datetime | None) -> None:
    if due is None or chance.often(0.6):
        return
    approved = due if chance.often(0.25) else chance.later(reported, 450)
    if chance.often(0.5):
        case.row |= {"extension_approved_at": approved, "extended_due_at": chance.later(due, 200)}
        return
    for _ in range(chance.random.choice([1, 1, 2, 3])):
        due = chance.later(due, 200)
        _add(case, "extend", approved, None, new_due_at=due)
        approved = due if chance.often(0.3) else chance.later(approved, 200)


def _share(chance: Chance, case: Case, reported: datetime) -> None:
    wanted = chance.random.sample(["D1", "D2", "D3", "D4", "D5"], chance.random.choice([0, 0, 1, 2, 4]))
    for number, department in enumerate(wanted):
        role = "main" if number == 0 and chance.often(0.8) else "assist"
        own = role == "assist" and chance.often(0.4)
        case.shares.append(
            {
                "case_id": case.row["case_id"],
                "department_code": department,
                "role": role,
                "due_at": chance.later(reported, 300) if own and chance.often(0.6) else None,
                "done_at": chance.later(reported, 400) if own else None,
            }
        )


def _dispatch(chance: Chance, case: Case, reported: datetime) -> None:
    """Some dispatches, to the same department too, signed for or returned around the limit of two hours."""
    moment = reported
    for _ in range(chance.random.choice([0, 0, 0, 1, 1, 2, 3])):
        department = chance.one("D1", "D2", None)
        moment = chance.later(moment, 30)
        _add(case, "dispatch", moment, department)
        for kind in ("sign", "return"):
            if chance.often(0.5):
                limit = moment + timedelta(minutes=120)
                _add(case, kind, limit if chance.often(0.2) else chance.later(moment, 5), department)


def _call(chance: Chance, case: Case, reported: datetime) -> None:
    """Calls around the closes: before, at the very second, between a close and a reopen, after all."""
    ends = [each["happened_at"] for each in case.events if each["kind"] in ("close", "reopen")]
    ends += [case.row["closed_at"]] if case.row["closed_at"] else [reported]
    for _ in range(chance.random.choice([0, 1, 1, 2, 3, 4])):
        moment = chance.later(chance.one(*ends), 200)
        if any(each["called_at"] == moment for each in case.calls):
            continue  # the feed's key
        case.calls.append(
            {
                "case_id": case.row["case_id"],
                "called_at": moment,
                "reached": chance.often(0.8),
                "contacted": chance.one(True, False, None),
                "resolved": chance.one(True, True, False, None),
                "level": chance.one("satisfied", "mostly", "neutral", "not", None, None),
                "auto_default": chance.one(True, False, False, False, None),
            }
        )


def _add(case: Case, kind: str, moment: datetime, department: object, **more: object) -> None:
    if any(
        (each["kind"], each["happened_at"], each["department_code"]) == (kind, moment, department)
        for each in case.events
    ):
        return  # the feed's key: it would be the same record
    case.events.append(
        {
            "case_id": case.row["case_id"],
            "kind": kind,
            "happened_at": moment,
            "department_code": department,
            "seq": len(case.events) + 1,
            "new_due_at": None,
            "level": None,
            **more,
        }
    )

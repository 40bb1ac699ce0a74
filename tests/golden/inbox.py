"""A golden case as files in an inbox: the feeds' own column names, CSV in UTF-8."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = dict[str, object]
# Later than anything a golden case tells of.
MANIFEST = {"data_until": "2024-12-31T00:00:00"}


def write(folder: Path, tables: dict[str, list[Row]]) -> Path:
    """One file for each table that has rows, and the manifest; returns the folder."""
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        if rows:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
    return folder


def told(rows: Iterable[Row], as_of: str) -> dict[str, list[Row]]:
    """Cases and their events; a case that is closed once tells it in its own column."""
    month = as_of[:7]
    tables: dict[str, list[Row]] = {"case": [], "case_event": []}
    for row in rows:
        case: Row = {
            "case_id": row["id"],
            "reported_at": f"{month}-01T00:00:00",
            "due_at": row.get("due_at"),
            "closed_at": None,
            "excluded_as": row.get("exclude"),
        }
        events = row["events"]
        assert isinstance(events, list)
        if [event["type"] for event in events] == ["close"]:
            case["closed_at"] = events[0]["at"]
        else:
            tables["case_event"] += [_event(row["id"], event) for event in events]
        tables["case"].append(case | _extension(row.get("extension")))
    return tables


def extended_by_events(rows: Iterable[Row], as_of: str) -> dict[str, list[Row]]:
    """The same with extensions told as events and not in the case's columns."""
    tables = told([{**row, "extension": None} for row in rows], as_of)
    for row in rows:
        extension = row.get("extension")
        if isinstance(extension, dict):
            event = {"type": "extend", "at": extension["approved_at"]}
            tables["case_event"].append(_event(row["id"], event) | {"new_due_at": extension["new_due_at"]})
    return tables


def street_cases(groups: dict[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """Districts with their streets, and as many cases closed of those reported as the rows say."""
    areas: list[Row] = [_area("C", "city", None)]
    cases: list[Row] = []
    for district, streets in groups.items():
        areas.append(_area(district, "district", "C"))
        for row in streets:
            code = f"{district}-{row['street']}"
            areas.append(_area(code, "street", district))
            cases += counted(int(str(row["num"])), int(str(row["den"])), {"area_code": code})
    return {"area": areas, "case": cases}


def counted(closed: int, reported: int, more: Row) -> list[Row]:
    """So many cases reported in January 2024, the first of them closed the day after."""
    label = "-".join(str(value) for value in more.values())
    return [
        {
            "case_id": f"{label}#{number}",
            "reported_at": "2024-01-10 09:00:00",
            "closed_at": "2024-01-11 09:00:00" if number < closed else None,
            **more,
        }
        for number in range(reported)
    ]


def item_cases(rows: Sequence[Sequence[object]]) -> dict[str, list[Row]]:
    """A catalogue of items, and as many cases of each as the rows say; some cases have no item."""
    items: list[Row] = []
    cases: list[Row] = []
    for level1, level2, level3, number in rows:
        if level3 is not None:
            items.append({"item_code": f"code {level3}", "level1": level1, "level2": level2, "level3": level3})
        cases += counted(0, int(str(number)), {"item_code": f"code {level3}" if level3 else None})
    return {"item": items, "case": cases}


def _event(case: object, event: Row) -> Row:
    return {"case_id": case, "kind": event["type"], "happened_at": event["at"]}


def _extension(extension: object) -> Row:
    if not isinstance(extension, dict):
        return {"extension_approved_at": None, "extended_due_at": None}
    return {"extension_approved_at": extension["approved_at"], "extended_due_at": extension["new_due_at"]}


def _area(code: str, level: str, parent: str | None) -> Row:
    return {"area_code": code, "name": code, "level": level, "parent_code": parent}

"""Scores by hand: departments whose counts, ratings and incidents a test chooses, put together by the scheme."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.rules import rules
from warehouse.scoring.frozen import COUNTS, Frozen
from warehouse.scoring.reading import read_scheme
from warehouse.scoring.recount import put_together
from warehouse.scoring.scheme import Scheme
from warehouse.scoring.shelf import SHIPPED

METRICS = ("arrival", "ontime_closure", "closure", "rework", "satisfaction")
SNAPSHOT = {
    "generation": 7,
    "sha256": "5" * 64,
    "data_until": "2024-07-01T02:10:00",
    "released_at": "2024-07-01T03:00:00",
    "timezone": "Asia/Shanghai",
    "synthetic": True,
    "definitions_sha256": "d" * 64,
    "rules_sha256": "e" * 64,
}


@dataclass(frozen=True)
class Unit:
    """A department: (numerator, denominator) of each indicator in the order of the scheme, None where it had none."""

    rates: Sequence[tuple[Any, Any] | None]
    streets: Mapping[str, str]
    superior: str | None = "80"
    peer: str | None = "80"
    missing: Sequence[str] = ()
    incidents: Mapping[str, int] = field(default_factory=dict)
    n: Any = 20


# Golden case G45: two departments from single calls and cases to the total.
G45 = {
    "D1": Unit(((9, 10), (9, 10), (10, 10), (0, 10), (9, 10)), {"S1": "85", "S2": "75", "S3": "80"}, "90", "86"),
    "D2": Unit(((1, 1), (20, 20), (20, 20), (1, 20), (17, 20)), {"S1": "70", "S2": "65", "S3": "72"}, "92", "90"),
}
# What G45 has not: nothing to divide by, credited parts, gaps that block, ties, few cases, deductions and a veto.
MORE = {
    "E1": Unit((None, (8, 10), (9, 10), (0, 10), (6, 10)), {"S1": "80", "S2": "80", "S3": "80"}),
    "E2": Unit((None, None, None, (1, 7), (7, 8)), {"S1": "80", "S2": "80", "S3": "80"}),
    "E3": Unit(
        (("117/10", "164/10"), ("14", "82/5"), ("8", "10"), ("3/70", 3), (9, 10)), {"S1": "100/3", "S2": "200/3"}
    ),
    "E4": Unit((("8/5", 2), ("4/5", 1), (1, 1), (0, 1), (1, 1)), {"S1": "70", "S2": "65", "S3": "591/8"}, n="17/5"),
    "E5": Unit(((1, 1),) * 5, {"S1": "100", "S2": "100", "S3": "100"}, "100", "100", incidents={"major_safety": 1}),
    "E6": Unit(((9, 10), (9, 10), (10, 10), (0, 10), (9, 10)), {"S1": "85", "S2": "75", "S3": "80"}, "90", "86"),
    "E7": Unit(((1, 2),) * 5, {"S1": "30", "S2": "20", "S3": "10"}, incidents={"supervision_notice": 9}),
    "E8": Unit(((1, 1),) * 5, {"S1": "90", "S2": "90"}, missing=("S3", "S4")),
    "E9": Unit(((1, 1), (1, 1), (1, 1), (0, 1), (1, 1)), {"S1": "90", "S2": "90", "S3": "90"}, superior=None),
}


def scheme(folder: Path, change: Mapping[str, str] | None = None) -> Scheme:
    """The shipped scheme of departments with texts in it exchanged."""
    text = (SHIPPED / "dept-performance.2020.1.toml").read_text("utf-8")
    for old, new in (change or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "dept-performance.2020.1.toml"
    path.write_text(text, "utf-8")
    return read_scheme(path, rules().rules.version)


def document(held: Scheme, units: Mapping[str, Unit]) -> dict[str, Any]:
    """The score's document of these departments, who are all of one group."""
    frame = {
        "contract": 1,
        "scheme": {
            "id": held.scheme.id,
            "version": held.scheme.version,
            "title": held.scheme.title("zh"),
            "sha256": held.sha256,
            "basis_document": held.scheme.basis_document,
            "approved_by": held.scheme.approved_by,
            "rules": held.scheme.rules,
        },
        "period": {"code": "2024-06", "from": "2024-06-01", "to": "2024-06-30"},
        "as_of": "2024-06-30",
        "snapshot": SNAPSHOT,
        "status": "approved",
        "publication": None,
        "subject": "department",
        "warnings": ["rules_unnamed"],
        "set_aside": {"by_rule": {}, "listed": []},
        "subjects": [
            {"code": code, "name": f"{code}局", "group": "区直部门", "group_code": "all", "district": None, "n": unit.n}
            for code, unit in units.items()
        ],
    }
    counts = [row for code, unit in units.items() for row in _rows(code, unit, held)]
    incidents = [
        {"subject": code, "kind": kind, "times": str(times)}
        for code, unit in units.items()
        for kind, times in unit.incidents.items()
    ]
    return put_together(held, Frozen(frame, tuple(counts), tuple(incidents)))


def _rows(code: str, unit: Unit, held: Scheme) -> list[dict[str, str | None]]:
    kinds = {node.code: node for node in held.leaves}
    found = []
    for name, rate in zip(METRICS, unit.rates, strict=True):
        above, below = rate or (0, 0)
        told = {"numerator": str(above), "denominator": str(below), "n": str(below), "rows": str(below), "pending": "0"}
        told |= {"metric": kinds[name].metric, "outside": "{}", "excluded": '{"duplicate": 1}', "bins": "{}"}
        found.append({"node": name, "kind": "metric", "missing_feeds": "[]", "months": "[]", **told})
    streets = [
        {"code": street, "score": score, "basis": "full", "forms": 2, "interactions": place + 1}
        for place, (street, score) in enumerate(unit.streets.items())
    ]
    said = {"streets": json.dumps(streets), "missing_streets": json.dumps(list(unit.missing))}
    found.append({"node": "bottom_up", "kind": "bottom_up", **said})
    found += [{"node": name, "kind": "external", "points": getattr(unit, name)} for name in ("superior", "peer")]
    return [{**dict.fromkeys(COUNTS), **row, "subject": code} for row in found]

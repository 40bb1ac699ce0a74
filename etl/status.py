"""What a warehouse tells operators: its release, its runs, its files and its quarantine."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.errors import NoWarehouse, Unreleased
from etl.holdings import Holding, holdings, runs, runs_path
from etl.lock import running
from etl.settings import city_now
from warehouse import NoSnapshot, current, journal, kept, releases

UNENDED = {
    "kind": "run",
    "outcome": "interrupted",
    "exit": None,
    "seconds": None,
    "generation": {"before": None, "after": None},
    "mode": None,
    "error": None,
    "files": None,
}


def status_document(warehouse: Path) -> dict[str, Any]:
    """The document of `etl status`; raises NoSnapshot or Unreleased where nothing has been released."""
    record = _current(warehouse)
    held = holdings(warehouse)
    ended = runs(warehouse)
    shown = ("generation", "file", "sha256", "released_at", "data_until", "synthetic", "timezone")
    age = int((city_now(record["timezone"]) - datetime.fromisoformat(record["released_at"])).total_seconds())
    return {
        "contract": 1,
        "current": {
            **{name: record[name] for name in shown},
            "age_seconds": age,
            "rolled_back": record.get("rolled_back"),
        },
        "kept": kept(warehouse),
        "pinned": [],
        "running": running(warehouse),
        "last_run": _last(ended),
        "feeds": {name: _feed(name, rows, held) for name, rows in record["feeds"].items()},
        "refused": _refused(held),
        "quarantine": _quarantine(held),
        "findings": record.get("findings", {"count": 0, "by_reason": {}, "listed": []}),
        "disk": _disk(warehouse),
        "next_run": None,
        "alerts": [],
    }


def history_document(warehouse: Path) -> dict[str, Any]:
    """The document of `etl history`; raises NoWarehouse where no refresh has ever run."""
    told = [*_unended(warehouse, running(warehouse) is not None), *runs(warehouse)]
    if not told:
        raise NoWarehouse(f"no refresh has ever run in {warehouse}; run: python -m etl refresh")
    ordered = sorted(told, key=lambda run: str(run["started_at"]))
    return {"contract": 1, "runs": ordered, "releases": releases(warehouse)}


def _unended(warehouse: Path, held: bool) -> list[dict[str, Any]]:
    """The runs without an end: interrupted, but for the last where the warehouse is held."""
    ended = {run["run"] for run in runs(warehouse)}
    lines = [line for line in journal.read(runs_path(warehouse)) if line["kind"] == "start"]
    open_ones = [line for line in lines if line["run"] not in ended]
    found = [{**UNENDED, "run": line["run"], "started_at": line["started_at"]} for line in open_ones]
    if found and held and open_ones[-1] is lines[-1]:
        found[-1]["outcome"] = "running"
    return found


def _current(warehouse: Path) -> dict[str, Any]:
    try:
        return current(warehouse)
    except NoSnapshot as error:
        held = running(warehouse)
        if held is None:
            raise
        words = f"{error}; one is running (pid {held['pid']}, since {held['since']})"
        raise Unreleased(words, held) from error


def _last(ended: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not ended:
        return None
    return {name: ended[-1][name] for name in ("run", "outcome", "exit", "started_at", "seconds")}


def _feed(name: str, rows: int, held: dict[str, Holding]) -> dict[str, Any]:
    lines = [holding.line for holding in held.values() if name in holding.line["landing"]]
    return {
        "rows": rows,
        "files": len(lines),
        "last_loaded_at": max((line["at"] for line in lines), default=None),
    }


def _refused(held: dict[str, Holding]) -> list[dict[str, Any]]:
    """The tables nothing was loaded from, unless a later file of that name was."""
    loaded = {holding.line["name"]: holding.line["at"] for holding in held.values() if not holding.refused}
    lines = [holding.line for holding in held.values()]
    return [
        {"file": report["file"], "at": line["at"], **report["refused"]}
        for line in lines
        for report in line["reports"]
        if report["refused"] and loaded.get(line["name"], "") <= line["at"]
    ]


def _quarantine(held: dict[str, Holding]) -> dict[str, Any]:
    reasons: dict[str, int] = {}
    for holding in held.values():
        for report in holding.line["reports"]:
            for reason, count in report["reasons"].items():
                reasons[reason] = reasons.get(reason, 0) + (0 if report["refused"] else count)
    return {"open": sum(reasons.values()), "by_reason": {reason: n for reason, n in reasons.items() if n}}


def _disk(warehouse: Path) -> dict[str, int]:
    used = sum(path.stat().st_size for path in warehouse.rglob("*") if path.is_file())
    return {"free_bytes": shutil.disk_usage(warehouse).free, "warehouse_bytes": used}

"""A refresh: new files are landed, a snapshot is built, checked, and released as a whole or not at all."""

import json
import resource
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import duckdb

from etl.block import Clock
from etl.errors import RefreshFailed
from etl.findings import findings
from etl.holdings import Holding, changed_since, holdings, landing, lines_told, runs_path
from etl.intake import Taken, arrivals, take_in
from etl.land import Desk
from etl.layout import layouts
from etl.lock import only_one
from etl.settings import city_now, city_timezone, warehouse_timezone
from etl.steps import Steps
from warehouse import NoSnapshot, current, journal, releases
from warehouse.build import Built, rebuild, renew
from warehouse.connection import connect
from warehouse.fingerprint import definitions_sha256, rules_sha256
from warehouse.latest import latest_stamp
from warehouse.snapshot import is_whole, next_generation, point_to, publish
from warehouse.stale import renewable

ROOT = Path(__file__).parent.parent
NOTHING_FOUND: dict[str, Any] = {"count": 0, "by_reason": {}, "listed": []}
EXITS = {"released": 0, "nothing_new": 0, "failed": 1}


@dataclass
class Run:
    """One refresh of one warehouse; `document` is what it has to tell in the end."""

    inbox: Path
    warehouse: Path
    folders: tuple[Path, ...] = ()
    anew: bool = False
    step: Steps = field(default_factory=Steps)

    def __post_init__(self) -> None:
        self.started = city_now(warehouse_timezone(self.warehouse))
        self.clock = monotonic()
        self.name = f"{self.started:%Y%m%dT%H%M%S}-{uuid4().hex[:4]}"
        self.told: dict[str, Any] = {
            "contract": 1,
            "run": self.name,
            "outcome": "failed",
            "verdict": "refused",
            "files": [],
            "generation": {"before": None, "after": None},
            "mode": None,
            "touched": {},
            "steps": [],
            "totals": {},
            "table_hashes": {},
            "drift": [],
            "guards": [],
            "findings": NOTHING_FOUND,
        }

    def document(self) -> dict[str, Any]:
        """Do it all; raises Busy where another refresh holds the warehouse, anything else ends in the document."""
        with only_one(self.warehouse), self.step:
            start = {"kind": "start", "run": self.name, "started_at": self.started.isoformat()}
            journal.append(runs_path(self.warehouse), start)
            try:
                self._refresh()
            except (RefreshFailed, duckdb.Error, OSError) as error:
                self.told["error"] = {"code": getattr(error, "code", "FAILED"), "message": str(error)}
            finally:
                self._end()
        return self.told

    @property
    def exit(self) -> int:
        """The exit code of the command line."""
        refused = any(file["verdict"] == "refuse" for file in self.told["files"])
        if self.told["outcome"] == "released":
            partial = refused or any(
                file["records"]["quarantined"] for file in self.told["files"] if file["verdict"] == "load"
            )
            return 3 if partial else 0
        return 1 if refused else EXITS[self.told["outcome"]]

    def _refresh(self) -> None:
        before = self._before()
        self._sweep()
        held = holdings(self.warehouse)
        zone = city_timezone(next(reversed(releases(self.warehouse)), None))
        taken = self._land(held, zone)
        self._tell_files(taken)
        changed = changed_since(self.warehouse, taken.held, before["journal_lines"] if before else 0)
        if not self._worth_building(taken, before):
            self.told["outcome"] = "nothing_new" if before else "failed"
            return
        self._release(taken, changed, before, zone)

    def _before(self) -> dict[str, Any] | None:
        """The release to build on: the current one, else the last; None where its file is not what was released."""
        try:
            record = current(self.warehouse)
        except NoSnapshot:
            record = next(reversed(releases(self.warehouse)), {})
        if not record:
            return None
        self.told["generation"] = {"before": record["generation"], "after": record["generation"]}
        self.step("check the current snapshot")
        if not is_whole(self.warehouse, record):
            self.told["guards"].append({"guard": "snapshot_damaged", "generation": record["generation"]})
            return None
        point_to(self.warehouse, record)
        return record

    def _sweep(self) -> None:
        """Remove what a run that died has left."""
        for left in [
            *self.warehouse.glob(".build-*"),
            *self.warehouse.glob(".landing"),
            *self.warehouse.glob(".scratch"),
        ]:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        for folder in ("snapshots", "archive", "journal", ".scratch"):
            (self.warehouse / folder).mkdir(parents=True, exist_ok=True)

    def _land(self, held: dict[str, Holding], zone: str) -> Taken:
        self.step("look")
        files = arrivals(self.inbox)
        until = max((file.data_until for file in files if file.data_until), default=None)
        clock = Clock(zone, until or city_now(zone))
        with closing(connect(self.warehouse / ".scratch", "900MB", ordered=True)) as con:
            desk = Desk(con, layouts(self.folders), clock)
            taken = take_in(desk, files, self.warehouse, held, self.name, self.step)
            self.told["findings"] = findings(con, self.warehouse, taken.held)
            return taken

    def _tell_files(self, taken: Taken) -> None:
        reports = taken.reports
        loaded = [report for report in reports if report["verdict"] != "refuse"]
        whole = len(loaded) == len(reports) and not any(report["records"]["quarantined"] for report in loaded)
        self.told["files"] = list(reports)
        self.told["verdict"] = "ok" if whole else "partial" if loaded else "refused"
        self.told["drift"] = [
            {"file": report["file"], "layout": report["layout"], "unknown": report["columns"]["unknown"]}
            for report in reports
            if report["columns"]["unknown"]
        ]

    def _worth_building(self, taken: Taken, before: dict[str, Any] | None) -> bool:
        if not any(holding.line["landing"] for holding in taken.held.values()):
            return False
        if self.anew or before is None or not _made_alike(before):
            return True
        # Who went back to an older generation keeps it until something new comes.
        lines = before.get("rolled_back", before)["journal_lines"]
        return any(holding.line["landing"] for holding in changed_since(self.warehouse, taken.held, lines))

    def _release(self, taken: Taken, changed: tuple[Holding, ...], before: dict[str, Any] | None, zone: str) -> None:
        generation = next_generation(self.warehouse)
        build = self.warehouse / f".build-{generation}.duckdb"
        built = self._build(build, taken, changed, before)
        self._tell_standing(built)
        self.step("verify")
        checked = self._verify(build)
        if build.with_name(build.name + ".wal").exists():
            raise RefreshFailed(f"{build.name}: a write-ahead log is left; the build was not closed whole")
        self.step("publish")
        record = publish(
            self.warehouse,
            build,
            {
                "generation": generation,
                "data_until": self._data_until(taken).isoformat(timespec="seconds"),
                "timezone": zone,
                "synthetic": any(holding.synthetic for holding in taken.held.values() if holding.line["landing"]),
                "released_at": city_now(zone).isoformat(),
                "run": self.name,
                "journal_lines": lines_told(self.warehouse),
                "mode": self.told["mode"],
                "definitions_sha256": definitions_sha256(),
                "rules_sha256": rules_sha256(),
                "findings": self.told["findings"],
                "feeds": built.rows,
                "totals": checked["totals"],
                "table_hashes": checked["table_hashes"],
                "checked_days": checked["checked_days"],
            },
        )
        self.told["outcome"] = "released"
        self.told["generation"]["after"] = record["generation"]
        self.told["table_hashes"] = checked["table_hashes"]
        self.told["totals"] = {feed: {"rows": rows} for feed, rows in built.rows.items()}
        self.told["totals"]["case"] = checked["totals"]["fct_case"]

    def _build(self, build: Path, taken: Taken, changed: tuple[Holding, ...], before: dict[str, Any] | None) -> Built:
        landed = landing(self.warehouse, taken.held)
        scratch = self.warehouse / ".scratch"
        self.step.expect("building", 24)
        if before is None or not self._renewable(changed, before):
            self.told["mode"] = "rebuild"
            return rebuild(build, landed, scratch, self.step)
        self.told["mode"] = "delta"
        self.step("copy")
        shutil.copyfile(self.warehouse / "snapshots" / before["file"], build)
        touched = landing(self.warehouse, {f"{n}": holding for n, holding in enumerate(changed)})
        built = renew(build, landed, touched, scratch, self.step)
        if built is None:
            build.unlink()
            self.told["mode"] = "rebuild"
            return rebuild(build, landed, scratch, self.step)
        self.told["touched"] = {"case": built.touched}
        return built

    def _data_until(self, taken: Taken) -> datetime:
        """Up to when the data speaks: manifests, else what the records say of themselves."""
        said = [holding.data_until for holding in taken.held.values() if holding.data_until and holding.line["landing"]]
        silent = {sha: holding for sha, holding in taken.held.items() if not holding.data_until}
        told = latest_stamp(landing(self.warehouse, silent), self.warehouse / ".scratch")
        return max([*said, *([told] if told else [])], default=self.started)

    def _renewable(self, changed: tuple[Holding, ...], before: dict[str, Any]) -> bool:
        """True when the last snapshot may stay as it is but for what the changed files speak of."""
        moved = {feed for holding in changed for feed in holding.line["landing"]}
        there = (self.warehouse / "snapshots" / before["file"]).exists()
        return not self.anew and _made_alike(before) and there and renewable(moved)

    def _verify(self, build: Path) -> dict[str, Any]:
        """Control totals and hashes, taken by a process of its own from the closed file."""
        command = [
            sys.executable,
            "-m",
            "warehouse.verify",
            str(build.resolve()),
            str((self.warehouse / ".scratch").resolve()),
        ]
        found = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        if found.returncode:
            raise RefreshFailed(f"the build was not released: {found.stderr.strip()}")
        return dict(json.loads(found.stdout))

    def _tell_standing(self, built: Built) -> None:
        """Of the records just loaded, how many count now, and how many lost to a later one."""
        for file in self.told["files"]:
            lost = built.lost.get(file["sha256"])
            if lost and file["verdict"] == "load":
                loaded = file["records"]["loaded"]
                file["loaded"] = {**lost, "current": loaded - lost["superseded"] - lost["identical"]}

    def _end(self) -> None:
        self.told["steps"] = self.step.told
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        self.told["peak_rss_mb"] = peak // 1024
        seconds = monotonic() - self.clock
        line = {
            "kind": "run",
            "run": self.name,
            "outcome": self.told["outcome"],
            "exit": self.exit,
            "verdict": self.told["verdict"],
            "started_at": self.started.isoformat(),
            "seconds": round(seconds, 1),
            "steps": self.step.told,
            "generation": self.told["generation"],
            "mode": self.told["mode"],
            "error": self.told.get("error"),
            "files": len(self.told["files"]),
            "peak_rss_mb": self.told["peak_rss_mb"],
        }
        shutil.rmtree(self.warehouse / ".scratch", ignore_errors=True)
        journal.append(runs_path(self.warehouse), line)


def _made_alike(record: dict[str, Any]) -> bool:
    """True when a snapshot was made by the definitions and rules of today."""
    return (record["definitions_sha256"], record["rules_sha256"]) == (definitions_sha256(), rules_sha256())

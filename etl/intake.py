"""From inbox to landing: each new file is archived, landed and journalled; what is known already is left alone."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from etl import lookups
from etl.errors import Refused
from etl.holdings import Holding, landing, runs_path
from etl.inbox import data_files
from etl.land import QUARANTINE, Desk, land_file
from etl.layout import Layout
from etl.manifest import Promise, manifest, sha256
from etl.report import FileReport
from etl.settings import city_now
from etl.steps import Steps
from warehouse import feeds, journal, make_latest

SAME = ("reading", "reports", "promise", "name")  # a refused file of which these say what they said is told once
READER = 1  # raise when the reading of files changes what is landed: everything is landed again


@dataclass(frozen=True)
class Arrival:
    """One file of the inbox, as it lies there."""

    path: Path
    where: str
    sha256: str
    promise: Promise
    data_until: datetime | None
    synthetic: bool


@dataclass(frozen=True)
class Taken:
    """What an intake did: a report for every table of every file, and what the warehouse holds now."""

    reports: tuple[dict[str, Any], ...]
    held: dict[str, Holding]


def arrivals(inbox: Path) -> list[Arrival]:
    """The files of the inbox, in the order of their names."""
    said = manifest(inbox)
    until = said.data_until.replace(tzinfo=None) if said.data_until else None
    found = []
    for each in data_files(inbox, said.aside):
        promise = said.promise(each.where)
        found.append(Arrival(each.path, each.where, sha256(each.path), promise, until, said.synthetic))
    return found


def take_in(
    desk: Desk, files: Iterable[Arrival], warehouse: Path, held: Mapping[str, Holding], run: str, step: Steps
) -> Taken:
    """Land every file that is new, refused before, or read otherwise by now."""
    here = list(files)
    given: dict[str, Arrival] = {}
    for file in here:
        given.setdefault(file.sha256, file)
    shelf = Shelf(desk, warehouse, run, digest(desk.layouts))
    due = [file for file in given.values() if shelf.is_due(held.get(file.sha256))]
    step.expect("landing", len(due))
    now = dict(held)
    for file in due:
        step(f"land {file.where}")
        now[file.sha256] = shelf.take(file, now.get(file.sha256), "")
    names = _build_lookups(desk, warehouse, now)
    for sha in [sha for sha, holding in now.items() if _wants_names(holding) and holding.line["lookups"] != names]:
        file = given.get(sha) or shelf.archived(now[sha])
        step(f"land {file.where} with registers")
        now[sha] = shelf.take(file, now[sha], names)
    return Taken(tuple(_documents(here, now, held)), now)


def digest(layouts: Mapping[str, Layout]) -> str:
    """What reading by these layouts depends on: the reader, the feeds they fill and the layouts themselves."""
    filled = {block.feed for layout in layouts.values() for block in layout.blocks}
    parts = [str(READER), *(feed.model_dump_json() for name, feed in feeds().items() if name in filled)]
    parts += [layouts[name].model_dump_json() for name in sorted(layouts)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Shelf:
    """Where files are put: archive, landing, quarantine and the journal."""

    desk: Desk
    warehouse: Path
    run: str
    reading: str

    def is_due(self, holding: Holding | None) -> bool:
        """True for a file that is new, was refused, or whose layout has changed since."""
        if holding is None or holding.refused:
            return True
        if any(report["verdict"] == "refuse" for report in holding.line["reports"]):
            return bool(holding.line["reading"] != self.reading)
        return bool(holding.line["recipe"] != self._recipe(holding.line["reports"]))

    def take(self, file: Arrival, before: Holding | None, names: str) -> Holding:
        """Archive and land one file; its journal line makes the landing count."""
        room = self.warehouse / ".landing"
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        try:
            reports = land_file(self.desk, self._archive(file, room), room, file.promise, file.sha256)
        except Refused as refusal:
            name, size = Path(file.where).name, file.path.stat().st_size
            reports = [FileReport(name, file.sha256, file.sha256, size, refused=refusal)]
        told = self._told(file, reports)
        unheard = before is None or not before.refused or any(before.line[name] != told[name] for name in SAME)
        if unheard:
            before = Holding({**told, "lookups": names, **self._kept(reports)})
            journal.append(runs_path(self.warehouse), before.line)
        shutil.rmtree(room)
        assert before is not None
        return before

    def archived(self, holding: Holding) -> Arrival:
        """A file that left the inbox, as the archive kept it."""
        line = holding.line
        path = self.warehouse / "archive" / holding.sha256
        promise = Promise(**line["promise"])
        return Arrival(path, line["name"], holding.sha256, promise, holding.data_until, holding.synthetic)

    def _archive(self, file: Arrival, room: Path) -> Path:
        """The file under its own name, beside a copy that stays; refused when it changed meanwhile."""
        kept = self.warehouse / "archive" / file.sha256
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            draft = kept.with_name(f".{kept.name}.part")
            shutil.copyfile(file.path, draft)
            if sha256(draft) != file.sha256:
                draft.unlink()
                raise Refused(
                    "CHANGED_WHILE_READ",
                    f"{file.where}: changed while it was read; it is tried again next time",
                )
            _settle(draft, kept)
        named = room / Path(file.where).name
        os.link(kept, named)
        return named

    def _told(self, file: Arrival, reports: list[FileReport]) -> dict[str, Any]:
        """What the journal says of a file, but for where its records lie."""
        documents = [report.document() for report in reports]
        return {
            "kind": "file",
            "run": self.run,
            "name": file.where,
            "sha256": file.sha256,
            "at": city_now(self.desk.clock.timezone).isoformat(),
            "reading": self.reading,
            "recipe": self._recipe(documents),
            "promise": file.promise.model_dump(),
            "data_until": file.data_until.isoformat() if file.data_until else None,
            "synthetic": file.synthetic,
            "reports": documents,
        }

    def _kept(self, reports: list[FileReport]) -> dict[str, Any]:
        """Puts what was landed, and what was quarantined, in its place; both by name."""
        landed: dict[str, list[str]] = {}
        quarantined = []
        for report in reports:
            for feed in report.feeds if report.folder else ():
                landed.setdefault(feed, []).append(self._keep(report, f"{feed}.parquet", f"landing/{feed}"))
            if report.folder and (report.folder / QUARANTINE).exists():
                quarantined.append(self._keep(report, QUARANTINE, "quarantine"))
        return {"landing": landed, "quarantine": quarantined}

    def _keep(self, report: FileReport, name: str, folder: str) -> str:
        """Move a landed file to its place; an older landing of the same table stays beside it."""
        assert report.folder is not None
        stem, number = report.sha256, 1
        while (self.warehouse / folder / f"{stem}.parquet").exists():
            number += 1
            stem = f"{report.sha256}-{number}"
        place = f"{folder}/{stem}.parquet"
        _settle(report.folder / name, self.warehouse / place)
        return place

    def _recipe(self, reports: list[dict[str, Any]]) -> str:
        """The digest of what the tables of one file are read by."""
        used = {report["layout"] for report in reports if report["layout"]}
        chosen = {name: self.desk.layouts[name] for name in used if name in self.desk.layouts}
        return digest(chosen) if len(chosen) == len(used) else "gone"


def _settle(draft: Path, place: Path) -> None:
    """Give a finished file its name, and have both on disk."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for path, replaced in ((draft, False), (place.parent, True)):
        if replaced:
            os.replace(draft, place)
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _wants_names(holding: Holding) -> bool:
    """True for a file that looks names up, or that was refused, perhaps for names nobody knew yet."""
    return holding.refused or any(report["lookups"] for report in holding.line["reports"])


def _build_lookups(desk: Desk, warehouse: Path, held: Mapping[str, Holding]) -> str:
    """The look-up tables from every register landed so far; a digest of what they hold."""
    if not any(map(_wants_names, held.values())):
        return ""
    landed = landing(warehouse, dict(held))
    wanted = [name for name in (*lookups.KINDS, "alias") if name in landed]
    for name in wanted:
        make_latest(desk.con, feeds()[name], landed[name])
    return lookups.build(desk.con, {name: f"latest_{name}" for name in wanted})


def _documents(
    here: Iterable[Arrival], now: Mapping[str, Holding], before: Mapping[str, Holding]
) -> Iterable[dict[str, Any]]:
    """The reports of the run: of what was landed, and of what lay in the inbox and was known already."""
    told: dict[str, str] = {}
    for file in here:
        sha = file.sha256
        known = before.get(sha) is now[sha] or sha in told
        same = {"same_as": told[sha]} if sha in told else {}
        told.setdefault(sha, file.where)
        for report in now[sha].line["reports"]:
            verdict = "unchanged" if known and report["verdict"] == "load" else report["verdict"]
            yield {**report, "file": _named(report["file"], file.where), "verdict": verdict, **same}
    for sha, holding in now.items():
        if sha not in told and before.get(sha) is not holding:
            yield from holding.line["reports"]


def _named(reported: str, where: str) -> str:
    """The report's name under the file's place in the inbox, whatever the file was called when it was landed."""
    _, slash, part = reported.partition("/")
    return where + slash + part

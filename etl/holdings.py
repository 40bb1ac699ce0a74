"""What a warehouse holds, as its journal tells: each received file, where its records went, which landing counts."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse import Landed, journal


@dataclass(frozen=True)
class Holding:
    """One received file by content: its last journal line."""

    line: dict[str, Any]

    @property
    def sha256(self) -> str:
        """The content's digest, which is its name in the archive."""
        return str(self.line["sha256"])

    @property
    def refused(self) -> bool:
        """True when no part of the file was landed."""
        return all(report["verdict"] == "refuse" for report in self.line["reports"])

    @property
    def synthetic(self) -> bool:
        """True when the file's manifest says that the data is invented."""
        return bool(self.line["synthetic"])

    @property
    def data_until(self) -> datetime | None:
        """The data time of the file's manifest."""
        return _stamp(self.line["data_until"])

    def landed(self, warehouse: Path, feed: str) -> list[Landed]:
        """The landing files of that feed that came from it."""
        return [Landed(warehouse / path, self.data_until) for path in self.line["landing"].get(feed, [])]


def holdings(warehouse: Path, lines_read: int | None = None) -> dict[str, Holding]:
    """Every received file by digest, as the journal (or its first `lines_read` lines) last spoke of it."""
    lines = journal.read(runs_path(warehouse))[:lines_read]
    return {line["sha256"]: Holding(line) for line in lines if line["kind"] == "file"}


def lines_told(warehouse: Path) -> int:
    """How many lines the journal of runs and files has."""
    return len(journal.read(runs_path(warehouse)))


def changed_since(warehouse: Path, held: dict[str, Holding], lines_read: int) -> tuple[Holding, ...]:
    """The files that were landed otherwise, or not at all, when the journal had so many lines; now and then."""
    then = holdings(warehouse, lines_read)
    moved = [sha for sha, holding in held.items() if sha not in then or then[sha].line != holding.line]
    return tuple(held[sha] for sha in moved) + tuple(then[sha] for sha in moved if sha in then)


def runs(warehouse: Path) -> list[dict[str, Any]]:
    """The ended runs, oldest first."""
    return [line for line in journal.read(runs_path(warehouse)) if line["kind"] == "run"]


def landing(warehouse: Path, held: dict[str, Holding]) -> dict[str, list[Landed]]:
    """All landing files that count, by feed, in the order of their names."""
    feeds = sorted({feed for holding in held.values() for feed in holding.line["landing"]})
    return {feed: [each for sha in sorted(held) for each in held[sha].landed(warehouse, feed)] for feed in feeds}


def runs_path(warehouse: Path) -> Path:
    """The journal of runs and files."""
    return warehouse / "journal" / "runs.jsonl"


def _stamp(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

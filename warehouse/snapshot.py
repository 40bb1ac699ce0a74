"""Snapshots: released under a new name each, read through a locked-down connection.

A name once released is never written again: a process that holds the old file goes on reading the old file, and a
process that opens the new name sees the new one (FAULTS: instance cache, torn copies).
"""

import hashlib
import json
import os
import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse import journal
from warehouse.errors import NoSnapshot

POINTER = "CURRENT.json"
KEPT = 3
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "500MB",
    "threads": "1",
}


@dataclass(frozen=True)
class Snapshot:
    """One released generation, open for reading; `record` is its line in the journal of releases."""

    record: dict[str, Any]
    connection: DuckDBPyConnection = field(repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def generation(self) -> int:
        """The number of the release."""
        return int(self.record["generation"])

    @property
    def data_day(self) -> date:
        """The day until which the data reaches: as_of where a question names none."""
        return datetime.fromisoformat(self.record["data_until"]).date()

    def cursor(self) -> DuckDBPyConnection:
        """A cursor of its own: one for each request, never shared between threads."""
        with self.lock:
            return self.connection.cursor()

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()


def open_snapshot(warehouse: Path, generation: int | None = None) -> Snapshot:
    """The current snapshot, or a kept older generation; raises NoSnapshot."""
    record = current(warehouse) if generation is None else release(warehouse, generation)
    path = warehouse / "snapshots" / record["file"]
    if not path.exists():
        raise NoSnapshot(f"generation {record['generation']} is no longer kept; there are {kept(warehouse)}")
    return Snapshot(record, duckdb.connect(str(path), read_only=True, config=LOCKED_DOWN))


def current(warehouse: Path) -> dict[str, Any]:
    """What CURRENT.json says; raises NoSnapshot where nothing has been released."""
    try:
        record: dict[str, Any] = json.loads((warehouse / POINTER).read_text("utf-8"))
    except FileNotFoundError as error:
        raise NoSnapshot(f"nothing has been released in {warehouse}; run: python -m etl refresh") from error
    except ValueError as error:
        raise NoSnapshot(f"{warehouse / POINTER} is damaged; run: python -m etl refresh") from error
    return record


def releases(warehouse: Path) -> list[dict[str, Any]]:
    """Every release, oldest first, whether its file is still kept or not."""
    return journal.read(warehouse / "journal" / "releases.jsonl")


def release(warehouse: Path, generation: int) -> dict[str, Any]:
    """The journal line of that generation; raises NoSnapshot."""
    for record in reversed(releases(warehouse)):
        if record["generation"] == generation:
            return dict(record)
    raise NoSnapshot(f"generation {generation} was never released; there are {kept(warehouse)}")


def kept(warehouse: Path) -> list[int]:
    """The generations whose files are still there, newest first."""
    names = (path.stem for path in (warehouse / "snapshots").glob("snap-*.duckdb"))
    return sorted((int(name.removeprefix("snap-")) for name in names), reverse=True)


def next_generation(warehouse: Path) -> int:
    """A number that no release and no file has had."""
    told = [int(record["generation"]) for record in releases(warehouse)]
    return max([0, *told, *kept(warehouse)]) + 1


def is_whole(warehouse: Path, record: dict[str, Any]) -> bool:
    """True when the release's file is there with the bytes that were released."""
    path = warehouse / "snapshots" / record["file"]
    return path.exists() and sha256(path) == str(record["sha256"])


def publish(warehouse: Path, build: Path, record: dict[str, Any]) -> dict[str, Any]:
    """Give a checked build its name, journal it, point to it; returns the full record."""
    name = f"snap-{record['generation']}.duckdb"
    full = {**record, "file": name, "sha256": sha256(build)}
    _sync(build)
    os.chmod(build, 0o444)
    os.replace(build, warehouse / "snapshots" / name)
    _sync(warehouse / "snapshots")
    journal.append(warehouse / "journal" / "releases.jsonl", full)
    point_to(warehouse, full)
    _drop_old(warehouse, record["generation"])
    return full


def point_to(warehouse: Path, record: dict[str, Any]) -> None:
    """Replace CURRENT.json as a whole."""
    draft = warehouse / f".{POINTER}.part"
    draft.write_text(json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    _sync(draft)
    os.replace(draft, warehouse / POINTER)
    _sync(warehouse)


def sha256(path: Path) -> str:
    """The digest of a file that nobody has open for writing."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _drop_old(warehouse: Path, generation: int) -> None:
    for old in kept(warehouse)[KEPT:]:
        if old < generation:
            (warehouse / "snapshots" / f"snap-{old}.duckdb").unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

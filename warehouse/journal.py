"""The journal: append-only JSON lines, each carrying the sha256 of the line before."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from warehouse.errors import JournalBroken

Line = dict[str, Any]


def append(path: Path, record: Line) -> None:
    """Add one line and have it on disk before returning."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        body = {**record, "previous": _digest_of_last(path)}
        file.write(json.dumps(body, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> list[Line]:
    """Every line, oldest first; a line that does not continue the one before raises JournalBroken."""
    if not path.exists():
        return []
    there = path.stat()
    return list(_checked(path, there.st_size, there.st_mtime_ns))


@lru_cache(maxsize=16)
def _checked(path: Path, size: int, written: int) -> tuple[Line, ...]:
    # Lines are only ever added: a journal of the same size and time is the one that was checked before.
    return tuple(_lines(path))


def _lines(path: Path) -> Iterator[Line]:
    previous = ""
    for number, raw in enumerate(_whole_lines(path), 1):
        line = _parsed(raw)
        if line.get("previous") != previous:
            raise JournalBroken(
                f"{path}, line {number}: does not continue line {number - 1}; restore the file from a backup"
            )
        previous = hashlib.sha256(raw).hexdigest()
        yield line


def _parsed(raw: bytes) -> Line:
    try:
        line = json.loads(raw)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}


def _whole_lines(path: Path) -> list[bytes]:
    # A line without its end was never acknowledged: the writer died in the middle of it.
    return path.read_bytes().split(b"\n")[:-1]


def _digest_of_last(path: Path) -> str:
    lines = path.read_bytes()
    if lines and not lines.endswith(b"\n"):
        keep = lines.rfind(b"\n") + 1
        os.truncate(path, keep)
        lines = lines[:keep]
    if not lines:
        return ""
    return hashlib.sha256(lines[lines[:-1].rfind(b"\n") + 1 : -1]).hexdigest()

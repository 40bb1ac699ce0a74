"""The journal: append-only JSON lines, each carrying the sha256 of the line before; beside it that of the last one."""

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
        _note_last(path)


def faults(path: Path) -> list[str]:
    """What is wrong with a journal, by file and line: a line that does not continue the one before, a changed end."""
    if not path.exists():
        return [f"{path.name}: is gone"]
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # a line and the note of it are seen together
        whole = file.read()
        noted = _head(path).read_text("utf-8").strip() if _head(path).exists() else None
    lines, found, previous, spoilt = whole.split(b"\n")[:-1], [], "", False
    for number, raw in enumerate(lines, 1):
        told = _parsed(raw).get("previous")
        if told is None:
            found.append(f"{path.name}, line {number}: is not what was written; it cannot be read")
        elif told != previous and not spoilt:
            found.append(_told(path.name, number))
        previous, spoilt = hashlib.sha256(raw).hexdigest(), told is None
    # The writer may have died between a line and the note of it, so the line before the last may be the one noted.
    before = _parsed(lines[-1]).get("previous") if lines else None
    if noted not in (None, previous, before):
        last = max(len(lines) + (not whole.endswith(b"\n")), 1)
        found.append(f"{path.name}, line {last}: is not the last line that was written")
    return found


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


def _told(name: str, number: int) -> str:
    if number == 1:
        return f"{name}, line 1: is not a first line"
    return f"{name}, line {number - 1}: is not what was written; line {number} does not continue it"


def _head(path: Path) -> Path:
    return path.with_suffix(".head")


def _note_last(path: Path) -> None:
    """The digest of the last line, without which nothing would vouch for it."""
    draft = path.with_suffix(".head.part")
    draft.write_text(_digest_of_last(path) + "\n", "utf-8")
    os.replace(draft, _head(path))


def _digest_of_last(path: Path) -> str:
    lines = path.read_bytes()
    if lines and not lines.endswith(b"\n"):
        keep = lines.rfind(b"\n") + 1
        os.truncate(path, keep)
        lines = lines[:keep]
    if not lines:
        return ""
    return hashlib.sha256(lines[lines[:-1].rfind(b"\n") + 1 : -1]).hexdigest()

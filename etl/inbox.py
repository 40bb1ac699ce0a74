"""What lies in an inbox: the files that are data, and what is passed over, with the reason."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Entry:
    """One thing in the inbox: its place in words, and why it is no file to read; None for a file."""

    path: Path
    where: str
    reason: str | None

    def document(self) -> dict[str, str | None]:
        """The skipped entry as JSON."""
        return {"file": self.where, "verdict": "skipped", "reason": self.reason}


def data_files(inbox: Path, aside: Collection[str] = ()) -> list[Entry]:
    """The data files of the folder and the folders in it, in order of name."""
    return [entry for entry in _entries(inbox, aside) if entry.reason is None]


def skipped(inbox: Path, aside: Collection[str] = ()) -> list[dict[str, str | None]]:
    """What is neither hidden nor set aside and yet not read: pipes, dangling links, links that lead out."""
    return [entry.document() for entry in _entries(inbox, aside) if entry.reason is not None]


def readable(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _entries(inbox: Path, aside: Collection[str]) -> Iterator[Entry]:
    home = inbox.resolve()
    for path in sorted(inbox.rglob("*")):
        place = path.relative_to(inbox)
        where = readable(place.as_posix())
        hidden = any(part.startswith(".") for part in place.parts)
        folder = path.is_dir() and not path.is_symlink()
        if not (hidden or folder or where == MANIFEST or where in aside):
            yield Entry(path, where, _obstacle(path, home))


def _obstacle(path: Path, home: Path) -> str | None:
    if not path.is_symlink():
        return None if path.is_file() else "not a regular file"
    if not path.exists():
        return "a link that leads nowhere"
    if not path.resolve().is_relative_to(home):
        return "a link that leads out of the inbox"
    return None if path.is_file() else "a link to something that is no regular file"

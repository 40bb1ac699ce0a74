"""The operator's boundaries, held against the codes of the snapshot that a page reads."""

from dataclasses import dataclass
from pathlib import Path

import structlog

from dashboard.address import PLACES
from dashboard.data.kept import Kept
from dashboard.data.visit import Visit
from dashboard.geojson import BadBoundaries, Boundaries, boundaries
from warehouse import Snapshot, registers

NAMED = 5
_given: dict[str, Path | None] = {}
_read: dict[Path, Boundaries | BadBoundaries] = {}


@dataclass(frozen=True)
class Drawing:
    """The shapes of a file, or why it is not drawn; `file` is its name."""

    file: str
    shapes: Boundaries | None
    refused: BadBoundaries | None


def use_boundaries(path: Path | None) -> None:
    """Make this file the one that maps are drawn from; it is read once."""
    _given["file"] = path
    if path is not None:
        _read[path] = _tried(path)


def drawing(here: Visit) -> Drawing | None:
    """The operator's file for this snapshot; None where none was given."""
    path = _given.get("file")
    return _drawings(here.snapshot, path) if path is not None else None


def _checked(snapshot: Snapshot, path: Path) -> Drawing:
    read = _read[path]
    if isinstance(read, BadBoundaries):
        return Drawing(path.name, None, read)
    known = registers(snapshot).units
    strange = [code for code in read.shapes if not any(code in known.get(name, {}) for name in PLACES)]
    if not strange:
        return Drawing(path.name, read, None)
    refused = BadBoundaries("unknown_codes", n=len(strange), codes=", ".join(strange[:NAMED]))
    _log(path, refused)
    return Drawing(path.name, None, refused)


def _tried(path: Path) -> Boundaries | BadBoundaries:
    try:
        return boundaries(path)
    except BadBoundaries as refused:
        _log(path, refused)
        return refused


def _log(path: Path, refused: BadBoundaries) -> None:
    structlog.get_logger().warning("boundaries refused", file=str(path), reason=refused.reason, **refused.told)


_drawings = Kept(_checked)

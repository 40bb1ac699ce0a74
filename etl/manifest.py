"""manifest.json of an inbox: up to when its files speak, and what each of them must hold."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from etl.errors import Refused

NAME = "manifest.json"


class Promise(BaseModel):
    """What the sender says of one file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int | None = None
    sha256: str | None = None


class Manifest(BaseModel):
    """What the sender says of the folder; files named in `aside` are no data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_until: datetime | None = None
    synthetic: bool = False
    aside: tuple[str, ...] = ()
    files: dict[str, Promise] = {}

    def files_of(self, folder: Path) -> Iterator[Path]:
        """The data files of the folder and the folders in it, in order of name."""
        for path in sorted(folder.rglob("*")):
            where = path.relative_to(folder).as_posix()
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.is_file() and not hidden and where != NAME and where not in self.aside:
                yield path

    def until(self, zone: str) -> datetime | None:
        """Up to when the files speak, in naive city time; None where nothing is said."""
        said = self.data_until
        return said.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if said and said.tzinfo else said

    def promise(self, where: str) -> Promise:
        """What is said of a file, by its place in the folder."""
        return self.files.get(where, Promise())


def manifest(folder: Path) -> Manifest:
    """The manifest of a folder, an empty one where there is none."""
    path = folder / NAME
    if not path.is_file():
        return Manifest()
    try:
        return Manifest(**json.loads(path.read_text("utf-8")))
    except (ValidationError, ValueError, TypeError) as error:
        raise Refused("MANIFEST_MISMATCH", f"{path}: {error}") from error


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()

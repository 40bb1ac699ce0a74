"""manifest.json of an inbox: up to when its files speak, and what each of them must hold."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from etl.errors import Refused
from etl.inbox import MANIFEST

SHAPE = (
    '{"data_until": "2024-05-31T23:59:59", "synthetic": false, "aside": ["notes.json"], '
    '"files": {"cases.csv": {"rows": 20, "sha256": "..."}}}'
)


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

    def until(self, zone: str) -> datetime | None:
        """Up to when the files speak, in naive city time; None where nothing is said."""
        said = self.data_until
        return said.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if said and said.tzinfo else said

    def promise(self, where: str) -> Promise:
        """What is said of a file, by its place in the folder."""
        return self.files.get(where, Promise())


def manifest(folder: Path) -> Manifest:
    """The manifest of a folder, an empty one where there is none."""
    path = folder / MANIFEST
    if not path.is_file():
        return Manifest()
    try:
        return Manifest.model_validate(json.loads(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise _bad(path, f"{'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise _bad(path, str(error)) from error


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _bad(path: Path, found: str) -> Refused:
    return Refused(
        "BAD_MANIFEST",
        f"{path} cannot be used ({found}). It tells up to when the files beside it speak and what each must hold, "
        f"in this shape, every key optional: {SHAPE}. Put it right, or remove it: files are loaded without it too",
    )

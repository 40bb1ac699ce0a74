"""Compressed files unpacked into scratch, within limits and under names of our own."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from etl.errors import Refused
from etl.read.table import Limits

BLOCK = 1 << 20
ENCRYPTED = 0x1


class SupportsRead(Protocol):
    """A file that is unpacked while it is read."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


def unpack_gz(path: Path, scratch: Path, limits: Limits) -> Path:
    """The path of the unpacked file."""
    target = scratch / "unpacked"
    try:
        with gzip.open(path) as source:
            _copy(source, target, path.stat().st_size, path.name, limits)
    except (OSError, EOFError, zlib.error) as fault:
        raise Refused("NOT_CSV", f"{path.name}: not a whole gzip file ({fault})") from None
    return target


def unpack_zip(path: Path, scratch: Path, limits: Limits) -> Iterator[tuple[str, Path]]:
    """Name and unpacked path of each file in the archive, in the archive's order."""
    if not zipfile.is_zipfile(path):
        raise Refused("NOT_CSV", f"{path.name}: not a ZIP archive")
    with zipfile.ZipFile(path) as archive:
        refuse_bomb(archive, path.name, limits, declared=limits.archive)
        for number, member in enumerate(archive.infolist()):
            if member.is_dir():
                continue
            target = scratch / f"member{number}"
            try:
                with archive.open(member) as source:
                    _copy(source, target, member.compress_size, f"{path.name}/{member.filename}", limits)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
                raise Refused("NOT_CSV", f"{path.name}/{member.filename}: cannot be unpacked ({fault})") from None
            yield _member_name(member), target


def refuse_bomb(archive: zipfile.ZipFile, name: str, limits: Limits, declared: int | None = None) -> None:
    """Refuses, before unpacking, an archive that is encrypted or would become far bigger than it is."""
    members = archive.infolist()
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Refused("ENCRYPTED", f"{name}: encrypted; pack it without a password")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limits.free and unpacked > limits.ratio * max(packed, 1):
        raise Refused("ZIP_BOMB", f"{name}: {packed:,} bytes would unpack to {unpacked:,}")
    if unpacked > (limits.unpacked if declared is None else declared):
        raise Refused("TOO_LARGE", f"{name}: would unpack to {unpacked:,} bytes")


def _copy(source: SupportsRead, target: Path, packed: int, name: str, limits: Limits) -> None:
    """Unpacks block by block and stops at the limits, whatever the archive declares."""
    size = 0
    with target.open("wb") as file:
        while block := source.read(BLOCK):
            size += len(block)
            if size > limits.free and size > limits.ratio * max(packed, 1):
                raise Refused("ZIP_BOMB", f"{name}: {packed:,} bytes unpack to more than {size:,}")
            if size > limits.archive:
                raise Refused("TOO_LARGE", f"{name}: unpacks to more than {limits.archive:,} bytes")
            file.write(block)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name as shown; archives made by Chinese Windows write it in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename

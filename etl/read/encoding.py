"""Which encoding a file has, and a UTF-8 rendition of it where it is another."""

import codecs
import shutil
import subprocess
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from etl.errors import Refused
from etl.read.survey import is_utf8

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
BLOCK = 1 << 20
CHINESE = 0.8
SAMPLE = 1_000
UNDECODABLE = "etl.undecodable"

# A lone surrogate becomes three bytes that are not UTF-8, so the reader refuses that line alone.
codecs.register_error(UNDECODABLE, lambda fault: ("\udcff", fault.end))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Encoding:
    """The name of an encoding and the bytes of the mark at the beginning of the file."""

    name: str
    bom: bytes = b""


def marked(head: bytes) -> Encoding:
    """The encoding the file's first bytes announce, UTF-8 without a mark otherwise."""
    for bom, name in BOMS:
        if head.startswith(bom):
            return Encoding(name, bom)
    return Encoding("utf-8")


def unmarked(path: Path) -> Encoding:
    """UTF-8 or GB18030 for a file with lines that are not UTF-8, by its first lines that are not ASCII."""
    good = bad = chinese = other = 0
    with path.open("rb") as source:
        for line in islice((line for line in source if not line.isascii()), SAMPLE):
            if is_utf8(line):
                good += 1
                continue
            bad += 1
            found = _chinese(line)
            chinese, other = chinese + found[0], other + found[1]
    mostly = chinese >= CHINESE * (chinese + other) and chinese > 0
    return Encoding("gb18030" if bad > good and mostly else "utf-8")


def _chinese(line: bytes) -> tuple[int, int]:
    """How many characters of the line are everyday Chinese when read as GB18030, and how many are not."""
    text = line.decode("gb18030", errors="replace")
    foreign = [character for character in text if ord(character) > 127]
    everyday = sum(len(character.encode("gb2312", errors="ignore")) == 2 for character in foreign)
    return everyday, len(foreign) - everyday


def to_utf8(path: Path, encoding: Encoding, target: Path) -> Path:
    """The path of a UTF-8 rendition without a mark; what cannot be decoded stays recognisable as invalid."""
    if not _by_iconv(path, encoding, target):
        _by_python(path, encoding, target)
    return target


def _by_iconv(path: Path, encoding: Encoding, target: Path) -> bool:
    program = shutil.which("iconv")
    if program is None:
        return False
    with path.open("rb") as source, target.open("wb") as rendition:
        source.seek(len(encoding.bom))
        command = [program, "-f", encoding.name.upper(), "-t", "UTF-8"]
        done = subprocess.run(command, stdin=source, stdout=rendition, stderr=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def _by_python(path: Path, encoding: Encoding, target: Path) -> None:
    decoder = codecs.getincrementaldecoder(encoding.name)(errors=UNDECODABLE)
    with path.open("rb") as source, target.open("wb") as rendition:
        source.seek(len(encoding.bom))
        while block := source.read(BLOCK):
            rendition.write(decoder.decode(block).encode("utf-8", "surrogatepass"))
        rendition.write(decoder.decode(b"", True).encode("utf-8", "surrogatepass"))


def refuse_padding(chunk: bytes, where: str) -> None:
    """Refuses a chunk full of NULs: a file cut by a crash, or UTF-16 without its mark."""
    if b"\0" not in chunk:
        return
    if b"\0" * 512 in chunk or chunk.count(b"\0") * 10 > len(chunk):
        raise Refused("NUL_PADDING", f"{where}: NUL bytes (cut by a crash, or UTF-16 without a byte order mark)")

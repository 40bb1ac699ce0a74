"""The header of a CSV file: where it is, what separates its fields, what they are called."""

import re
import unicodedata
from dataclasses import dataclass

from etl.errors import Refused
from etl.read.quoting import split, unquoted
from etl.read.survey import NotUtf8, is_utf8
from etl.read.table import Limits

DELIMITERS = (b",", b"\t", b";", b"|")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x1f\x7f-\x9f]")
LONGEST = 200


@dataclass(frozen=True)
class Heading:
    """The header as written and as cleaned; `blank` empty lines precede it, `lines` lines hold it."""

    raw: bytes
    names: tuple[str, ...]
    delimiter: bytes
    blank: int
    lines: int

    @property
    def size(self) -> int:
        """Bytes from the first line to the first record, line ends as LF."""
        return self.blank + len(self.raw) + 1


def heading(text: bytes, name: str, limits: Limits) -> Heading:
    """The header in the first chunk of a file; refuses a file without one."""
    body = text.lstrip(b"\n")
    if not body:
        raise Refused("EMPTY_FILE", f"{name}: no line with anything in it")
    blank = len(text) - len(body)
    first, _, _ = body.partition(b"\n")
    delimiter = _delimiter(first)
    raw = _whole(body, delimiter, name)
    fields = split(raw, delimiter).fields
    if not is_utf8(raw):
        raise NotUtf8
    if len(fields) > limits.columns:
        raise Refused("TOO_MANY_COLUMNS", f"{name}: {len(fields):,} columns, at most {limits.columns:,} are read")
    names = tuple(clean(unquoted(field).decode()) for field in fields)
    return Heading(raw, names, delimiter, blank, raw.count(b"\n") + 1)


def clean(name: str) -> str:
    """A column name in NFKC, without edge spaces and invisible characters."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", re.sub(r"\s+", " ", name))).strip()


def _delimiter(line: bytes) -> bytes:
    """The separator that occurs most often outside quotes; nothing for a single column."""
    bare = re.sub(rb'"[^"]*"', b"", line)
    most = max(DELIMITERS, key=bare.count)
    return most if most in bare else b""


def _whole(body: bytes, delimiter: bytes, name: str) -> bytes:
    """The header line, with the next ones as long as a quoted name is open."""
    lines = body.split(b"\n", LONGEST)[:LONGEST]
    for count in range(1, len(lines) + 1):
        raw = b"\n".join(lines[:count])
        parts = split(raw, delimiter)
        if parts.fault:
            break
        if not parts.open:
            return raw
    raise Refused("HEADER_NOT_FOUND", f"{name}: the quotes of the first line do not balance: {lines[0][:120]!r}")

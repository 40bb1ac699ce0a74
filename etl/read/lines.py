"""The bytes of a file in chunks of whole lines; CR, LF and CRLF all end a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.errors import Refused
from etl.read.table import Limits

BLOCK = 1 << 20


@dataclass(frozen=True)
class Chunk:
    """Whole lines, each ended by LF; `offset` is where they begin in the file."""

    text: bytes
    offset: int
    ends_by: bytes | None


def chunks(path: Path, start: int, limits: Limits) -> Iterator[Chunk]:
    """The file from byte `start`, about a megabyte at a time; `ends_by` is None where line ends are mixed."""
    with path.open("rb") as source:
        source.seek(start)
        offset, carry = start, b""
        while block := source.read(BLOCK):
            carry += block
            cut = _last_end(carry)
            if cut:
                yield _chunk(carry[:cut], offset)
                offset, carry = offset + cut, carry[cut:]
            if len(carry) > limits.line:
                raise Refused("TOO_LARGE", f"{path.name}: no line end within {limits.line:,} bytes")
        if carry:
            yield _chunk(carry, offset)


def _last_end(text: bytes) -> int:
    """Where the last whole line ends; a CR at the very end may belong to an LF that comes next."""
    return max(text.rfind(b"\n"), text.rfind(b"\r", 0, len(text) - 1)) + 1


def _chunk(raw: bytes, offset: int) -> Chunk:
    returns = raw.count(b"\r") if b"\r" in raw else 0
    if not returns:
        return Chunk(raw if raw.endswith(b"\n") else raw + b"\n", offset, b"\n")
    pairs, feeds = raw.count(b"\r\n"), raw.count(b"\n")
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    same = pairs == returns == feeds
    return Chunk(text if text.endswith(b"\n") else text + b"\n", offset, b"\r\n" if same else None)

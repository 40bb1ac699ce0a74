"""What reading a file gives: tables of raw text, the records refused on the way, and the limits."""

from dataclasses import dataclass
from pathlib import Path

from etl.read.blemish import ALL, Blemish


@dataclass(frozen=True)
class Limits:
    """Sizes beyond which a field, a record or a file is refused."""

    field: int = 1 << 20
    record: int = 2_000_000
    columns: int = 1_000
    line: int = 64 << 20
    unpacked: int = 2_000_000_000
    free: int = 50_000_000
    ratio: int = 100
    archive: int = 8_000_000_000
    document: int = 512 << 20
    faults: int = 1_000_000


LIMITS = Limits()


@dataclass(frozen=True)
class Fault:
    """One record that the reader refused: its line, the reason, the raw record (2,000 bytes of it)."""

    line: int
    reason: str
    value: str
    column: str | None = None


@dataclass(frozen=True)
class Table:
    """One table of a file; read = records + faults + structural (see the package's docstring).

    `blemishes` are what its values may have: where one is left out, no value has it."""

    path: Path
    part: str | None
    encoding: str
    bom: bool
    delimiter: str | None
    header: tuple[str, ...]
    header_line: int
    relation: str
    records: int
    faults: tuple[Fault, ...]
    structural: dict[str, int]
    lines: int
    blemishes: frozenset[Blemish] = ALL

    @property
    def read(self) -> int:
        """Records read, refused ones and structural lines included."""
        return self.records + len(self.faults) + sum(self.structural.values())


def quoted(text: str) -> str:
    """The text as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"

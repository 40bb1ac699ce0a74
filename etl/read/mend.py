"""A rendition of a CSV file with one good record a line; what is not one is recorded as a fault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

import numpy as np

from etl.errors import Refused
from etl.read.heading import Heading, clean
from etl.read.lines import Chunk
from etl.read.quoting import Key, split, unquoted
from etl.read.survey import Survey, is_utf8
from etl.read.table import Fault, Limits

EXCERPT = 2_000


@dataclass
class Pending:
    """A record whose quoted field was still open at the end of its last line."""

    first: int
    raw: list[bytes]
    fields: list[bytes]
    lines: int = 1
    size: int = 0
    doubtful: int = 0

    def add(self, text: bytes, lines: int, limit: int) -> None:
        """Takes the text in; beyond the limit only its size."""
        self.lines += lines
        self.size += len(text) + 1
        if self.size <= limit:
            self.raw.append(text)


@dataclass
class Mender:
    """Writes the good records of chunks to `target`; keeps their lines, the faults and the blank lines."""

    name: str
    target: BinaryIO
    heading: Heading
    learn: Callable[[], Key]
    limits: Limits
    line: int = 0
    blank: int = 0
    records: int = 0
    faults: list[Fault] = field(default_factory=list)
    faulty_lines: int = 0
    broken_lines: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)
    pending: Pending | None = None

    def __post_init__(self) -> None:
        self.line = self.heading.blank + self.heading.lines

    @cached_property
    def key(self) -> Key:
        """How the line of a record is told: learned only where a broken line makes it necessary."""
        return self.learn()

    @property
    def binned(self) -> int:
        """Lines in all bins."""
        structural = self.heading.blank + self.heading.lines + self.blank
        return structural + self.faulty_lines + self.broken_lines + self.records

    def keep(self, text: bytes, lines: int) -> None:
        """Writes lines that are one good record each."""
        self.target.write(text)
        self._span(lines, lines)

    def take(self, chunk: Chunk, seen: Survey) -> None:
        """Goes through a chunk: runs of plain lines are written as they are, the others one by one."""
        text, starts, ends = chunk.text, seen.starts, seen.ends
        odd = np.flatnonzero(seen.odd) if seen.odd is not None else np.empty(0, np.intp)
        at, total = 0, len(ends)
        while at < total:
            if self.pending is not None:
                at = self._go_on(self.pending, text, seen, at)
                continue
            ahead = int(np.searchsorted(odd, at))
            stop = int(odd[ahead]) if ahead < len(odd) else total
            if stop > at:
                self.keep(text[starts[at] : ends[stop - 1] + 1], stop - at)
            if stop < total:
                self._look(text[starts[stop] : ends[stop]])
            at = stop + 1

    def finish(self) -> None:
        """Closes what is still open at the end of the file."""
        if self.pending is not None:
            self._break(self.pending)

    def _look(self, line: bytes) -> None:
        if not line.strip(b" "):
            self.blank += 1
            self.line += 1
            return
        parts = split(line, self.heading.delimiter)
        if parts.open:
            self.line += 1
            self.pending = Pending(self.line, [line], list(parts.fields), size=len(line))
            return
        self._judge(line, parts.fields, parts.fault, 1)

    def _go_on(self, pending: Pending, text: bytes, seen: Survey, at: int) -> int:
        """Takes in lines of an open record; where the next line to look at is."""
        telling = _next_telling(seen, at, len(self.heading.names))
        if telling > at:
            skipped = text[seen.starts[at] : seen.ends[telling - 1]]
            pending.add(skipped, telling - at, self.limits.record)
            self.line += telling - at
            return telling
        line = text[seen.starts[at] : seen.ends[at]]
        if line == self.heading.raw or self.key.begins(line):
            self._break(pending)
            return at
        pending.doubtful += self.key.column is None and self.key.fields_of(line) is not None
        parts = split(line, self.heading.delimiter, inside=True)
        pending.add(line, 1, self.limits.record)
        self.line += 1
        pending.fields[-1:] = [pending.fields[-1][:EXCERPT] + b" " + parts.fields[0], *parts.fields[1:]]
        if parts.open:
            return at + 1
        self._sure(pending)
        self.pending = None
        self.line -= pending.lines
        self._judge(b"\n".join(pending.raw), pending.fields, parts.fault, pending.lines, pending.size)
        return at + 1

    def _break(self, pending: Pending) -> None:
        """Gives an open record up: its quote never closes before the next record begins."""
        self._sure(pending)
        self.pending = None
        self.line -= pending.lines
        self._judge(b"\n".join(pending.raw), pending.fields, "unbalanced_quote", pending.lines, pending.size)

    def _sure(self, pending: Pending) -> None:
        if pending.doubtful:
            raise Refused(
                "NOT_BALANCED",
                f"{self.name}: a quote opens in line {pending.first}, {pending.doubtful} of the lines after "
                "it may be records of their own, and no column has a shape by which to tell",
            )

    def _judge(
        self,
        raw: bytes,
        fields: list[bytes] | tuple[bytes, ...],
        fault: str | None,
        lines: int,
        size: int = 0,
    ) -> None:
        """Writes the record or records its fault."""
        reason = self._reason(raw, fields, fault, max(size, len(raw)))
        if reason is None:
            extra = len(fields) > len(self.heading.names)
            text = raw[: -len(self.heading.delimiter)] if extra else raw
            self.target.write(text.replace(b"\n", b" ") + b"\n")
            self._span(1, lines)
            return
        self.faults.append(Fault(self.line + 1, reason, raw[:EXCERPT].decode("utf-8", "replace")))
        self.faulty_lines += lines
        self.line += lines
        if len(self.faults) > self.limits.faults and len(self.faults) > self.records:
            raise Refused(
                "MOSTLY_QUARANTINED",
                f"{self.name}: {len(self.faults):,} broken records by line {self.line:,}",
            )

    def _reason(self, raw: bytes, fields: list[bytes] | tuple[bytes, ...], fault: str | None, size: int) -> str | None:
        if size > self.limits.record or max(map(len, fields)) > self.limits.field:
            return "field_too_long"
        if b"\0" in raw:
            return "nul_byte"
        if not is_utf8(raw):
            return "invalid_encoding"
        if fault is not None:
            return fault
        if self._is_header(fields):
            return "repeated_header"
        width = len(self.heading.names)
        if len(fields) == width:
            return None
        # An empty field too many is a trailing separator only where no value has moved out of its column.
        trailing = len(fields) == width + 1 and not fields[-1] and self.key.alike(fields[:-1])
        return None if trailing else "column_count"

    def _is_header(self, fields: list[bytes] | tuple[bytes, ...]) -> bool:
        names = self.heading.names
        return len(fields) == len(names) and all(
            clean(unquoted(found).decode()) == name for found, name in zip(fields, names, strict=True)
        )

    def _span(self, records: int, lines: int) -> None:
        """Notes that the next records begin at the next line."""
        first, count = self.spans[-1] if self.spans else (0, 0)
        if count and first + count == self.line + 1:
            self.spans[-1] = (first, count + records)
        else:
            self.spans.append((self.line + 1, records))
        self.records += records
        self.broken_lines += lines - records
        self.line += lines


def _next_telling(seen: Survey, at: int, fields: int) -> int:
    """The next line that may end an open record: one with a quote, or with as many fields as a record."""
    if seen.counts is None or seen.quoted is None or seen.quoted[at]:
        return at
    telling = (seen.counts[at:] == fields) | seen.quoted[at:]
    found = int(telling.argmax())
    return at + found if telling[found] else len(seen.ends)

"""One line taken apart by hand: strict quoting, and what the line of a new record looks like."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

RUNS = (
    (re.compile(rb"[0-9]+"), b"9"),
    (re.compile(rb"[A-Za-z]+"), b"a"),
    (re.compile(rb"[\x80-\xff]+"), b"z"),
)
USUAL = 0.95


@dataclass(frozen=True)
class Line:
    """The raw fields of one line; `open`: the last one goes on in the next line; `fault`: wrong quotes."""

    fields: tuple[bytes, ...]
    open: bool = False
    fault: str | None = None


def split(line: bytes, delimiter: bytes, inside: bool = False) -> Line:
    """The fields of a line as they are written; `inside` when it begins within a quoted field."""
    fields: list[bytes] = []
    at = 0
    while True:
        if inside or line[at : at + 1] == b'"':
            end = _closing(line, at if inside else at + 1)
            if end < 0:
                return Line((*fields, line[at:]), open=True)
            fields.append(line[at : end + 1])
            at, inside = end + 1, False
            if at < len(line) and not (delimiter and line.startswith(delimiter, at)):
                return Line(tuple(fields), fault="quote_error")
        else:
            end = line.find(delimiter, at) if delimiter else -1
            fields.append(line[at:] if end < 0 else line[at:end])
            if b'"' in fields[-1]:
                return Line(tuple(fields), fault="unbalanced_quote")
            at = len(line) if end < 0 else end
        if at >= len(line):
            return Line(tuple(fields))
        at += len(delimiter)


def _closing(line: bytes, at: int) -> int:
    """Where the quoted field that is open at `at` closes, -1 when it does not."""
    while (end := line.find(b'"', at)) >= 0:
        if line[end + 1 : end + 2] != b'"':
            return end
        at = end + 2
    return -1


def unquoted(field: bytes) -> bytes:
    """The value of a field as written."""
    if len(field) > 1 and field.startswith(b'"') and field.endswith(b'"'):
        return field[1:-1].replace(b'""', b'"')
    return field


def shape(field: bytes) -> bytes:
    """Digits, letters and other characters as runs: TJ000001 and TJ12 are both a9."""
    for run, letter in RUNS:
        field = run.sub(letter, field)
    return field


@dataclass(frozen=True)
class Key:
    """How records look: the usual shape of each column, and the first with digits, by which to tell one."""

    delimiter: bytes
    fields: int
    shapes: tuple[bytes | None, ...]
    column: int | None

    def begins(self, line: bytes) -> bool:
        """True when the line looks like the beginning of a record."""
        fields = self.fields_of(line)
        if fields is None or self.column is None:
            return False
        return shape(unquoted(fields[self.column])) == self.shapes[self.column]

    def alike(self, fields: Sequence[bytes]) -> bool:
        """True when the fields have the usual shapes of their columns; never where there is none."""
        usual = [(shape(unquoted(field)), known) for field, known in zip(fields, self.shapes, strict=False)]
        return self.column is not None and all(known is None or found == known for found, known in usual)

    def fields_of(self, line: bytes) -> Sequence[bytes] | None:
        """The fields of a line that has the right number of them, quotes heeded or not; None otherwise."""
        parts = split(line, self.delimiter)
        if parts.fault is None and len(parts.fields) == self.fields:
            return parts.fields
        if parts.open and (self.column or 0) < len(parts.fields) - 1:
            return parts.fields
        plain = line.split(self.delimiter) if self.delimiter else [line]
        return plain if len(plain) == self.fields else None


def learn_key(records: Sequence[Sequence[bytes]], delimiter: bytes, fields: int) -> Key:
    """The shapes that nearly all records share."""
    shapes = tuple(_usual([shape(unquoted(record[column])) for record in records]) for column in range(fields))
    telling = (column for column, usual in enumerate(shapes) if usual is not None and b"9" in usual)
    return Key(delimiter, fields, shapes, next(telling, None))


def _usual(shapes: Sequence[bytes]) -> bytes | None:
    found, times = Counter(shapes).most_common(1)[0] if shapes else (b"", 0)
    return found if shapes and times >= USUAL * len(shapes) else None

"""A CSV file as a table: in place where every line is a good record, else through a mended rendition."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from etl.errors import Refused
from etl.read.blemish import ALL, Blemish
from etl.read.encoding import Encoding, marked, refuse_padding, to_utf8, unmarked
from etl.read.heading import Heading, heading
from etl.read.lines import Chunk, chunks
from etl.read.mend import Mender
from etl.read.quoting import Key, learn_key, split
from etl.read.scan import nothing, numbered, scan
from etl.read.signature import refuse_foreign
from etl.read.survey import NotUtf8, Shape, Survey, survey
from etl.read.table import Fault, Limits, Table

HEAD = 1 << 16
SAMPLE = 1_000


class Origin(NamedTuple):
    """A CSV file to read and what it is called in messages; `text` is its UTF-8 rendition or itself."""

    path: Path
    part: str | None
    text: Path
    start: int
    encoding: Encoding
    known: bool

    @property
    def name(self) -> str:
        """The file, with its member."""
        return f"{self.path.name}/{self.part}" if self.part else self.path.name


def read_csv(path: Path, part: str | None, source: Path, scratch: Path, limits: Limits) -> Table:
    """The table of the CSV file `source`, which is `part` of `path` or `path` itself."""
    origin = _origin(path, part, source, scratch)
    try:
        return _read(origin, scratch, limits)
    except NotUtf8:
        found = unmarked(source)
        known = origin._replace(encoding=found, known=True)
        if found.name != "utf-8":
            known = known._replace(text=to_utf8(source, found, scratch / "utf8.csv"), start=0)
        try:
            return _read(known, scratch, limits)
        except NotUtf8:
            raise Refused("HEADER_NOT_FOUND", f"{origin.name}: the first line is neither UTF-8 nor GB18030") from None


def _origin(path: Path, part: str | None, source: Path, scratch: Path) -> Origin:
    with source.open("rb") as file:
        head = file.read(HEAD)
    encoding = marked(head)
    origin = Origin(path, part, source, len(encoding.bom), encoding, known=bool(encoding.bom))
    if not head[len(encoding.bom) :]:
        raise Refused("EMPTY_FILE", f"{origin.name}: no bytes to read")
    if encoding.name == "utf-8":
        refuse_foreign(head[len(encoding.bom) :], origin.name)
        return origin
    return origin._replace(text=to_utf8(source, encoding, scratch / "utf8.csv"), start=0)


def _read(origin: Origin, scratch: Path, limits: Limits) -> Table:
    first = next(chunks(origin.text, origin.start, limits))
    refuse_padding(first.text, origin.name)
    head = heading(first.text, origin.name, limits)
    return Reading(origin, head, scratch, limits).table()


@dataclass
class Found:
    """What was seen of a file: records, blank lines at its end, quotes, and what its values may have."""

    records: int = 0
    blank: int = 0
    quotes: bool = False
    blemishes: frozenset[Blemish] = frozenset()
    ends: set[bytes | None] = field(default_factory=set)

    def add(self, seen: Survey) -> None:
        """Counts the lines of plain records."""
        self.records += len(seen.ends)
        self.quotes |= seen.quoted is not None
        self.blemishes |= seen.blemishes


@dataclass(frozen=True)
class Reading:
    """One pass over a file whose encoding and header are known."""

    origin: Origin
    head: Heading
    scratch: Path
    limits: Limits

    def table(self) -> Table:
        """The file's table, over the file itself when all of it is plain."""
        upto, found = self._inspect()
        if upto is not None:
            return self._mended(upto)
        # A name of our own: DuckDB takes [ ] * ? in a file name for a pattern.
        link = self.scratch / "plain.csv"
        link.symlink_to(self.origin.text.resolve())
        spans = [(2, found.records)] if found.records else []
        lines = 1 + found.records + found.blank
        return self._table(link, found.quotes, 1, spans, (), found.blank, lines, found.blemishes)

    @property
    def _shape(self) -> Shape:
        delimiter = self.head.delimiter[0] if self.head.delimiter else None
        return Shape(delimiter, len(self.head.names), self.head.raw + b"\n", self.limits.field, self.origin.known)

    def _body(self) -> Iterator[Chunk]:
        """The chunks of the file without its header."""
        for number, chunk in enumerate(chunks(self.origin.text, self.origin.start, self.limits)):
            refuse_padding(chunk.text, self.origin.name)
            yield chunk if number else Chunk(chunk.text[self.head.size :], chunk.offset, chunk.ends_by)

    def _inspect(self) -> tuple[int | None, Found]:
        """The byte from which the file is not plain (None: it is), and what was seen before it."""
        found, blank_from = Found(), 0
        simple = not self.head.blank and self.head.lines == 1
        for chunk in self._body():
            if found.blank:
                return blank_from, found
            found.ends.add(chunk.ends_by)
            text, blank_from = self._without_blank_end(chunk), chunk.offset
            found.blank = len(chunk.text) - len(text)
            seen = survey(text, self._shape)
            if not seen.plain or not simple or found.ends not in ({b"\n"}, {b"\r\n"}):
                return chunk.offset, found
            found.add(seen)
        return None, found

    def _without_blank_end(self, chunk: Chunk) -> bytes:
        """The text without empty lines at its end, where DuckDB is sure to skip them: several fields, LF alone."""
        text = chunk.text
        if len(self.head.names) == 1 or chunk.ends_by != b"\n" or not (text == b"\n" or text.endswith(b"\n\n")):
            return text
        return bare + b"\n" if (bare := text.rstrip(b"\n")) else b""

    def _mended(self, upto: int) -> Table:
        """The table over a rendition of the file; its first `upto` bytes are known to be plain."""
        target = self.scratch / "mended.csv"
        with target.open("wb") as file:
            mender = Mender(self.origin.name, file, self.head, self._key, self.limits)
            for chunk in self._body():
                if chunk.offset < upto:
                    mender.keep(chunk.text, chunk.text.count(b"\n"))
                else:
                    mender.take(chunk, survey(chunk.text, self._shape))
            mender.finish()
        quotes, faults = self._balance(mender, target), tuple(mender.faults)
        return self._table(target, quotes, 0, mender.spans, faults, mender.blank, mender.line, ALL)

    def _key(self) -> Key:
        """How the line of a record is told, learned from the good lines of the first chunk."""
        text = next(self._body()).text
        seen = survey(text, self._shape)
        good = range(len(seen.ends)) if seen.odd is None else np.flatnonzero(~seen.odd)
        delimiter = self.head.delimiter
        lines = (text[seen.starts[line] : seen.ends[line]] for line in good[:SAMPLE])
        return learn_key([split(line, delimiter).fields for line in lines], delimiter, len(self.head.names))

    def _balance(self, mender: Mender, target: Path) -> bool:
        """Refuses to go on when a line is in no bin, or in two; whether the rendition has quotes."""
        lines = sum(chunk.text.count(b"\n") for chunk in chunks(self.origin.text, self.origin.start, self.limits))
        written, quotes = 0, False
        for chunk in chunks(target, 0, self.limits):
            written += chunk.text.count(b"\n")
            quotes |= b'"' in chunk.text
        counted = sum(count for _, count in mender.spans)
        if not (lines == mender.binned == mender.line and written == mender.records == counted):
            raise Refused(
                "NOT_BALANCED",
                f"{self.origin.name}: {lines} lines read, {mender.binned} in bins; "
                f"{mender.records} records, {written} written",
            )
        return quotes

    def _table(
        self,
        path: Path,
        quotes: bool,
        skip: int,
        spans: list[tuple[int, int]],
        faults: tuple[Fault, ...],
        blank: int,
        lines: int,
        blemishes: frozenset[Blemish],
    ) -> Table:
        width, delimiter = len(self.head.names), self.head.delimiter
        source = scan(path, width, delimiter, quotes, skip)
        empty = self.head.blank + blank
        return Table(
            path=self.origin.path,
            part=self.origin.part,
            encoding=self.origin.encoding.name,
            bom=bool(self.origin.encoding.bom),
            delimiter=delimiter.decode() or None,
            header=self.head.names,
            header_line=self.head.blank + 1,
            relation=numbered(source, spans, self.scratch) if spans else nothing(width),
            records=sum(count for _, count in spans),
            faults=faults,
            structural={"header": 1, "blank": empty} if empty else {"header": 1},
            lines=lines,
            blemishes=blemishes,
        )

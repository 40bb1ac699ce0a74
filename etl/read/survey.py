"""Which lines of a chunk are plain records, found by whole-array operations and not line by line."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from etl.read.blemish import Blemish, blemishes

Codes = npt.NDArray[np.uint8]
Lines = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

NEWLINE, QUOTE, NUL = 10, 34, 0


class NotUtf8(Exception):
    """A line that is not UTF-8, in a file whose encoding nobody has looked at yet."""


@dataclass(frozen=True)
class Shape:
    """What a plain record looks like; `header` is the header line with its newline.

    `settled` is False while a line that is not UTF-8 may mean that the whole file is in another encoding.
    """

    delimiter: int | None
    fields: int
    header: bytes
    longest: int
    settled: bool


@dataclass(frozen=True)
class Survey:
    """The lines of one chunk: where each begins and ends, which are not plain, which hold a quote; what to clean."""

    starts: Lines
    ends: Lines
    odd: Mask | None
    quoted: Mask | None
    counts: Lines | None
    blemishes: frozenset[Blemish]

    @property
    def plain(self) -> bool:
        """True when every line is one well-formed record."""
        return self.odd is None


def survey(chunk: bytes, shape: Shape) -> Survey:
    """The lines of a chunk that ends with a newline, with those that need a closer look marked as odd."""
    codes = np.frombuffer(chunk, np.uint8)
    if QUOTE not in chunk:
        marks = _marks(codes, shape)
        ends = marks[shape.fields - 1 :: shape.fields]
        if _regular(codes, chunk, marks, shape) and _sound(chunk, ends, shape):
            return Survey(_starts(ends), ends, None, None, None, blemishes(chunk, marks))
    return _closely(codes, chunk, shape)


def _marks(codes: Codes, shape: Shape) -> Lines:
    """Where the newlines and separators are."""
    found = codes == NEWLINE
    return np.flatnonzero(found if shape.delimiter is None else found | (codes == shape.delimiter))


def _regular(codes: Codes, chunk: bytes, marks: Lines, shape: Shape) -> bool:
    """True when the separators come in the order of one record a line."""
    if shape.delimiter is None:
        return chunk.find(b"\n\n") < 0 and not chunk.startswith(b"\n")
    if len(marks) % shape.fields:
        return False
    grid = (codes[marks] == NEWLINE).reshape(-1, shape.fields)
    return bool(grid[:, -1].all()) and not grid[:, :-1].any()


def _sound(chunk: bytes, ends: Lines, shape: Shape) -> bool:
    """True when no line holds a NUL, is too long, repeats the header or is not UTF-8."""
    if NUL in chunk or shape.header in chunk:
        return False
    return int(np.diff(ends, prepend=-1).max(initial=0)) <= shape.longest and is_utf8(chunk)


def is_utf8(chunk: bytes) -> bool:
    """True when the bytes are valid UTF-8."""
    if chunk.isascii():
        return True
    offsets = pa.py_buffer(np.array([0, len(chunk)], np.int32))
    text = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(chunk)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _closely(codes: Codes, chunk: bytes, shape: Shape) -> Survey:
    decodable = is_utf8(chunk)
    if not decodable and not shape.settled:
        raise NotUtf8
    ends = np.flatnonzero(codes == NEWLINE)
    starts = _starts(ends)
    quotes = np.flatnonzero(codes == QUOTE)
    each = np.diff(np.searchsorted(quotes, ends), prepend=0)
    lame = _badly_quoted(codes, quotes, each, shape.delimiter)
    counts = _fields(codes, ends, quotes[np.repeat(~lame, each)], shape)
    odd = lame | (counts != shape.fields) | (ends - starts > shape.longest) | (ends == starts)
    odd |= _holding(chunk, b"\0", ends) | _holding(chunk, shape.header, ends)
    if not decodable:
        odd |= _undecodable(chunk, ends)
    marks = np.concatenate((_marks(codes, shape), quotes))
    return Survey(starts, ends, odd if odd.any() else None, each > 0, counts, blemishes(chunk, marks))


def _starts(ends: Lines) -> Lines:
    starts = np.empty_like(ends)
    starts[:1] = 0
    starts[1:] = ends[:-1] + 1
    return starts


def _badly_quoted(codes: Codes, quotes: Lines, each: Lines, delimiter: int | None) -> Mask:
    """Lines with an odd number of quotes (`each` line has so many), or with one that is not at an edge.

    A doubled quote counts as closing and opening again, so quotes alternate: the first, third … of a line
    must follow a separator or a quote, the second, fourth … must stand before one.
    """
    lame: Mask = each % 2 == 1
    paired = quotes[np.repeat(~lame, each)]
    line = np.repeat(np.flatnonzero(~lame), each[~lame])
    edge = np.zeros(256, np.bool_)
    edge[[NEWLINE, QUOTE] if delimiter is None else [NEWLINE, QUOTE, delimiter]] = True
    # Before the first byte stands, by index -1, the newline that ends the chunk.
    lame[line[0::2][~edge[codes[paired[0::2] - 1]]]] = True
    lame[line[1::2][~edge[codes[paired[1::2] + 1]]]] = True
    return lame


def _fields(codes: Codes, ends: Lines, paired: Lines, shape: Shape) -> Lines:
    """How many fields each line has, separators between a pair of quotes not counted."""
    if shape.delimiter is None:
        return np.ones(len(ends), np.intp)
    separators = np.flatnonzero(codes == shape.delimiter)
    counts = np.diff(np.searchsorted(separators, ends), prepend=0) + 1
    within = np.searchsorted(separators, paired[1::2]) - np.searchsorted(separators, paired[0::2])
    holding = np.flatnonzero(within)
    line = np.searchsorted(ends, paired[0::2][holding])
    np.subtract.at(counts, line, within[holding])
    return counts


def _holding(chunk: bytes, needle: bytes, ends: Lines) -> Mask:
    """Lines in which the bytes occur."""
    held = np.zeros(len(ends), np.bool_)
    at = chunk.find(needle)
    while at >= 0:
        line = int(np.searchsorted(ends, at))
        held[line] = True
        at = chunk.find(needle, int(ends[line]) + 1)
    return held


def _undecodable(chunk: bytes, ends: Lines) -> Mask:
    """Lines that are not UTF-8."""
    broken = np.zeros(len(ends), np.bool_)
    view, at = memoryview(chunk), 0
    while at < len(chunk):
        try:
            str(view[at:], "utf-8")
            return broken
        except UnicodeDecodeError as fault:
            line = int(np.searchsorted(ends, at + fault.start))
            broken[line] = True
            at = int(ends[line]) + 1
    return broken

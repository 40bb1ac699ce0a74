"""A JSON file: an array somewhere in it, or one object a line; columns are asked for by path."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.errors import Refused
from etl.read.encoding import marked, unmarked
from etl.read.survey import is_utf8
from etl.read.table import Fault, Limits, Table, quoted

EXCERPT = 2_000
SAMPLE = 200
BATCH = 20_000
DEEPEST = 6
NESTED = 100


@dataclass(frozen=True)
class Document:
    """A JSON file that has been read; `records` is the dotted path to an array, None for the top or lines."""

    path: Path
    part: str | None
    scratch: Path
    encoding: str
    bom: bool
    top: Any
    elements: tuple[tuple[int, Any], ...] | None
    faults: tuple[Fault, ...]
    blank: int
    lines: int

    def columns(self, records: str | None = None) -> tuple[str, ...] | None:
        """Paths of the values in the first records; None when there is no array of objects there."""
        elements = self._elements(records)
        if elements is None:
            return None
        found: dict[str, None] = {}
        for _, element in elements[:SAMPLE]:
            found.update(dict.fromkeys(_paths(element, "")))
        return tuple(found)

    def table(self, records: str | None, columns: Sequence[str]) -> Table:
        """The array at `records` as a table with these paths as header; an absent value is NULL."""
        elements = self._elements(records)
        if elements is None:
            raise Refused("HEADER_NOT_FOUND", f"{self.path.name}: no array of objects at {records or 'the top'}")
        good = [(line, element) for line, element in elements if isinstance(element, dict)]
        strange = [
            Fault(line, "column_count", json.dumps(element, ensure_ascii=False)[:EXCERPT])
            for line, element in elements
            if not isinstance(element, dict)
        ]
        target = self.scratch / "document.parquet"
        _write(good, columns, target)
        return Table(
            path=self.path,
            part=self.part,
            encoding=self.encoding,
            bom=self.bom,
            delimiter=None,
            header=tuple(columns),
            header_line=0,
            relation=f"read_parquet({quoted(str(target))})",
            records=len(good),
            faults=tuple(sorted((*self.faults, *strange), key=lambda fault: fault.line)),
            structural={"blank": self.blank} if self.blank else {},
            lines=self.lines,
        )

    def _elements(self, records: str | None) -> Sequence[tuple[int, Any]] | None:
        if self.elements is not None:
            return self.elements if records is None else None
        found = self.top if records is None else _at(self.top, records)
        if records is None and isinstance(found, dict):
            found = [found]
        if not isinstance(found, list) or not any(isinstance(element, dict) for element in found):
            return None
        return list(enumerate(found, start=1))


def read_document(path: Path, part: str | None, source: Path, scratch: Path, limits: Limits) -> Document:
    """The JSON file `source`; refuses what is neither JSON nor lines of JSON."""
    name = f"{path.name}/{part}" if part else path.name
    if source.stat().st_size > limits.document:
        raise Refused("TOO_LARGE", f"{name}: {source.stat().st_size:,} bytes of JSON, at most {limits.document:,}")
    raw = source.read_bytes()
    encoding = marked(raw[:4])
    body = raw[len(encoding.bom) :]
    if not body.strip():
        raise Refused("EMPTY_FILE", f"{name}: nothing in it")
    if encoding.name == "utf-8" and not encoding.bom and not is_utf8(body):
        encoding = unmarked(source)
    text = body.decode(encoding.name, "replace")
    given = (encoding.name, bool(encoding.bom))
    try:
        whole = _parsed(text)
    except ValueError as fault:
        elements, faults, blank = _by_line(text, name, fault)
        lines = len(elements) + len(faults) + blank
        return Document(path, part, scratch, *given, None, tuple(elements), tuple(faults), blank, lines)
    if "\ufffd" in text and not is_utf8(body):
        raise Refused("NOT_CSV", f"{name}: JSON with bytes that are not {encoding.name.upper()}")
    return Document(path, part, scratch, *given, whole, None, (), 0, text.count("\n") + 1)


def _parsed(text: str) -> Any:
    """The value, with numbers as they are written; raises ValueError for what is not JSON, or nested too deep."""
    try:
        value = json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError(f"nested deeper than {NESTED} levels") from error
    if text.count("[") + text.count("{") > NESTED and _is_deep(value):
        raise ValueError(f"nested deeper than {NESTED} levels")
    return value


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _is_deep(value: Any) -> bool:
    """True when lists and objects lie in each other more than NESTED times."""
    level = [value]
    for _ in range(NESTED + 1):
        inner = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list))
        level = [each for values in inner for each in values if isinstance(each, dict | list)]
        if not level:
            return False
    return True


def _by_line(text: str, name: str, whole: Exception) -> tuple[list[tuple[int, Any]], list[Fault], int]:
    """The objects of a file of one object a line; refuses the file when most of its lines are none."""
    elements: list[tuple[int, Any]] = []
    faults: list[Fault] = []
    blank = 0
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        if not line.strip():
            blank += 1
            continue
        element = _object(line)
        if element is not None:
            elements.append((number, element))
        else:
            reason = "nul_byte" if "\0" in line else "invalid_encoding" if "\ufffd" in line else "bad_json"
            faults.append(Fault(number, reason, line[:EXCERPT]))
    if not elements or len(elements) < len(faults):
        raise Refused("NOT_CSV", f"{name}: neither JSON nor lines of JSON objects ({whole})")
    return elements, faults, blank


def _object(line: str) -> Any:
    if "\ufffd" in line:
        return None
    try:
        found = _parsed(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _paths(element: Any, prefix: str, depth: int = 0) -> Iterator[str]:
    if not isinstance(element, dict):
        return
    for name, value in element.items():
        path = f"{prefix}{name}"
        yield path
        if depth < DEEPEST:
            yield from _paths(value, f"{path}.", depth + 1)


def _at(element: Any, path: str) -> Any:
    """The value at a dotted path, None when there is none; a name that itself holds a dot comes first."""
    if isinstance(element, dict) and path in element:
        return element[path]
    head, dot, rest = path.partition(".")
    if isinstance(element, list) and head.isdigit() and int(head) < len(element):
        return _at(element[int(head)], rest) if dot else element[int(head)]
    if not isinstance(element, dict) or head not in element or not dot:
        return None
    return _at(element[head], rest)


def _text(value: Any) -> str | None:
    """A value as text: null stays NULL, lists and objects stay JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _write(elements: list[tuple[int, Any]], columns: Sequence[str], target: Path) -> None:
    names = [f"c{number}" for number in range(len(columns))]
    schema = pa.schema([*((name, pa.string()) for name in names), ("line", pa.int64())])
    with pq.ParquetWriter(target, schema) as writer:
        for at in range(0, len(elements), BATCH):
            some = elements[at : at + BATCH]
            values = [pa.array([_text(_at(element, path)) for _, element in some], pa.string()) for path in columns]
            writer.write_table(pa.table([*values, pa.array([line for line, _ in some], pa.int64())], schema=schema))

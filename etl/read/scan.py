"""SQL text that reads good records: nothing is detected, nothing is ignored."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from etl.read.parquet import numbers, write
from etl.read.table import quoted

NEVER = "\x1f"


def scan(path: Path, fields: int, delimiter: bytes, quotes: bool, skip: int) -> str:
    """SQL that reads the file as text columns c0 …; `quotes` when it has any."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(fields))
    quote = quoted('"' if quotes else "")
    return (
        f"read_csv({quoted(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"columns = {{{columns}}}, delim = {quoted(delimiter.decode() or NEVER)}, "
        f"quote = {quote}, escape = {quote}, strict_mode = true)"
    )


def numbered(source: str, spans: list[tuple[int, int]], scratch: Path) -> str:
    """The scan with the line of each record; `spans` are (first line, records), ascending."""
    if len(spans) == 1:
        return f"(select *, row_number() over () + {spans[0][0] - 1} as line from {source})"
    firsts, counts = np.array(spans, np.int64).T
    shift = firsts - (np.cumsum(counts) - counts)
    lines = pa.table({"line": numbers(np.repeat(shift, counts) + np.arange(counts.sum()))})
    path = write(lines, scratch / "lines.parquet")
    return f"(select r.*, l.line from {source} r positional join read_parquet({quoted(str(path))}) l)"


def nothing(fields: int) -> str:
    """A relation of that many columns without a row."""
    columns = ", ".join(f"null::varchar as c{number}" for number in range(fields))
    return f"(select {columns}, 0::bigint as line where false)"

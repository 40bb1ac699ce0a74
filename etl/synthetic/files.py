"""Writing one file as a platform would: its encoding, its line ends, and the few records that are wrong."""

import codecs
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from etl.tidy import literal, name

CHUNK = 1 << 22
STAMP = "%Y-%m-%d %H:%M:%S"
CREATED = datetime(2021, 6, 1)  # a workbook says when it was made: always the same


def write_csv(con: duckdb.DuckDBPyConnection, query: str, path: Path, header: bool = True) -> None:
    """The rows of a query as UTF-8 CSV."""
    con.execute(f"copy ({query}) to {literal(str(path))} (format csv, header {str(header).lower()})").fetchall()


def append(con: duckdb.DuckDBPyConnection, queries: Iterable[str], path: Path, blank: int) -> None:
    """More rows, then blank lines and the rows once more apart, at the end of a CSV file."""
    extra = path.with_suffix(".extra")
    with path.open("ab") as target:
        for query in queries:
            write_csv(con, query, extra, header=False)
            target.write(extra.read_bytes())
        target.write(b"\n" * blank)
    extra.unlink(missing_ok=True)


def encode(path: Path, encoding: str) -> None:
    """The UTF-8 file in another encoding: utf-8-sig, or gb18030 with the line ends of Windows."""
    done = path.with_suffix(".encoded")
    reader = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as source, done.open("wb") as target:
        if encoding == "utf-8-sig":
            target.write(codecs.BOM_UTF8)
        while chunk := source.read(CHUNK):
            target.write(_recoded(reader.decode(chunk), chunk, encoding))
    done.replace(path)


def _recoded(text: str, chunk: bytes, encoding: str) -> bytes:
    return chunk if encoding == "utf-8-sig" else text.replace("\n", "\r\n").encode(encoding)


def write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], stamps: Sequence[str] = ()) -> None:
    """A workbook of one sheet; codes stay text, columns named in `stamps` become real times."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": CREATED})
        clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        timed = {place for place, title in enumerate(header) if title in stamps}
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                when = _moment(value) if place in timed else None
                if when is not None:
                    sheet.write_datetime(line, place, when, clock)
                elif isinstance(value, int):
                    sheet.write_number(line, place, value)
                elif value:
                    sheet.write_string(line, place, str(value))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, STAMP)
    except (TypeError, ValueError):
        return None


def row_query(columns: Sequence[str], expressions: Sequence[str], source: str) -> str:
    """SQL for the columns under their headings."""
    listed = ", ".join(f"{text} as {name(title)}" for title, text in zip(columns, expressions, strict=True))
    return f"select {listed} from {source}"

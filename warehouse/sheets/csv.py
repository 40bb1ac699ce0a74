"""A table as CSV that spreadsheets open rightly: UTF-8 with mark, CRLF, no cell that runs."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain

from warehouse.sheets.inert import inert
from warehouse.sheets.table import Cell, Table
from warehouse.text import text

ROWS_AT_A_TIME = 1_000


def csv_bytes(table: Table, lang: str) -> Iterator[bytes]:
    """The file piece by piece: header, rows, total; a last column marks synthetic figures."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow([inert(title) for title in _titles(table, lang)])
    yield b"\xef\xbb\xbf"
    for written, row in enumerate(chain(table.rows, [] if table.total is None else [table.total]), start=1):
        writer.writerow([*map(_cell, row), *([table.mark] if table.mark else [])])
        if written % ROWS_AT_A_TIME == 0:
            yield _taken(page)
    yield _taken(page)


def _titles(table: Table, lang: str) -> Sequence[str]:
    titles = [column.title for column in table.columns]
    return [*titles, text("sheets.nature", lang)] if table.mark else titles


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if value == value and abs(value) != float("inf") else ""
    return inert(str(value))


def _taken(page: io.StringIO) -> bytes:
    content = page.getvalue().encode("utf-8")
    page.seek(0)
    page.truncate()
    return content

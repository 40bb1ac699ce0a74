"""The sheets of a workbook as tables of text: codes keep their zeros, dates become ISO, errors stay."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.errors import Refused
from etl.read.archive import refuse_bomb
from etl.read.heading import clean
from etl.read.parquet import Numbers, numbers, write
from etl.read.table import Limits, Table, quoted
from etl.typing_sql import words

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ERROR = re.compile(r"Error\((\w+)\)")
SHOWN = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}


def read_workbook(path: Path, part: str | None, source: Path, scratch: Path, limits: Limits) -> Iterator[Table]:
    """One table per sheet that has anything in it, notes apart; the first row with a value is the header."""
    name = f"{path.name}/{part}" if part else path.name
    _refuse_unreadable(source, name, limits)
    try:
        book = fastexcel.read_excel(source)
    except fastexcel.FastExcelError as fault:
        raise Refused("NOT_CSV", f"{name}: not a workbook that can be read ({_first_line(fault)})") from None
    for number, title in enumerate(book.sheet_names):
        if title in words()["notes"]:
            continue
        cells = _cells(book, number, name)
        rows = _filled(cells)
        if len(rows):
            target = scratch / f"{number}.parquet"
            yield _table(path, f"{part}/{title}" if part else title, cells, rows, target, limits)


def _first_line(fault: Exception) -> str:
    return str(fault).splitlines()[0]


def _refuse_unreadable(source: Path, name: str, limits: Limits) -> None:
    with source.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Refused("EMPTY_FILE", f"{name}: no bytes to read")
    if head == OLD_OFFICE:
        raise Refused("ENCRYPTED", f"{name}: an encrypted workbook or an old .xls; save it as .xlsx without a password")
    if not zipfile.is_zipfile(source):
        raise Refused("NOT_CSV", f"{name}: not an .xlsx workbook")
    with zipfile.ZipFile(source) as archive:
        refuse_bomb(archive, name, limits)


def _cells(book: fastexcel.ExcelReader, number: int, name: str) -> pa.Table:
    """The cells of a sheet as text, its errors as Excel shows them; no row where the sheet is empty."""
    try:
        sheet = book.load_sheet(number, header_row=None, skip_rows=0, dtypes="string")
        batch, errors = sheet.to_arrow_with_errors()
    except fastexcel.FastExcelError as fault:
        raise Refused("NOT_CSV", f"{name}: sheet {number + 1} cannot be read ({_first_line(fault)})") from None
    columns = list(batch.columns)
    wrong: dict[int, dict[int, str]] = {}
    for error in errors.errors if errors else ():
        row, column = error.offset_position
        found = ERROR.search(error.detail)
        wrong.setdefault(column, {})[row] = SHOWN.get(found[1], "#VALUE!") if found else "#VALUE!"
    for column, texts in wrong.items():
        values = columns[column].to_pylist()
        columns[column] = pa.array([texts.get(row, value) for row, value in enumerate(values)], pa.string())
    names = [f"c{column}" for column in range(len(columns))]
    return pa.table(columns, names=names) if columns else pa.table({"c0": pa.array([], pa.string())})


def _table(path: Path, part: str, cells: pa.Table, rows: Numbers, target: Path, limits: Limits) -> Table:
    first = int(rows[0])
    names = [value.as_py() for value in (column[first] for column in cells.columns)]
    header = _trimmed(names, cells, first)
    if len(header) > limits.columns:
        raise Refused("TOO_MANY_COLUMNS", f"{path.name}: {len(header):,} columns, at most {limits.columns:,} are read")
    kept = cells.select(range(len(header)))
    gapless = rows[-1] - first + 1 == len(rows)
    kept = kept.slice(first + 1, len(rows) - 1) if gapless else kept.take(numbers(rows[1:]))
    write(kept.append_column("line", numbers(rows[1:] + 1)), target)
    blank = cells.num_rows - len(rows)
    structural = {"header": 1, "blank": blank} if blank else {"header": 1}
    return Table(
        path=path,
        part=part,
        encoding="utf-8",
        bom=False,
        delimiter=None,
        header=header,
        header_line=first + 1,
        relation=f"read_parquet({quoted(str(target))})",
        records=kept.num_rows,
        faults=(),
        structural=structural,
        lines=cells.num_rows,
    )


def _filled(cells: pa.Table) -> Numbers:
    """Numbers of the rows that have a value other than spaces."""
    empty = np.arange(cells.num_rows)
    for column in cells.columns:
        size = pc.fill_null(pc.utf8_length(pc.utf8_trim_whitespace(column.take(numbers(empty)))), 0)
        empty = empty[size.to_numpy() == 0]
        if not len(empty):
            break
    return np.setdiff1d(np.arange(cells.num_rows), empty, assume_unique=True)


def _trimmed(names: list[str | None], cells: pa.Table, first: int) -> tuple[str, ...]:
    """The header without the empty columns at its right end."""
    width = len(names)
    while width > 1 and not names[width - 1] and cells.column(width - 1).null_count == cells.num_rows:
        width -= 1
    return tuple(clean(name or "") for name in names[:width])

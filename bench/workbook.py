"""A workbook of cases, written once, read by the product and by openpyxl: `python -m bench.workbook`."""

import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import process_time

import duckdb
import xlsxwriter
from openpyxl import load_workbook

from bench.renditions import files, records
from etl.read import Table, open_tables

Counted = tuple[int, int]


def write(inbox: Path, book: Path, rows: int) -> None:
    """The first cases of the city as text cells of one sheet."""
    with xlsxwriter.Workbook(str(book), {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        for number, record in enumerate(islice(_cases(inbox), rows + 1)):
            for column, value in enumerate(record):
                sheet.write_string(number, column, value)


def ours(book: Path, scratch: Path) -> Counted:
    """Records and filled cells as the product's reader gives them, every cell looked at."""
    with tempfile.TemporaryDirectory(dir=scratch) as room, duckdb.connect() as con:
        (table,) = open_tables(book, Path(room))
        assert isinstance(table, Table)
        filled = " + ".join(f"count(nullif(c{column}, ''))" for column in range(len(table.header)))
        row = con.execute(f"select {filled} from {table.relation}").fetchone()
        return table.records, int(row[0]) if row else 0


def openpyxl(book: Path, scratch: Path) -> Counted:
    """The same by openpyxl's reader of rows."""
    opened = load_workbook(book, read_only=True)
    rows = opened.worksheets[0].iter_rows(min_row=2, values_only=True)
    counts = [sum(1 for cell in row if cell not in (None, "")) for row in rows]
    opened.close()
    return len(counts), sum(counts)


def _cases(inbox: Path) -> Iterator[list[str]]:
    for number, path in enumerate(files(inbox)["case"]):
        yield from islice(records(path), 1 if number else 0, None)


if __name__ == "__main__":
    way, first, second = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if way == "write":
        write(first, second, int(sys.argv[4]))
    else:
        began = process_time()
        counted = {"ours": ours, "openpyxl": openpyxl}[way](first, second)
        print(json.dumps({"records": counted[0], "cells": counted[1], "cpu": process_time() - began}))

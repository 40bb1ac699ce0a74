"""Names that nobody knows: by how many records wait for them, and as a file of aliases to be filled in."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from etl.errors import BadTarget
from etl.fetch import one, rows
from etl.holdings import holdings
from etl.tidy import literal
from warehouse import feeds

UNKNOWN = "unknown_"
EMPTY = """(select null::varchar as feed, null::bigint as line, null::varchar as "column", null::varchar as value,
    null::varchar as reason, null::varchar as message, null::varchar as record, '' as filename where false)"""
# A spreadsheet takes a text that begins so for a formula.
INERT = r"case when regexp_matches(q.value, '^[=+@\t\r-]') then chr(39) || q.value else q.value end"
SHOWN = ("feed", "column", "records", "files")
ENDINGS = (".csv", ".xlsx")


@dataclass(frozen=True)
class Waiting:
    """What one column of a feed was refused for: how many records of how many files wait."""

    feed: str
    column: str
    reason: str
    value: str | None
    records: int
    files: int


def quarantined(warehouse: Path) -> tuple[Waiting, ...]:
    """Everything that lies in quarantine, most records first."""
    paths = open_files(warehouse)
    if not paths:
        return ()
    with duckdb.connect() as con:
        found = rows(
            con,
            f"""select feed, coalesce("column", ''), reason, value, count(*), count(distinct filename)
            from read_parquet([{", ".join(map(literal, paths))}], filename = true)
            group by all order by count(*) desc, 1, 2, 3, 4""",
        )
    return tuple(Waiting(*row) for row in found)


def unknown_names(warehouse: Path) -> tuple[dict[str, Any], ...]:
    """The texts that no register and no alias resolves, by register, most records first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for each in quarantined(warehouse):
        if each.reason.startswith(UNKNOWN) and each.value is not None:
            kind = each.reason.removeprefix(UNKNOWN)
            held = found.setdefault(
                (kind, each.value), {"feed": kind, "source_text": each.value, "records": 0, "columns": []}
            )
            held["records"] += each.records
            held["columns"].append({name: value for name, value in asdict(each).items() if name in SHOWN})
    return tuple(sorted(found.values(), key=lambda name: (-name["records"], name["feed"], name["source_text"])))


def write_worklist(names: Sequence[dict[str, Any]], target: Path) -> None:
    """The names in the columns of the alias feed, codes left open: filled in, it is a file for the inbox."""
    columns = list(feeds()["alias"].columns)
    lines = [columns, *([name.get(column, "") for column in columns] for name in names)]
    if target.suffix.lower() not in ENDINGS:
        raise BadTarget(f"{target}: write a .csv or an .xlsx file")
    if target.suffix.lower() == ".csv":
        with target.open("w", encoding="utf-8-sig", newline="") as file:  # a mark, so that Excel reads Chinese
            csv.writer(file, lineterminator="\n").writerows(lines)
        return
    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)


def export(warehouse: Path, target: Path) -> int:
    """Every refused record as CSV, with the file it came from; how many."""
    if target.suffix.lower() != ".csv":
        raise BadTarget(f"{target}: write a .csv file")
    reports = [report for holding in holdings(warehouse).values() for report in holding.line["reports"]]
    sources = {report["sha256"]: report["file"] for report in reports}
    paths = open_files(warehouse)
    with duckdb.connect() as con:
        con.execute("create table source (sha256 varchar, file varchar)")
        if sources:
            con.executemany("insert into source values (?, ?)", list(sources.items()))
        records = f"read_parquet([{', '.join(map(literal, paths))}], filename = true)" if paths else EMPTY
        return int(
            one(
                con,
                f"""copy (
                    select s.file, q.feed, q.line, q."column", {INERT} as value, q.reason, q.message, q.record
                    from {records} as q
                    left join source as s on s.sha256 = split_part(parse_filename(q.filename, true), '-', 1)
                    order by 1, 3
                ) to {literal(str(target))} (format csv, header)""",
            )
        )


def open_files(warehouse: Path) -> list[str]:
    """The quarantine files that count: of every file the last landing."""
    paths = [warehouse / path for holding in holdings(warehouse).values() for path in holding.line["quarantine"]]
    return sorted(str(path) for path in paths)

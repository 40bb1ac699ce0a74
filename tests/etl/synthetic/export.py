"""What the files say, read by hand: every encoding, the workbooks, and the record of a case that counts."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

Record = dict[str, str]


def records(folder: Path, kind: str) -> Iterator[Record]:
    """Every record of the files of a kind, blank lines left out."""
    paths = sorted([*folder.glob(f"{kind}.*"), *folder.glob(f"{kind}_*")])
    assert paths, f"no files {kind} in {folder}"
    for path in paths:
        header, *rows = [row for row in _rows(path) if any(row)]
        yield from (dict(zip(header, row, strict=True)) for row in rows)


def _rows(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        rows = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
        book.close()
        return [row + [""] * (len(rows[0]) - len(row)) for row in rows]
    return list(csv.reader(_text(path).splitlines()))


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def moment(text: str) -> datetime | None:
    """The stamp, None where there is none or it is no time."""
    try:
        return datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None


def cases(folder: Path) -> dict[str, Record]:
    """The record that counts of every case: the one updated last, of two alike the one that is closed."""
    best: dict[str, Record] = {}
    for record in records(folder, "案件"):
        if moment(record["上报时间"]) is None or "E+" in record["案件编号"]:
            continue
        held = best.get(record["案件编号"])
        if held is None or _rank(record) > _rank(held):
            best[record["案件编号"]] = record
    return best


def _rank(record: Record) -> tuple[datetime | None, bool]:
    return moment(record["更新时间"]), bool(record["办结时间"])


def counted(folder: Path) -> list[Record]:
    """The cases that are not excluded."""
    return [record for record in cases(folder).values() if not record["剔除原因"]]

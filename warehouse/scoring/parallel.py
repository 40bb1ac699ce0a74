"""A parallel run: totals that were made elsewhere, in a spreadsheet, beside the scores of a scheme, unit by unit."""

import csv
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import fastexcel

from warehouse.answer import CONTRACT, window_document
from warehouse.errors import BadQuestion, Unknown
from warehouse.ranks import competition
from warehouse.scoring.document import scheme_document
from warehouse.scoring.number import told
from warehouse.scoring.scored import Score
from warehouse.statistics import half_up

Document = dict[str, Any]
Cells = list[tuple[int, str, str]]  # line, unit, total


def totals(path: Path, unit: str, total: str) -> Cells:
    """The units and totals of a CSV or XLSX file, by the names of their columns."""
    rows = _sheet(path) if path.suffix == ".xlsx" else _lines(path)
    found: Cells = []
    for number, row in enumerate(rows, start=2):
        for column in (unit, total):
            if column not in row:
                raise Unknown("column", column, [each for each in row if each])
        if row[unit].strip():
            found.append((number, row[unit].strip(), row[total].strip()))
    return found


def parallel_document(found: Score, path: Path, cells: Cells, lang: str) -> Document:
    """Every unit with both totals; those that only one side has; the largest differences first."""
    named = _named(found)
    theirs: dict[str, Fraction] = {}
    unknown = []
    for number, word, given in cells:
        code = named.get(word)
        if code is None:
            unknown.append({"line": number, "unit": word})
        elif code in theirs:
            raise BadQuestion(f"{path.name} line {number}: {word!r} has a total already")
        else:
            theirs[code] = _number(path, number, given)
    rows = [_row(found, code, total, lang) for code, total in theirs.items()]
    for row, rank in zip(rows, competition(list(theirs.values())), strict=True):
        row["their_rank"] = rank
    return {
        "contract": CONTRACT,
        "scheme": scheme_document(found.scheme, lang),
        **window_document(found.window),
        "file": path.name,
        "subjects": sorted(rows, key=lambda row: (-abs(Fraction(row["difference"] or 0)), row["code"])),
        "unknown": unknown,
        "not_in_file": [code for code in found.scored if code not in theirs],
    }


def _row(found: Score, code: str, total: Fraction, lang: str) -> Document:
    scored, places = found.scored[code], found.scheme.publish.score_decimals
    return {
        "code": code,
        "name": found.known.name(found.dimension, code, found.day, lang),
        "theirs": told(total),
        "ours": None if scored.score is None else half_up(scored.score, places),
        "state": scored.state,
        "difference": None if scored.score is None else half_up(scored.score - total, places),
        "our_rank": scored.rank.rank if scored.rank else None,
    }


def _named(found: Score) -> dict[str, str]:
    """Codes by themselves and by their names; a name that two units have leads to none."""
    known, names = found.known, dict[str, list[str]]()
    for code in found.scored:
        names.setdefault(known.name(found.dimension, code, found.day, "zh"), []).append(code)
    return {name: codes[0] for name, codes in names.items() if len(codes) == 1} | {code: code for code in found.scored}


def _number(path: Path, number: int, given: str) -> Fraction:
    try:
        return Fraction(given)
    except ValueError as error:
        raise BadQuestion(f"{path.name} line {number}: {given!r} is no total") from error


def _lines(path: Path) -> Iterable[dict[str, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadQuestion(f"{path.name}: a CSV file must be in UTF-8; save it so, or as .xlsx") from error
    return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(text.splitlines())]


def _sheet(path: Path) -> Iterable[dict[str, str]]:
    try:
        table = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_arrow()
    except fastexcel.FastExcelError as error:
        raise BadQuestion(f"{path.name}: {error}") from error
    return [{str(key): str(value or "") for key, value in row.items()} for row in table.to_pylist()]

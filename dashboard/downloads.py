"""Tables as files, written while they are sent: no file and no long list stands in memory."""

import re
import tempfile
from collections.abc import Callable, Iterator
from typing import IO
from urllib.parse import quote

from flask import Response

from dashboard import spelling
from dashboard.address import address
from dashboard.assessed import table
from dashboard.data import Visit, door, score
from warehouse import (
    Answer,
    BadQuestion,
    Wanted,
    ask,
    book_names,
    dimensions,
    each_row,
    in_words,
    parse,
    rank,
    rows,
    score_book,
    scored,
    standing_document,
)
from warehouse import (
    dossiers as enclaves,
)
from warehouse.sheets import (
    MOST_ROWS,
    Table,
    answer_table,
    case_table,
    csv_bytes,
    dossier_names,
    dossier_table,
    file_names,
    meaning_table,
    score_table,
    standing_notes,
    standing_table,
    write_xlsx,
)
from warehouse.sheets.inert import file_safe

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PIECE = 1 << 16


def answer(metric: str, kind: str) -> Response:
    """An answer as a workbook or as CSV."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    source = spelling.taken(given, "source")
    asked = ask(found, parse(metric, given), source=source)
    document, names = asked.document(lang), _filter_names(asked, lang)
    told = file_names(document, names, lang)
    return _file(answer_table(document, names, lang), meaning_table(document, lang), kind, told, lang)


def standing(metric: str, kind: str) -> Response:
    """How units stand, as a workbook or as CSV."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    source = spelling.taken(given, "source")
    ranked = rank(found, parse(metric, given), source=source)
    document, names = standing_document(ranked, lang), _filter_names(ranked.answer, lang)
    told = file_names(document, names, lang, ranked=True)
    return _file(standing_table(document, names, lang), standing_notes(document, lang), kind, told, lang)


def scores(scheme: str, kind: str) -> Response:
    """A period's scores: a workbook with live formulas, or their table as CSV."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    keys = {key: spelling.taken(given, key) for key in ("period", "as_of")}
    spelling.nothing_left(given)
    made = scored(found, door().warehouse, Wanted(scheme, **keys))
    if kind == "csv":
        return _sent(csv_bytes(score_table(made.document(lang), lang), lang), book_names(made, lang), kind)
    return _sent(
        _written(lambda file: score_book(found, door().warehouse, made, file, lang)), book_names(made, lang), kind
    )


def assessed(name: str, kind: str) -> Response:
    """A table of the assessment's pages, as a workbook or as CSV."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    keys = {key: spelling.taken(given, key) or "" for key in ("scheme", "period", "as_of", "unit", "node", "list")}
    spelling.nothing_left(given)
    here = Visit(address("/assessment", {**keys, "lang": lang}), found)
    made, names = table(here, name), book_names(score(here), lang)
    told = tuple(f"{each}_{file_safe(word)}" for each, word in zip(names, (made.name, name), strict=True))
    content = _written(lambda file: write_xlsx(made, None, file, lang)) if kind == "xlsx" else csv_bytes(made, lang)
    return _sent(content, (told[0], told[1]), kind)


def cases(metric: str, kind: str) -> Response:
    """Every case in one bin of an answer, as a workbook or as CSV."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    listed = spelling.taken(given, "bin") or "denominator"
    sort, contains = spelling.taken(given, "sort"), spelling.taken(given, "contains")
    question = parse(metric, given)
    none = rows(found, question, listed, limit=0, sort=sort, contains=contains)
    if kind == "xlsx" and none.total > MOST_ROWS:
        raise BadQuestion(f"{none.total} rows do not fit a workbook of {MOST_ROWS}; fetch them as .csv")
    document, names = none.answer.document(lang), _filter_names(none.answer, lang)
    every = each_row(found, question, listed, sort, contains)
    worded = (in_words(none.answer, row, lang) for row in every)
    table = case_table(document, listed, worded, names, lang)
    return _file(table, meaning_table(document, lang), kind, file_names(document, names, lang, listed), lang)


def dossiers(kind: str) -> Response:
    """The dossiers of the enclaves that a question leaves, texts and all, as a workbook or as CSV."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    asked = ask(found, parse("enclave_completion_rate", given))
    names = _filter_names(asked, lang)
    table = dossier_table(asked, enclaves(found, asked.window.as_of, asked.frame.where), names, lang)
    return _file(table, meaning_table(asked.document(lang), lang), kind, dossier_names(asked, names, lang), lang)


def disposition(told: str, plain: str, kind: str) -> str:
    """The header that names a download: as people read it for browsers, in ASCII for everything else."""
    ascii_name = re.sub("_{2,}", "_", plain)
    return f"attachment; filename=\"{ascii_name}.{kind}\"; filename*=UTF-8''{quote(told, safe='')}.{kind}"


def _filter_names(asked: Answer, lang: str) -> dict[str, str]:
    known, day = asked.registers, asked.window.as_of
    return {name: known.name(dimensions()[name], code, day, lang) for name, code in asked.frame.where.items()}


def _file(table: Table, notes: Table, kind: str, names: tuple[str, str], lang: str) -> Response:
    content = _written(lambda file: write_xlsx(table, notes, file, lang)) if kind == "xlsx" else csv_bytes(table, lang)
    return _sent(content, names, kind)


def _sent(content: Iterator[bytes], names: tuple[str, str], kind: str) -> Response:
    response = Response(content, content_type=XLSX if kind == "xlsx" else CSV)
    response.headers["Content-Disposition"] = disposition(*names, kind)
    return response


def _written(write: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        write(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece

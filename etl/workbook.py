"""The empty workbook of a feed: a sheet to fill in, and a sheet that says what each column takes."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from etl.typing_sql import words
from warehouse import Feed
from warehouse.feed import Column, Label
from warehouse.text import has_text, texts

LAST_ROW = 1_048_575
TITLE, PROMPT = 32, 255  # characters a spreadsheet shows beside a cell
NUMBERS = ("integer", "number")
FORMS = {"timestamp": "2024-05-01 08:30:00", "date": "2024-05-01", "integer": "12", "number": "117.25"}
HEADINGS = ("column", "chinese", "english", "required", "type", "values", "form")
HOW = ("how_rows", "how_key", "how_correct", "how_hand_in")


def workbook(feed: Feed, rows: Sequence[Mapping[str, str]] = (), names: Mapping[str, str] | None = None) -> bytes:
    """The workbook as bytes; its first row holds the names by which the feed's file is recognised.

    `rows` are filled in already; `names` tells what a code in them means, shown beside its cell."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, [title] = book.add_worksheet(feed.name), words()["notes"]
        _fill_in(book, sheet, feed, _notes(book, book.add_worksheet(title), feed))
        _begin(sheet, feed, rows, names or {})
    return out.getvalue()


def _fill_in(book: Any, sheet: Any, feed: Feed, lists: dict[str, str]) -> None:
    look = {"bold": True, "bottom": 1}
    heads = {
        True: book.add_format({**look, "bg_color": "#FFE8A3"}),
        False: book.add_format({**look, "bg_color": "#E8EEF7"}),
    }
    # Text keeps leading zeros and the ISO form of times; numbers stay numbers.
    text, number = book.add_format({"num_format": "@"}), book.add_format()
    for place, (name, column) in enumerate(feed.columns.items()):
        sheet.set_column(place, place, max(14, len(name) + 4), number if column.type in NUMBERS else text)
        sheet.write_string(0, place, name, heads[column.required])
        sheet.data_validation(1, place, LAST_ROW, place, _guide(feed, name, column, lists.get(name)))
    sheet.freeze_panes(1, 0)


def _begin(sheet: Any, feed: Feed, rows: Sequence[Mapping[str, str]], names: Mapping[str, str]) -> None:
    """Writes what is known of each record already."""
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(feed.columns):
            if column in row:
                sheet.write_string(line, place, row[column])
                if row[column] in names:
                    sheet.write_comment(line, place, names[row[column]])


def _guide(feed: Feed, name: str, column: Column, listed: str | None) -> dict[str, Any]:
    """What a spreadsheet tells and allows in the cells of a column."""
    label = _label(feed, name)
    told = [_both("required")] if column.required else []
    told += [_both(f"type_{column.type}"), _form(column)]
    guide = {
        "validate": "list" if listed else "any",
        "input_title": f"{label.zh} {label.en}"[:TITLE] if label else name[:TITLE],
        "input_message": "\n".join(filter(None, told))[:PROMPT],
    }
    alert = {"source": f"={listed}", "error_title": name[:TITLE], "error_message": _both("wrong_choice")}
    return guide | alert if listed else guide


def _notes(book: Any, sheet: Any, feed: Feed) -> dict[str, str]:
    """Writes what people need to know; the range of each column's list of values."""
    bold = book.add_format({"bold": True, "bottom": 1})
    lines = list(_how(feed))
    sheet.write_column(0, 0, lines)
    top = len(lines) + 1
    sheet.write_row(top, 0, [_both(heading) for heading in HEADINGS], bold)
    for row, (name, column) in enumerate(feed.columns.items(), top + 1):
        sheet.write_row(row, 0, list(_about(feed, name, column)))
    sheet.set_column(0, len(HEADINGS) - 1, 24)
    return dict(_lists(sheet, feed, top, bold))


def _how(feed: Feed) -> Iterator[str]:
    named = {"feed": feed.name, "key": ", ".join(feed.key)}
    yield f"{feed.label.zh} {feed.label.en}"
    for key in HOW:
        words_of = texts()[f"template.{key}"]
        yield from (words_of.zh.format(**named), words_of.en.format(**named))


def _about(feed: Feed, name: str, column: Column) -> Iterator[str]:
    label = _label(feed, name)
    yield from (name, label.zh if label else "", label.en if label else "")
    yield _both("required") if column.required else ""
    yield from (_both(f"type_{column.type}"), ", ".join(map(str, _choices(column))), _form(column))


def _lists(sheet: Any, feed: Feed, top: int, bold: Any) -> Iterator[tuple[str, str]]:
    """The lists to choose from, right of the notes: a cell's own list may hold 255 characters only."""
    chosen = {name: _choices(column) for name, column in feed.columns.items() if _choices(column)}
    for place, (name, values) in enumerate(chosen.items(), len(HEADINGS) + 1):
        sheet.write_string(top, place, name, bold)
        sheet.write_column(top + 1, place, values)
        yield name, f"'{sheet.get_name()}'!{xl_range_abs(top + 1, place, top + len(values), place)}"


def _choices(column: Column) -> tuple[str | int, ...]:
    """The values one chooses from, empty where anything of the type may stand."""
    if column.type == "boolean":
        return (texts()["template.yes"].zh, texts()["template.no"].zh)
    if column.type == "integer" and column.min is not None and column.max is not None:
        return tuple(range(column.min, column.max + 1))
    return column.values


def _form(column: Column) -> str:
    told = [FORMS.get(column.type, "")]
    for word, other in (("not_before", column.not_before), ("after", column.after)):
        if other:
            told.append(_both(word, column=other))
    if column.refers_to:
        told.append(_both("refers_to", feed=column.refers_to))
    return "; ".join(filter(None, told))


def _label(feed: Feed, name: str) -> Label | None:
    """What people call a column, None where nobody has said."""
    keys = (f"columns.{feed.name}_{name}", f"columns.{name}")
    return next((texts()[key] for key in keys if has_text(key)), None)


def _both(key: str, **named: str) -> str:
    """Words of the template in Chinese and English."""
    label = texts()[f"template.{key}"]
    return f"{label.zh} {label.en}".format(**named)

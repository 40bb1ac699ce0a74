"""The dossiers of enclaves as a table: every column there is, requirements with the day they were met."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from warehouse.answer import Answer
from warehouse.dimension import dimensions
from warehouse.enclave import REQUIREMENTS
from warehouse.sheets.table import Cell, Column, Kind, Table
from warehouse.sheets.titles import Names, facts, file_names, in_language, mark, question_in_words
from warehouse.text import text

Row = dict[str, Any]
COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("enclave_id", "text"),
    ("name", "text"),
    ("enclave_kind", "text"),
    ("territory_district", "text"),
    ("affairs_district", "text"),
    ("street", "text"),
    ("households", "whole"),
    ("population", "whole"),
    ("state", "text"),
    *((name, "day") for name in REQUIREMENTS),
    ("dossier_on", "day"),
    ("plan_on", "day"),
    ("team_on", "day"),
    ("cause", "text"),
    ("gap", "text"),
    ("demand", "text"),
    ("measure", "text"),
    ("fit", "text"),
    ("owner_unit", "text"),
    ("lead_officer", "text"),
)
ALL = len(REQUIREMENTS)


def dossier_table(asked: Answer, rows: Iterable[Row], names: Names, lang: str) -> Table:
    """The dossiers behind an answer about enclaves; `names` are its filters' values in words."""
    document = asked.document(lang)
    titled = {**document, "label": {each: text("enclaves.dossiers", each) for each in document["label"]}}
    return Table(
        name=text("enclaves.dossiers", lang),
        title=question_in_words(titled, names, lang),
        facts=facts(titled, names, lang),
        columns=[Column(column_title(key, lang), kind) for key, kind in COLUMNS],
        rows=([_cell(asked, key, row, lang) for key, _ in COLUMNS] for row in rows),
        mark=mark(document, lang),
    )


def dossier_names(asked: Answer, names: Names, lang: str) -> tuple[str, str]:
    """The name of the file with them, as people read it and in plain ASCII."""
    document = asked.document(lang)
    label = {each: text("enclaves.dossiers", each) for each in document["label"]}
    return file_names({**document, "label": label, "metric": label["en"]}, names, lang)


def column_title(key: str, lang: str) -> str:
    """What a column of the dossiers is called."""
    if key in REQUIREMENTS:
        return text(f"words.requirement_{key}", lang)
    if key == "name":
        return text("enclaves.name", lang)
    return in_language(dimensions()[key].label, lang) if key in dimensions() else text(f"enclaves.{key}", lang)


def state_name(row: Row, lang: str) -> str:
    """Done, revoked, or how many requirements are met."""
    if row["met"] == ALL:
        return text("enclaves.state_done", lang)
    return text("enclaves.state_revoked" if row["revoked"] else "enclaves.state_partly", lang, n=row["met"])


def requirement_state(row: Row, name: str, lang: str) -> date | str | None:
    """Since when a requirement has been met; that it was and is no more; None where it never was."""
    since: date | None = row[f"{name}_on"]
    return since or (text("enclaves.revoked", lang) if row[f"{name}_revoked"] else None)


def _cell(asked: Answer, key: str, row: Row, lang: str) -> Cell:
    if key == "state":
        return state_name(row, lang)
    if key == "fit":
        return None if row["fits"] is None else text("enclaves.fits" if row["fits"] else "enclaves.misfits", lang)
    if key in REQUIREMENTS:
        return requirement_state(row, key, lang)
    if key in dimensions():
        return asked.registers.name(dimensions()[key], row[key], asked.window.as_of, lang)
    found: Cell = row[key]
    return found

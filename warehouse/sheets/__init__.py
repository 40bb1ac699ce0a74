"""Answers and lists as files that people open: XLSX and CSV."""

from warehouse.sheets.answer import answer_table
from warehouse.sheets.cases import case_table
from warehouse.sheets.csv import csv_bytes
from warehouse.sheets.dossiers import (
    COLUMNS as DOSSIER_COLUMNS,
)
from warehouse.sheets.dossiers import (
    column_title,
    dossier_names,
    dossier_table,
    requirement_state,
    state_name,
)
from warehouse.sheets.meaning import meaning_table
from warehouse.sheets.scores import score_facts, score_table
from warehouse.sheets.standing import standing_notes, standing_table
from warehouse.sheets.table import Cell, Column, Kind, Table
from warehouse.sheets.titles import file_names
from warehouse.sheets.titles import mark as synthetic_mark
from warehouse.sheets.xlsx import MOST_ROWS, write_xlsx

__all__ = [
    "DOSSIER_COLUMNS",
    "MOST_ROWS",
    "Cell",
    "Column",
    "Kind",
    "Table",
    "answer_table",
    "case_table",
    "column_title",
    "csv_bytes",
    "dossier_names",
    "dossier_table",
    "file_names",
    "meaning_table",
    "requirement_state",
    "score_facts",
    "score_table",
    "standing_notes",
    "standing_table",
    "state_name",
    "synthetic_mark",
    "write_xlsx",
]

"""Answers and lists as files that people open: XLSX and CSV."""

from warehouse.sheets.answer import answer_table
from warehouse.sheets.cases import case_table
from warehouse.sheets.csv import csv_bytes
from warehouse.sheets.meaning import meaning_table
from warehouse.sheets.scores import score_facts, score_table
from warehouse.sheets.standing import standing_notes, standing_table
from warehouse.sheets.table import Cell, Column, Kind, Table
from warehouse.sheets.titles import file_names
from warehouse.sheets.titles import mark as synthetic_mark
from warehouse.sheets.xlsx import MOST_ROWS, write_xlsx

__all__ = [
    "MOST_ROWS",
    "Cell",
    "Column",
    "Kind",
    "Table",
    "answer_table",
    "case_table",
    "csv_bytes",
    "file_names",
    "meaning_table",
    "score_facts",
    "score_table",
    "standing_notes",
    "standing_table",
    "synthetic_mark",
    "write_xlsx",
]

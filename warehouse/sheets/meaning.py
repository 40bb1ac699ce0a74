"""What a figure means, as the second sheet of its workbook: the metric's own words and its bins."""

from warehouse.metric import Metric, metric
from warehouse.sheets.table import Cell, Column, Table
from warehouse.sheets.titles import Document, in_language, mark
from warehouse.text import text


def meaning_table(document: Document, lang: str) -> Table:
    """The definition behind an answer."""
    asked = metric(document["metric"])
    snapshot = document["snapshot"]
    return Table(
        name=text("sheets.meaning", lang),
        title=text("sheets.meaning_title", lang, label=in_language(asked.label, lang)),
        facts=[
            (text("sheets.meaning_note", lang), in_language(asked.note, lang)),
            (text("sheets.meaning_total", lang), text("sheets.meaning_total_how", lang)),
            (text("sheets.meaning_identity", lang), text("sheets.meaning_identity_how", lang)),
            (text("sheets.definitions", lang), snapshot["definitions_sha256"]),
            (text("sheets.rules", lang), snapshot["rules_sha256"]),
        ],
        columns=[Column(text(f"sheets.{key}", lang)) for key in ("bin", "bin_code", "bin_role", "bin_when")],
        rows=_bins(asked, lang),
        mark=mark(document, lang),
    )


def _bins(asked: Metric, lang: str) -> list[list[Cell]]:
    rest = text("sheets.bin_rest", lang)
    return [
        [in_language(each.label, lang), each.name, text(f"sheets.role_{each.role}", lang), each.when or rest]
        for each in asked.bins
    ]

"""A score as a workbook with live formulas."""

from warehouse.sheets.score.book import write_score

__all__ = ["write_score"]

"""A score as a workbook with live formulas."""

from warehouse.sheets.score.book import write_score
from warehouse.sheets.score.lists import MOST_DETAILS

__all__ = ["MOST_DETAILS", "write_score"]

"""A score as a workbook with live formulas."""

from warehouse.sheets.score.book import write_score
from warehouse.sheets.score.lists import Rows, Source

__all__ = ["Rows", "Source", "write_score"]

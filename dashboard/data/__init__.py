"""The only door to the warehouse: which snapshot a page reads, and what is asked of it."""

from dashboard.data.definitions import Definition, definitions
from dashboard.data.door import Door, door, use
from dashboard.data.figures import (
    chosen,
    chosen_grain,
    divided,
    dividing,
    needs,
    place_below,
    policies,
    readings,
    trend,
    weekly,
    within,
)
from dashboard.data.lists import block, case, cases
from dashboard.data.periods import holds_cases, span_of, window_of
from dashboard.data.runs import Loading, loading
from dashboard.data.since import since_document
from dashboard.data.units import Misspelt, checked, misspelt, names, placed, units_above
from dashboard.data.visit import Visit, arrive, city_time, visit

__all__ = [
    "Definition",
    "Door",
    "Loading",
    "Misspelt",
    "Visit",
    "arrive",
    "block",
    "case",
    "cases",
    "checked",
    "chosen",
    "chosen_grain",
    "city_time",
    "definitions",
    "divided",
    "dividing",
    "door",
    "holds_cases",
    "loading",
    "misspelt",
    "names",
    "needs",
    "place_below",
    "placed",
    "policies",
    "readings",
    "since_document",
    "span_of",
    "trend",
    "units_above",
    "use",
    "visit",
    "weekly",
    "window_of",
    "within",
]

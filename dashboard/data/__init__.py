"""The only door to the warehouse: which snapshot a page reads, and what is asked of it."""

from dashboard.data.definitions import Definition, definitions
from dashboard.data.door import Door, door, use
from dashboard.data.figures import (
    chosen,
    chosen_grain,
    divided,
    dividing,
    names,
    needs,
    policies,
    readings,
    span_of,
    trend,
    units_above,
    window_of,
    within,
)
from dashboard.data.lists import block, case, cases
from dashboard.data.runs import Loading, loading
from dashboard.data.visit import Visit, arrive, city_time, visit

__all__ = [
    "Definition",
    "Door",
    "Loading",
    "Visit",
    "arrive",
    "block",
    "case",
    "cases",
    "chosen",
    "chosen_grain",
    "city_time",
    "definitions",
    "divided",
    "dividing",
    "door",
    "loading",
    "names",
    "needs",
    "policies",
    "readings",
    "span_of",
    "trend",
    "units_above",
    "use",
    "visit",
    "window_of",
    "within",
]

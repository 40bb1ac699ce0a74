"""A metric as a card shows it: now, before, a year ago, and on the way; the burn-up of the enclaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from warehouse import Forecast, Form, Metric, Total


@dataclass(frozen=True)
class Reading:
    """Totals as an answer's document has them; None where there is no earlier window to compare with."""

    metric: Metric
    now: dict[str, Any]
    before: dict[str, Any] | None
    year_ago: dict[str, Any] | None
    course: Sequence[Fraction | None]


@dataclass(frozen=True)
class Week:
    """The end of a week, or the page's day: who was done, and which requirements were met, by requirement."""

    day: date
    done: Total
    met: dict[str, Total]


@dataclass(frozen=True)
class Burnup:
    """The weeks from the first acceptance on, the policies among them, what a missing feed leaves out, and what is to
    come where not all are done."""

    weeks: list[Week]
    policies: list[tuple[str, date, str]]
    missing: tuple[str, ...]
    forecast: Forecast | None = None


@dataclass(frozen=True)
class NamedForm:
    """A street's form with the names of who filled it in and of whom it is about."""

    form: Form
    street: str
    department: str

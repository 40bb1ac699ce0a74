"""A metric as a card shows it: now, before, a year ago, and on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from warehouse import Metric


@dataclass(frozen=True)
class Reading:
    """Totals as an answer's document has them; None where there is no earlier window to compare with."""

    metric: Metric
    now: dict[str, Any]
    before: dict[str, Any] | None
    year_ago: dict[str, Any] | None
    course: Sequence[Fraction | None]

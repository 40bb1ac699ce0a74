"""What units were to reach in a period, and whether they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from warehouse.metric import Metric
from warehouse.peers import EVERYBODY
from warehouse.period import Window
from warehouse.register import registers
from warehouse.snapshot import Snapshot
from warehouse.statistics import exact

TABLE = "dim_target"
ANY = "any"
SIGN = {"higher": 1, "lower": -1, "none": 0}
Light = Literal["good", "watch", "bad", "none"]


@dataclass(frozen=True)
class Target:
    """What is to be reached, the least that is tolerated, and for whom and which periods it was set."""

    target: Fraction
    floor: Fraction | None
    whom: str
    period_kind: str

    def distance(self, asked: Metric, value: Fraction) -> Fraction:
        """How far a value lies beyond the target; negative before it."""
        return (value - self.target) * (SIGN[asked.better] or 1)

    def light(self, asked: Metric, value: Fraction) -> Light:
        """good at or beyond the target, bad beyond the floor, watch between; none of a metric without direction."""
        sign = SIGN[asked.better]
        if sign == 0:
            return "none"
        if self.distance(asked, value) >= 0:
            return "good"
        return "bad" if self.floor is not None and (value - self.floor) * sign < 0 else "watch"


@dataclass(frozen=True)
class Targets:
    """The targets of one metric for one window, by whom they are for."""

    held: Mapping[tuple[str, str], Target]

    def of(self, *whom: str) -> Target | None:
        """The target of the first of these, else everybody's; one for the kind of period before one for any."""
        for name in (*whom, EVERYBODY):
            for kind in dict.fromkeys(kind for _, kind in self.held if kind != ANY):
                if (name, kind) in self.held:
                    return self.held[name, kind]
            if (name, ANY) in self.held:
                return self.held[name, ANY]
        return None


def targets(snapshot: Snapshot, names: Sequence[str], window: Window) -> dict[str, Targets]:
    """Of each metric the targets in force on the last day of the window's period, or on its as-of day, if earlier."""
    found: dict[str, dict[tuple[str, str], Target]] = {name: {} for name in names}
    if TABLE in registers(snapshot).tables:
        kind = window.period.kind if window.period else ANY
        with snapshot.cursor() as cursor:
            rows = cursor.execute(
                f"select metric, area_or_group, period_kind, target, floor from {TABLE} where"
                " list_contains($metrics, metric) and period_kind in ($kind, $any)"
                " and valid_from <= $day and $day < valid_to",
                {"metrics": list(names), "kind": kind, "any": ANY, "day": _day(window)},
            ).fetchall()
        for name, *row in rows:
            found[name][row[0], row[1]] = _target(row)
    return {name: Targets(held) for name, held in found.items()}


def _day(window: Window) -> date:
    last = window.period.last if window.period else None
    return min(last, window.as_of) if last else window.as_of


def _target(row: Sequence[object]) -> Target:
    whom, kind, target, floor = row
    return Target(exact(str(target)), None if floor is None else exact(str(floor)), str(whom), str(kind))

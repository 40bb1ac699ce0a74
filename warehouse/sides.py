"""Sides: units put together before anything is counted; a unit may stand on several, on each from some day on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from warehouse.dimension import Dimension
from warehouse.feed import Label

SIDE = Dimension(name="side", label=Label(zh="", en=""), column="side")


@dataclass(frozen=True)
class Sides:
    """Each unit with the first day that counts and the side, by its number, on which it counts."""

    members: list[tuple[str, date, int]] = field(default_factory=list)

    def add(self, unit: str, since: date, side: int) -> None:
        """Let a unit count on a side from that day on."""
        self.members.append((unit, since, side))

    def select(self, relation: str, column: str, time: str | None) -> str:
        """SQL for the rows of a relation whose unit stands in `column`, once for every side; `time` says their day."""
        member = "select unnest($side_units) as side_unit, unnest($side_days) as side_since, unnest($sides) as side"
        begun = f" and {relation}.{time} >= side_since" if time else ""
        on = f"{relation}.{column} = side_unit{begun}"
        return f"select {relation}.*, side from {relation} join ({member}) member on {on}"

    def parameters(self, folds: Mapping[str, str]) -> dict[str, object]:
        """The members as the select reads them; the old codes of a unit stand where it stands."""
        old: dict[str, list[str]] = {}
        for code, now in folds.items():
            old.setdefault(now, []).append(code)
        told = [(code, since, side) for unit, since, side in self.members for code in (unit, *old.get(unit, ()))]
        return {
            "side_units": [code for code, _, _ in told],
            "side_days": [since for _, since, _ in told],
            "sides": [side for _, _, side in told],
        }

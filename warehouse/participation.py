"""Which unit takes part in which programme on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.register import registers
from warehouse.snapshot import Snapshot

TABLE = "dim_participation"


@dataclass(frozen=True)
class Participation:
    """A unit in a programme: from when it is judged, until when (None: still), and whether it is in it that day."""

    programme: str
    from_on: date
    to_on: date | None
    joined: bool

    def document(self) -> dict[str, Any]:
        """As JSON holds it."""
        last = self.to_on and self.to_on.isoformat()
        return {
            "programme": self.programme,
            "from_on": self.from_on.isoformat(),
            "to_on": last,
            "joined": self.joined,
        }


Programmes = dict[str, tuple[Participation, ...]]


def participation(snapshot: Snapshot, day: date) -> Programmes:
    """By unit each programme once: the span that holds on the day, else the next one, else the last."""
    found: dict[str, dict[str, Participation]] = {}
    for unit, programme, first, last in registers(snapshot).once(TABLE, lambda: _rows(snapshot)):
        held = found.setdefault(unit, {})
        before = held.get(programme)
        if before is None or (not before.joined and before.from_on <= day):
            left = None if last == date(9999, 12, 31) else last
            held[programme] = Participation(programme, first, left, first <= day <= last)
    return {unit: tuple(held.values()) for unit, held in found.items()}


def _rows(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    if TABLE not in registers(snapshot).tables:
        return []
    with snapshot.cursor() as cursor:
        return cursor.execute(
            f"select unit_code, programme, from_on, to_on from {TABLE} order by unit_code, programme, from_on"
        ).fetchall()


def coverage(units: Iterable[str], held: Programmes) -> list[dict[str, Any]]:
    """Of each programme that any of these units is in: how many have joined, of how many."""
    asked = list(units)
    joined: dict[str, int] = {}
    for unit in asked:
        for each in held.get(unit, ()):
            joined[each.programme] = joined.get(each.programme, 0) + each.joined
    return [{"programme": name, "joined": n, "of": len(asked)} for name, n in sorted(joined.items())]

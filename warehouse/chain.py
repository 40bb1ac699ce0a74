"""An area with all that lies above it, from the city down: free sub-levels stand where the register has them."""

from dataclasses import dataclass
from datetime import date

from warehouse.register import registers
from warehouse.snapshot import Snapshot

TABLE = "dim_area"
DEEPEST = 12
CLIMB = f"""
with recursive standing as (
  select area_code, name, level, kind, parent_code from {TABLE} where valid_from <= $day and $day < valid_to
), climbed as (
  select *, 0 as steps from standing where area_code = $code
  union all
  select s.*, c.steps + 1 from climbed c join standing s on s.area_code = c.parent_code where c.steps < {DEEPEST}
)
select area_code, name, level, kind from climbed where level <> 'ended' order by steps desc
"""
CITY = f"select area_code from {TABLE} where level = 'city' and valid_from <= $day and $day < valid_to order by 1"


@dataclass(frozen=True)
class Area:
    """One area of the chain: what it is called, its level and its kind as registered on the day."""

    code: str
    name: str
    level: str
    kind: str | None


def chain(snapshot: Snapshot, code: str | None, day: date) -> tuple[Area, ...]:
    """The area of that code on that day below all that lie above it; the city alone of None."""
    if TABLE not in registers(snapshot).tables:
        return ()
    with snapshot.cursor() as cursor:
        if code is None:
            cities = cursor.execute(CITY, {"day": day}).fetchall()
            code = cities[0][0] if cities else None
        rows = cursor.execute(CLIMB, {"day": day, "code": code}).fetchall()
    return tuple(Area(*row) for row in rows)

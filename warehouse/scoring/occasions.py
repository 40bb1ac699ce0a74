"""The periods about which anybody has given ratings or scores: those that can be evaluated whole."""

from warehouse.errors import WarehouseError
from warehouse.period import Period
from warehouse.question import period
from warehouse.register import registers
from warehouse.snapshot import Snapshot

TABLES = ("fct_rating", "fct_external_score")
CODES = "select distinct period_code from {} where period_code is not null order by 1"


def occasions(snapshot: Snapshot) -> tuple[Period, ...]:
    """Those periods, by their last day; a code that names no period is none."""
    codes: set[str] = set()
    with snapshot.cursor() as cursor:
        for table in TABLES:
            if table in registers(snapshot).tables:
                codes |= {code for (code,) in cursor.execute(CODES.format(table)).fetchall()}
    found = [each for code in sorted(codes) if (each := _named(snapshot, code)) is not None]
    return tuple(sorted(found, key=lambda each: (each.last or snapshot.data_day, each.code or "")))


def _named(snapshot: Snapshot, code: str) -> Period | None:
    try:
        found = period(snapshot, code)
    except WarehouseError:
        return None
    return found if found.first and found.last else None

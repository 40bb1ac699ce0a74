"""The days on which a policy began, to be marked on every trend."""

from datetime import date

from warehouse.register import registers
from warehouse.snapshot import Snapshot

TABLE = "dim_policy_date"


def policy_dates(snapshot: Snapshot, first: date, last: date) -> list[tuple[date, str]]:
    """The policies that began between two days, with their titles, oldest first."""
    if TABLE not in registers(snapshot).tables:
        return []
    with snapshot.cursor() as cursor:
        found = cursor.execute(
            f"select day, title from {TABLE} where $first <= day and day <= $last order by day, title",
            {"first": first, "last": last},
        ).fetchall()
    return [(day, title) for day, title in found]

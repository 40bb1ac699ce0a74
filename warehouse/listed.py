"""Things of a list for which a condition holds or held: what rules about enclaves look for."""

from datetime import date

from warehouse.expression import columns
from warehouse.register import registers
from warehouse.snapshot import Snapshot
from warehouse.state import State

EVER = "date '0001-01-01'"  # the day from which a thing of a list has its first state


def listed(
    snapshot: Snapshot, state: State, when: str, first: date, as_of: date, after: int, still: int
) -> list[tuple[str, str]]:
    """Number and name of each thing for which `when` held between the days, once the list is `after` days old and
    where nothing has changed for `still` days; the list begins with the first that was told of any of its things."""
    columns(when)  # refuses anything but comparisons
    if state.names is None or state.names not in registers(snapshot).tables:
        return []
    wanted = ["s.valid_from <= $as_of", "s.valid_to > $first", f"({when})"]
    values: dict[str, object] = {"as_of": as_of, "first": first}
    for name, days, since in (("after", after, "b.day"), ("still", still, "greatest(s.valid_from, b.day)")):
        if days:
            wanted.append(f"$as_of - {since} >= ${name}")
            values[name] = days
    text = (
        f"with began as (select min(valid_from) as day from {state.table} where valid_from > {EVER})"
        f", called as (select {state.key}, name from {state.names})"
        f" select distinct {state.key}, name from {state.table} s join called using ({state.key}) cross join began b"
        f" where {' and '.join(wanted)} order by 1"
    )
    with snapshot.cursor() as cursor:
        return cursor.execute(text, values).fetchall()

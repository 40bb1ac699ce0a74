"""Flows: what changed between two days, read off the differences themselves instead of two sums up to each day."""

from collections.abc import Sequence
from datetime import date

from warehouse.cells import Entry, Source
from warehouse.dimension import Dimension
from warehouse.metric import Metric
from warehouse.percentile import bin_of
from warehouse.query import choose
from warehouse.question import EVERYTHING, frame
from warehouse.register import registers
from warehouse.snapshot import Snapshot

Stretch = tuple[date, date]
Flow = dict[str, dict[str, int]]


def flows(
    snapshot: Snapshot, asked: Metric, by: str, stretches: Sequence[Stretch], own_month: bool = False
) -> list[Flow]:
    """For each (after, until) the counts as of `until` less those as of `after`, by role and unit of `by`.

    `own_month` keeps to rows whose cohort month is that of the day they came or went.
    """
    after, until = min(first for first, _ in stretches), max(last for _, last in stretches)
    framed = frame(snapshot, asked, [by], {}, "participation", EVERYTHING, until)
    source = choose(registers(snapshot), [asked], framed, [Entry(None, None, until)], None)
    unit = framed.by[0]
    moves = source.relation if source.tally else _moves(source, asked, unit)
    month = " and cohort = cast(date_trunc('month', day) as date)" if own_month else ""
    parameters: dict[str, object] = {"after": after, "until": until}
    for place, (first, last) in enumerate(stretches):
        parameters |= {f"after_{place}": first, f"until_{place}": last}
    spans = ", ".join(f"({n}, $after_{n}::date, $until_{n}::date)" for n in range(len(stretches)))
    text = (
        f"with daily as (select {unit.column} as unit, day, {bin_of(asked)} as bin, sum(n) as n from {moves}"
        f" where day > $after and day <= $until{month} group by all)"
        " select place, unit, bin, cast(sum(n) as bigint) as n from daily"
        f" join (values {spans}) as stretch(place, after, until) on day > stretch.after and day <= stretch.until"
        " group by all"
    )
    with snapshot.cursor() as cursor:
        rows = cursor.execute(text, parameters).fetchall()
    found: list[Flow] = [{} for _ in stretches]
    for place, code, name, n in rows:
        units = found[place].setdefault(asked.role(name), {})
        held = framed.code(unit, code)
        units[held] = units.get(held, 0) + n
    return found


def _moves(source: Source, asked: Metric, unit: Dimension) -> str:
    """States as differences: every row comes on its first day and goes on the day after its last."""
    cohort = asked.cohort or asked.state.born
    kept = ", ".join([unit.column, *sorted(asked.columns)])
    month = f"cast(date_trunc('month', {cohort}) as date) as cohort"

    def part(day: str, n: int) -> str:
        return (
            f"select {kept}, {month}, {day} as day, {n} as n from {source.relation}"
            f" where {cohort} is not null and {day} > $after and {day} <= $until"
        )

    return f"({part('valid_from', 1)} union all {part('valid_to', -1)})"

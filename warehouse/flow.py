"""Flows: what changed between two days, read off the differences themselves instead of two sums up to each day."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial

from warehouse.cells import Entry, Source
from warehouse.dimension import Dimension
from warehouse.halving import number_of
from warehouse.metric import Metric
from warehouse.query import choose
from warehouse.question import EVERYTHING, frame
from warehouse.register import registers
from warehouse.snapshot import Snapshot

Stretch = tuple[date, date]
Flow = dict[str, dict[str, int]]
ROLES = ("hit", "miss", "pending", "outside", "excluded")


def flows(
    snapshot: Snapshot, asked: Metric, by: str, sums: Sequence[Sequence[Stretch]], own_month: bool = False
) -> list[Flow]:
    """For each sum of stretches (after, until) the counts as of `until` less those as of `after`, by role and unit.

    `own_month` keeps to rows whose cohort month is that of the day they came or went.
    """
    stretches = [each for several in sums for each in several]
    after, until = min(first for first, _ in stretches), max(last for _, last in stretches)
    framed = frame(snapshot, asked, [by], {}, "participation", EVERYTHING, until)
    (source,) = choose(registers(snapshot), [asked], framed, [Entry(None, None, until)])
    unit, edges = framed.by[0], sorted({edge for stretch in stretches for edge in stretch})
    month = " and date_trunc('month', cohort) = date_trunc('month', day)" if own_month else ""
    pieces = [tuple(_times(several, edges, place) for several in sums) for place in range(1, len(edges))]
    alike = list(dict.fromkeys(pieces))
    parameters: dict[str, object] = {"after": after, "until": until, "alike": [alike.index(each) for each in pieces]}
    moves = _changes(source, after, parameters) if source.tally else _moves(source, asked, unit)
    inner = edges[1:-1]
    parameters.update({f"edge_{number}": edge for number, edge in enumerate(inner)})
    piece = number_of("day", [f"$edge_{number}::date + 1" for number in range(len(inner))])
    text = (
        f"select ($alike)[{piece} + 1] as alike, {unit.column} as unit, {_role(asked)} as role_no,"
        f" cast(sum(n) as bigint) as n from {moves} where day > $after and day <= $until{month} group by all"
    )
    with snapshot.cursor() as cursor:
        rows = cursor.execute(text, parameters).fetchall()
    codes = cache(partial(framed.code, unit))
    named = [(alike[number], ROLES[role_no], codes(value), n) for number, value, role_no, n in rows]
    return [_sum([(role, code, times[place] * n) for times, role, code, n in named]) for place in range(len(sums))]


def _times(stretches: Sequence[Stretch], edges: Sequence[date], place: int) -> int:
    """How many of the stretches hold the days after so many of the edges."""
    return sum(edges.index(first) < place <= edges.index(last) for first, last in stretches)


def _sum(counts: Iterable[tuple[str, str, int]]) -> Flow:
    """The counts together, by role and unit."""
    found: Flow = {}
    for role, code, n in counts:
        if n:
            units = found.setdefault(role, {})
            units[code] = units.get(code, 0) + n
    return found


def _role(asked: Metric) -> str:
    """SQL for what a row counts as, by its number: numbers are grouped twice as fast as words."""
    arms = " ".join(f"when {each.when} then {ROLES.index(each.role)}" for each in asked.bins if each.when)
    rest = ROLES.index(asked.bins[-1].role)
    return f"case when excluded is not null then {ROLES.index('excluded')} {arms} else {rest} end"


def _changes(source: Source, after: date, parameters: dict[str, object]) -> str:
    """The rows of a tally that are changes, those of no opening before the first day left out."""
    parameters["opening"] = source.opening(after)
    return f"(select * from {source.relation} where opening >= $opening and opening <= $until and day >= opening)"


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

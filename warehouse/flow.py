"""Flows: what changed between two days, read off the differences themselves instead of two sums up to each day."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from itertools import chain

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
    snapshot: Snapshot, asked: Metric, by: str, stretches: Sequence[Stretch], own_month: bool = False
) -> list[Flow]:
    """For each (after, until) the counts as of `until` less those as of `after`, by role and unit of `by`.

    `own_month` keeps to rows whose cohort month is that of the day they came or went.
    """
    after, until = min(first for first, _ in stretches), max(last for _, last in stretches)
    framed = frame(snapshot, asked, [by], {}, "participation", EVERYTHING, until)
    (source,) = choose(registers(snapshot), [asked], framed, [Entry(None, None, until)])
    unit = framed.by[0]
    month = " and date_trunc('month', cohort) = date_trunc('month', day)" if own_month else ""
    parameters: dict[str, object] = {"after": after, "until": until}
    moves = _changes(source, after, parameters) if source.tally else _moves(source, asked, unit)
    edges = sorted({edge for stretch in stretches for edge in stretch})
    parameters.update({f"edge_{number}": edge for number, edge in enumerate(edges)})
    piece = number_of("day", [f"$edge_{number}::date + 1" for number in range(len(edges))])
    text = (
        f"select {piece} as piece, {unit.column} as unit, {_role(asked)} as role_no, cast(sum(n) as bigint) as n"
        f" from {moves} where day > $after and day <= $until{month} group by all"
    )
    with snapshot.cursor() as cursor:
        rows = cursor.execute(text, parameters).fetchall()
    codes, places = cache(partial(framed.code, unit)), {edge: place for place, edge in enumerate(edges)}
    pieces: list[list[tuple[str, str, int]]] = [[] for _ in range(len(edges) + 1)]
    for number, value, role_no, n in rows:
        pieces[number].append((ROLES[role_no], codes(value), n))
    return [_sum(pieces[places[first] + 1 : places[last] + 1]) for first, last in stretches]


def _sum(pieces: Sequence[Sequence[tuple[str, str, int]]]) -> Flow:
    """The pieces between two edges together, by role and unit."""
    found: Flow = {}
    for role, code, n in chain.from_iterable(pieces):
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

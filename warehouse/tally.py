"""Tallies: a state table differenced by cohort and day, so that a date is a sum.

A tally starts anew at a few openings: a question as of a day reads the balance at the opening before it and the
changes since, not all that ever happened. The balance stands on the day before its opening.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, cached_property

from warehouse.definition import HOME, Frozen, read
from warehouse.halving import halved
from warehouse.metric import Metric, metrics
from warehouse.state import state

FOLDER = HOME / "tallies"
PREFIX = "tally_"
NEVER = "date '9999-12-31'"
# More openings make a question read less and the tally larger: its balances grow with openings times cohorts.
OPENINGS = 12
SHORTEST = 28  # days
DAY_BEFORE = "cast({} - interval 1 day as date)"


class Tally(Frozen):
    """One tally: `by` its dimensions, `without` the state columns that would make it too big."""

    name: str
    of: str
    shared: bool = False
    cohort: str
    by: tuple[str, ...]
    without: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The tally's table in the snapshot."""
        return PREFIX + self.name

    @property
    def source(self) -> str:
        """The relation it is made of."""
        found = state(self.of)
        twin = found.twin(self.by) if self.shared else None
        return twin.table if twin else found.table

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The state columns it keeps: all that its metrics read, less `without`."""
        read = frozenset[str]().union(*(each.columns for each in self._metrics()))
        return tuple(sorted(read - set(self.without)))

    @cached_property
    def sums(self) -> tuple[str, ...]:
        """The state columns carried as sums beside the count."""
        return tuple(sorted({side.of for each in self._metrics() for side in each.beside.values()}))

    def _metrics(self) -> list[Metric]:
        born = self.cohort == state(self.of).born
        return [
            each
            for each in metrics().values()
            if each.of == self.of and (each.cohort == self.cohort or (each.cohort is None and born))
        ]

    def sql(self, edges: Sequence[date]) -> str:
        """The select that makes the tally from its source; cohorts begin on the first of each month and on `edges`."""
        chosen = (
            f"start as (   -- openings: at most {OPENINGS}, each the first of a month\n"
            f"  select opening, row_number() over (order by opening) - 1 as place, count(*) over () as held\n"
            f"  from (select distinct {month('cohort')} as opening from change) found\n"
            f"), opening as (\n  select opening from start where place % (1 + held // {OPENINGS}) = 0\n)"
        )
        return f"{self._opened(edges, self.source, '1', chosen)} order by opening"

    def sql_of(self, edges: Sequence[date], shifted: str) -> str:
        """The select of what states that come and go add to the tally: `shifted` has them with `times` 1 or -1."""
        return self._opened(edges, shifted, "times", f"opening as (select distinct opening from {self.table})")

    def _opened(self, edges: Sequence[date], source: str, times: str, opening: str) -> str:
        kept, carried = self._kept(), "".join(f", {name}" for name in self.sums)
        cohort = cohort_of(self.cohort, edges)
        relation = f"from {source} where {self.cohort} is not null"
        return (
            f"with moved as (\n"
            f"  select {cohort} as cohort, valid_from as day, {kept}{carried}, {times} as n {relation}\n"
            f"  union all\n"
            f"  select {cohort}, valid_to, {kept}{carried}, -{times} {relation} and valid_to < {NEVER}\n"
            f"), change as (\n  {self._summed('moved', 'day', ' * n')}\n"
            f"), {opening}, monthly as (\n  {self._summed('change', month('day'))}\n"
            f"), within as (   -- what changes before the first opening counts from it on\n"
            f"  select m.day, coalesce(max(o.opening), (select min(opening) from opening)) as opening\n"
            f"  from (select distinct {month('day')} as day from change) m\n"
            f"  left join opening o on o.opening <= m.day group by m.day\n"
            f"), balance as (\n"
            f"  select o.opening, {DAY_BEFORE.format('o.opening')} as day, m.* exclude (day)\n"
            f"  from monthly m join within w on w.day = m.day join opening o on w.opening < o.opening\n"
            f"), told as (\n"
            f"  select w.opening, c.* from change c join within w on w.day = {month('c.day')}\n"
            f"  union all {self.gathered('balance')}\n"
            f")\nselect * from told"
        )

    def _kept(self) -> str:
        return ", ".join([*self.by, *self.columns])

    def _summed(self, relation: str, day: str, times: str = "", opening: str = "") -> str:
        """The rows of a relation summed by cohort, day and what the tally keeps; what comes to nothing is left out."""
        signed = {name: f"{name}{times}" for name in self.sums}
        sums = "".join(f", cast(sum({signed[name]}) as bigint) as {name}" for name in self.sums)
        filled = " or ".join(f"sum({each}) <> 0" for each in ("n", *signed.values()))
        return (
            f"select {opening}cohort, {day} as day, {self._kept()}, cast(sum(n) as integer) as n{sums}"
            f" from {relation} group by {opening}cohort, {day}, {self._kept()} having {filled}"
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """What tells its rows apart."""
        return ("opening", "cohort", "day", *self.by, *self.columns)

    def gathered(self, relation: str) -> str:
        """The select of rows of the tally, wherever they are, with those of one key summed."""
        return self._summed(relation, "day", opening="opening, ")

    def covers(self, coarser: "Tally") -> bool:
        """True when the other tally is this one with fewer dimensions."""
        alike = (self.of, self.shared, self.cohort) == (coarser.of, coarser.shared, coarser.cohort)
        return alike and set(coarser.by) < set(self.by) and set(coarser.columns) <= set(self.columns)

    def sql_from(self, finer: "Tally") -> str:
        """The select that makes the tally from a finer one."""
        return f"{self.gathered(finer.table)} order by opening"


@cache
def tallies() -> tuple[Tally, ...]:
    """Every tally, those of most dimensions first."""
    found = [read(Tally, path, name=path.stem) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda tally: -len(tally.by)))


def edges_of(spans: Iterable[tuple[date | None, date | None]]) -> set[date]:
    """Where periods of four weeks or more begin and stop; shorter ones would make too many cohorts."""
    long = [(first, stop) for first, stop in spans if first and stop and (stop - first).days >= SHORTEST]
    return {edge for span in long for edge in span}


def openings(months: Iterable[date]) -> list[date]:
    """The openings of a tally whose cohorts begin in these months."""
    ordered = sorted(months)
    return ordered[:: 1 + len(ordered) // OPENINGS]


def month(day: str) -> str:
    """SQL for the first day of a day's month."""
    return f"cast(date_trunc('month', {day}) as date)"


def cohort_of(stamp: str, edges: Sequence[date]) -> str:
    """SQL for the day on which the stamp's cohort begins: the first of its month, or a later edge before it."""
    if not edges:
        return month(stamp)
    bounds = [f"date '{edge}'" for edge in sorted(edges)]
    return f"greatest({month(stamp)}, {halved(stamp, bounds, ['null::date', *bounds])})"

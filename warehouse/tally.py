"""Tallies: a state table differenced by cohort month and day, so that a date is a sum."""

from functools import cache, cached_property

from warehouse.definition import HOME, Frozen, read
from warehouse.metric import Metric, metrics
from warehouse.state import state

FOLDER = HOME / "tallies"
PREFIX = "tally_"


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
        return found.shared or found.table if self.shared else found.table

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

    def sql(self, source: str | None = None) -> str:
        """The select that makes the tally from its source relation, or from `source` standing for it."""
        kept = [*self.by, *self.columns]
        sums = "".join(f", cast(sum({name} * n) as bigint) as {name}" for name in self.sums)
        filled = " or ".join(f"sum({name} * n) <> 0" for name in ("1", *self.sums))
        keys = ", ".join(kept)
        carried = "".join(f", {name}" for name in self.sums)
        month = f"cast(date_trunc('month', {self.cohort}) as date) as cohort"
        relation = source or self.source
        return (
            f"with moved as (\n"
            f"  select {month}, valid_from as day, {keys}{carried}, 1 as n\n"
            f"  from {relation} where {self.cohort} is not null\n"
            f"  union all\n"
            f"  select {month}, valid_to as day, {keys}{carried}, -1 as n\n"
            f"  from {relation} where {self.cohort} is not null and valid_to < date '9999-12-31'\n"
            f")\n"
            f"select cohort, day, {keys}, cast(sum(n) as integer) as n{sums}\n"
            f"from moved\n"
            f"group by cohort, day, {keys}\n"
            f"having {filled}"
        )

    def covers(self, coarser: "Tally") -> bool:
        """True when the other tally is this one with fewer dimensions."""
        alike = (self.of, self.shared, self.cohort) == (coarser.of, coarser.shared, coarser.cohort)
        return alike and set(coarser.by) < set(self.by) and set(coarser.columns) <= set(self.columns)

    def sql_from(self, finer: "Tally") -> str:
        """The select that makes the tally from a finer one."""
        keys = ", ".join([*self.by, *self.columns])
        sums = "".join(f", cast(sum({name}) as bigint) as {name}" for name in self.sums)
        filled = " or ".join(f"sum({name}) <> 0" for name in ("n", *self.sums))
        return (
            f"select cohort, day, {keys}, cast(sum(n) as integer) as n{sums}\n"
            f"from {finer.table}\ngroup by cohort, day, {keys}\nhaving {filled}"
        )


@cache
def tallies() -> tuple[Tally, ...]:
    """Every tally, those of most dimensions first."""
    found = [read(Tally, path, name=path.stem) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda tally: -len(tally.by)))

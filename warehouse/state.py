"""State tables: one row per thing and end-of-day state, which every metric counts."""

from collections.abc import Collection
from functools import cache

from duckdb import DuckDBPyConnection

from warehouse.definition import HOME, Frozen, build, table
from warehouse.errors import BadDefinition
from warehouse.feed import feeds


class Twin(Frozen):
    """A table that has each row once for every unit of `by` that shares it, with role and number of sharers.

    `equal`: all have the same part; each counts the row whole unless asked otherwise, and the total counts it once."""

    by: tuple[str, ...]
    table: str
    equal: bool = False


class State(Frozen):
    """One state table; `twins`: by the dimensions that share its rows, `born`: a stamp no row lacks.

    `events`: a row is something that happened, so that a unit without rows had none of it;
    `weight`: the column that says how many of them a row stands for: they are counted, never listed;
    `names`: the table that has their names, one row a thing."""

    name: str
    table: str
    twins: tuple[Twin, ...] = ()
    key: str
    born: str
    needs: tuple[str, ...]
    events: bool = False
    names: str | None = None
    weight: str | None = None

    def twin(self, names: Collection[str]) -> Twin | None:
        """The twin that answers for these dimensions; None where none of them shares rows."""
        sharing = {name for each in self.twins for name in each.by if name in names}
        return next((each for each in self.twins if sharing and set(each.by) == sharing), None)

    def is_fed(self, con: DuckDBPyConnection) -> bool:
        """Whether a snapshot holds rows of every feed it needs: without, whatever it counts says nothing."""
        return all(con.execute(f"select 1 from main.{feeds()[name].table} limit 1").fetchall() for name in self.needs)


@cache
def states() -> dict[str, State]:
    """Every state table by name."""
    found = table(HOME / "states.toml")
    return {name: build(State, f"states.toml [{name}]", {"name": name, **values}) for name, values in found.items()}


def state(name: str) -> State:
    """The state table of that name."""
    if name not in states():
        raise BadDefinition(f"no state {name!r}; there are {', '.join(states())}")
    return states()[name]

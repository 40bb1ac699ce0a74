"""Metrics: one TOML file each, read into frozen values and checked."""

from datetime import date
from functools import cache, cached_property
from typing import Literal

from pydantic import Field, model_validator

from warehouse.definition import HOME, Frozen, read
from warehouse.errors import Unknown
from warehouse.expression import columns
from warehouse.feed import Label
from warehouse.state import State, state

FOLDER = HOME / "metrics"
Role = Literal["hit", "miss", "pending", "outside"]
EXCLUDED = "excluded:"


class Bin(Frozen):
    """One drawer: rows for which `when` holds and no earlier one did; the last takes the rest."""

    name: str
    role: Role = Field(alias="as")
    label: Label
    when: str | None = None


class Beside(Frozen):
    """A sum shown beside the rate, over the rows of its denominator."""

    of: str
    label: Label


class Example(Frozen):
    """What the tiny city must answer, counted by hand: rows by bin, percentiles' steps in minutes."""

    by: str | None = None
    where: dict[str, str] = {}
    period: str | None = None
    as_of: date
    view: str | None = None
    bins: dict[str, int | str] | None = None
    groups: dict[str, dict[str, int | str]] = {}
    beside: dict[str, int] = {}
    steps: dict[str, int] = {}


class Metric(Frozen):
    """One KPI: which rows it reads, when they belong to a period, and what each counts as."""

    name: str
    label: Label
    note: Label
    shown_as: Literal["percent", "count", "duration"]
    better: Literal["higher", "lower", "none"]
    of: str
    cohort: str | None = None
    needs: tuple[str, ...] = ()
    bins: tuple[Bin, ...] = Field(alias="bin")
    beside: dict[str, Beside] = {}
    measure: str | None = None
    points: tuple[int, ...] = ()
    timed: tuple[str, str] | None = None
    examples: tuple[Example, ...] = Field(alias="example", default=())

    @cached_property
    def kind(self) -> str:
        """ratio, count or percentile, told by the keys that are there."""
        if self.measure:
            return "percentile"
        return "ratio" if any(each.role == "miss" for each in self.bins) else "count"

    @cached_property
    def state(self) -> State:
        """The state table whose rows it counts."""
        return state(self.of)

    @cached_property
    def feeds(self) -> tuple[str, ...]:
        """The feeds without which the metric says nothing."""
        return tuple(dict.fromkeys((*self.state.needs, *self.needs)))

    @cached_property
    def columns(self) -> frozenset[str]:
        """The state columns its bins and its measure read."""
        measured = {self.measure} if self.measure else set()
        return frozenset({"excluded"} | measured).union(*(columns(each.when) for each in self.bins if each.when))

    def role(self, name: str) -> str:
        """What a bin's rows count as; excluded for every excluded:<reason>."""
        return self._roles.get(name, "excluded")

    @cached_property
    def bin_names(self) -> tuple[str, ...]:
        """Its bins in order, those of excluded rows left out."""
        return tuple(each.name for each in self.bins)

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {each.name: each.role for each in self.bins}

    def names(self, role: str) -> tuple[str, ...]:
        """The bins that count as `role`."""
        return tuple(each.name for each in self.bins if each.role == role)

    @model_validator(mode="after")
    def _makes_sense(self) -> "Metric":
        if not self.names("hit"):
            raise ValueError("no bin counts as a hit")
        if any(each.when is None for each in self.bins[:-1]) or self.bins[-1].when is not None:
            raise ValueError("every bin but the last needs `when`, and the last takes the rest")
        if len({bool(self.measure), bool(self.points), bool(self.timed)}) > 1:
            raise ValueError("`measure`, `points` and `timed` (from which stamp to which) go together")
        return self


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by name."""
    return {path.stem: read(Metric, path, name=path.stem) for path in sorted(FOLDER.glob("*.toml"))}


def metric(name: str) -> Metric:
    """The metric of that name."""
    if name not in metrics():
        raise Unknown("metric", name, metrics())
    return metrics()[name]

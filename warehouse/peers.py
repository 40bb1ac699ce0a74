"""Like with like: the groups of rules/groups.toml, and which of them a unit belongs to."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache

from pydantic import field_validator, model_validator

from warehouse.definition import Frozen, read
from warehouse.dimension import Dimension, dimensions
from warehouse.expression import columns
from warehouse.feed import Label
from warehouse.register import registers
from warehouse.rules import FOLDER
from warehouse.snapshot import Snapshot
from warehouse.statistics import exact

Levels = tuple["Peers", ...]
AREA_COLUMNS = frozenset({"area_code", "name", "kind"})
DEPARTMENT_COLUMNS = frozenset({"department_code", "name", "kind", "district_code", "host_street_code", "parent_code"})
EVERYBODY = "all"  # what a target for the whole city is said to be for


class Caution(Frozen):
    """How much it takes to rank a unit, to tell two apart, and to call one out."""

    min_rank_cases: int
    z: str
    warn: str
    alarm: str
    progress_units: int

    @field_validator("min_rank_cases", "progress_units")
    @classmethod
    def _whole(cls, given: int) -> int:
        if given < 0:
            raise ValueError("a number of cases or units is 0 or more")
        return given

    @model_validator(mode="after")
    def _limits_widen(self) -> "Caution":
        if not 0 < exact(self.warn) < exact(self.alarm) or exact(self.z) <= 0:
            raise ValueError("z, warn and alarm are positive, and alarm lies beyond warn")
        return self

    @property
    def square(self) -> Fraction:
        """z squared, exactly."""
        return exact(self.z) ** 2


class Peers(Frozen):
    """One group of like units; without `when` it takes those that no other has taken."""

    name: str
    label: Label
    when: str | None = None


class Groups(Frozen):
    """The file: what a standing takes, and the groups of each dimension in order."""

    standing: Caution
    district: Levels
    street: Levels
    community: Levels
    department: Levels

    def of(self, dimension: str) -> Levels:
        """The groups of a dimension."""
        found: Levels = getattr(self, dimension)
        return found

    @model_validator(mode="after")
    def _cover_everybody(self) -> "Groups":
        names: list[str] = []
        for dimension in RANKED_BY:
            held = self.of(dimension)
            known = DEPARTMENT_COLUMNS if dimension == "department" else AREA_COLUMNS
            _check(dimension, held, known)
            names += [each.name for each in held]
        if len(set(names)) < len(names) or EVERYBODY in names:
            raise ValueError(f"every group has a name of its own, and none is named {EVERYBODY!r}")
        return self


RANKED_BY = ("district", "street", "community", "department")


def ranked_by() -> list[str]:
    """The dimensions whose units can be ranked: those of a level that has groups."""
    return [each.name for each in dimensions().values() if each.unit_level in RANKED_BY]


@cache
def groups() -> Groups:
    """The groups in force."""
    return read(Groups, FOLDER / "groups.toml")


def peers(snapshot: Snapshot, asked: Dimension, day: date, codes: Iterable[str] | None = None) -> dict[str, Peers]:
    """The group of each registered unit, or of these alone, on that day, or on the day nearest to it."""
    held, known = groups().of(asked.unit_level), registers(snapshot)
    spans = known.once(f"peers of {asked.name}", lambda: _spans(snapshot, asked, held))
    units = spans if codes is None else [code for code in codes if code in spans]
    return {unit: held[_on(day, spans[unit])] for unit in units}


def rest(asked: Dimension) -> Peers:
    """The group of units that the register does not know."""
    return groups().of(asked.unit_level)[-1]


def _spans(snapshot: Snapshot, asked: Dimension, held: Levels) -> dict[str, list[tuple[date, int]]]:
    """Of each registered unit from which days on it is in which group, by the group's place."""
    table, code = ("dim_department", "department_code") if asked.name == "department" else ("dim_area", "area_code")
    if table not in registers(snapshot).tables:
        return {}
    level, binds = ("true", {}) if asked.name == "department" else ("level = $level", {"level": asked.unit_level})
    told = f"{code}, valid_from, {_sorted_into(held)}"
    found: dict[str, list[tuple[date, int]]] = {}
    with snapshot.cursor() as cursor:
        for unit, first, place in cursor.execute(
            f"select {told} from {table} where {level} order by 1, 2", binds
        ).fetchall():
            found.setdefault(unit, []).append((first, place))
    return found


def _on(day: date, spans: Sequence[tuple[date, int]]) -> int:
    """The group's place on that day; before all days the first, after them the last."""
    return next((place for first, place in reversed(spans) if first <= day), spans[0][1])


def _sorted_into(held: Levels) -> str:
    arms = " ".join(f"when {each.when} then {place}" for place, each in enumerate(held) if each.when)
    return f"case {arms} else {len(held) - 1} end" if arms else f"{len(held) - 1}"


def _check(dimension: str, held: Levels, known: frozenset[str]) -> None:
    if not held or any(each.when is None for each in held[:-1]) or held[-1].when is not None:
        raise ValueError(f"every group of {dimension} but the last needs `when`, and the last takes the rest")
    strange = sorted(frozenset[str]().union(*(columns(each.when) for each in held if each.when)) - known)
    if strange:
        raise ValueError(f"a {dimension} has no {', '.join(strange)}; there are {', '.join(sorted(known))}")

"""The names behind the codes of one snapshot, read once for each generation."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar, cast

from duckdb import DuckDBPyConnection

from warehouse.dimension import Dimension, dimensions
from warehouse.errors import BadQuestion, Unknown
from warehouse.lineage import Change, Lineage
from warehouse.period import Period
from warehouse.snapshot import Snapshot
from warehouse.state import State, states
from warehouse.tally import edges_of, tallies
from warehouse.text import has_text, text
from warehouse.unit import Unit, below

Found = TypeVar("Found")
BUCKETS = ("unregistered", "unspecified", "unclassified")
KEPT = 6
MANY = 1 << 62
ABOVE = {"area": ("district", "street"), "department": ("district",), "item": ("item_1", "item_2")}
UNITS = {
    "area": "select level, area_code, name, valid_from, valid_to, district, street from dim_area"
    " where level in ('district', 'street', 'community') order by valid_from",
    "department": "select 'department', department_code, name, valid_from, valid_to, district_code"
    " from dim_department union all select 'parent', department_code, name, valid_from, valid_to, district_code"
    " from dim_department where parent_code is null or parent_code not in (select department_code from dim_department)"
    " order by valid_from",
    "item": "select distinct 'item_1', level1, level1, null, null, null, null from dim_item"
    " union all select distinct 'item_2', level1 || '/' || level2, level2, null, null, level1, null"
    " from dim_item union all select 'item_3', item_code, level3, null, null, level1, level1 || '/' || level2"
    " from dim_item",
}
PERIODS = "select period_code, kind, starts_on, ends_on, title from dim_period order by 3"
CHANGES = (
    "select register, kind, effective_on, old_code, new_code, folds from dim_area_change"
    " where register is not null order by effective_on, old_code, new_code"
)
BEGUN = {
    "area": "select distinct area_code, registered_from from dim_area where level <> 'ended'",
    "department": "select department_code, valid_from from dim_department",
}


@dataclass
class Registers:
    """Units by dimension and code, tables with their rows and columns, and the periods of the feed."""

    units: dict[str, dict[str, list[Unit]]] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    openings: dict[str, tuple[date, ...]] = field(default_factory=dict)
    lineages: dict[str, Lineage] = field(default_factory=dict)
    marked: dict[str, tuple[Change, ...]] = field(default_factory=dict)
    began: tuple[date | None, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def edges(self) -> set[date]:
        """Where a cohort of the tallies begins beside the first of each month."""
        return edges_of((each.first, each.stop) for each in self.periods.values())

    def name(self, asked: Dimension, code: str | None, day: date, lang: str) -> str:
        """What people call that unit on that day; a bucket by its words."""
        if code is None or code in BUCKETS:
            return text(f"buckets.{code or 'unspecified'}", lang)
        if asked.grain in ("month", "week"):
            return time_name(code, lang)
        held = self.units.get(asked.name, {}).get(code)
        if not held:
            return _worded(asked.name, code, lang)
        name = next((unit.name for unit in held if unit.stands(day)), held[-1].name)
        return text(f"buckets.{name}", lang) if name in BUCKETS else name

    def standing(self, asked: Dimension, day: date, where: Mapping[str, tuple[str, ...]]) -> list[str]:
        """The codes registered on that day under the filters: each must appear in an answer."""
        held, lineage = self.units.get(asked.name, {}), self.lineage(asked)
        wanted = {name: codes for name, codes in where.items() if name != asked.name}
        return [
            code
            for code in self._within(asked, where)
            if any(unit.stands(day) and (not wanted or unit.under(wanted)) for unit in held[code])
            and not lineage.divided(code, day)
        ]

    def lineage(self, asked: Dimension) -> Lineage:
        """What the codes of that dimension became."""
        return self.lineages.get(asked.registered_in or "", Lineage())

    def folded(self, asked: Dimension, day: date) -> dict[str, str]:
        """The dimension's old codes with the code that lasts, as of that day."""
        held = self.units.get(asked.name, {})
        return {old: now for old, now in self.lineage(asked).folded(day).items() if old in held}

    def ended(self, asked: Dimension, code: str, day: date) -> date | None:
        """Since when that unit is no more, where it has ended by that day."""
        if change := self.lineage(asked).divided(code, day):
            return change.day
        held = self.units.get(asked.name, {}).get(code, ())
        stop = held[0].stop if len(held) == 1 else max((unit.stop for unit in held), default=date.max)
        return stop if stop <= day else None

    def code(self, snapshot: Snapshot, asked: Dimension, word: str, day: date) -> str:
        """The code that a code, a bucket or a name means; of a name that one unit handed on, the last by that day."""
        held = self.units.get(asked.name, {})
        if word in held or word in BUCKETS:
            return word
        for bucket in BUCKETS:
            if word in (text(f"buckets.{bucket}", "zh"), text(f"buckets.{bucket}", "en")):
                return bucket
        if asked.registered_in is None:
            return self._free(snapshot, asked, word)
        named = sorted(code for code, spans in held.items() if any(unit.name == word for unit in spans))
        if len(named) > 1:
            folded = self.folded(asked, day)
            named = sorted({folded.get(code, code) for code in named})
        if len(named) > 1:
            raise _ambiguous(asked.name, word, named)
        if not named:
            raise Unknown(asked.name, word, {*held, *(unit.name for spans in held.values() for unit in spans)})
        return named[0]

    def free(self, snapshot: Snapshot, asked: Dimension) -> tuple[str, ...]:
        """The values that occur in a dimension without register."""
        if asked.name not in self.values:
            self.values[asked.name] = _occurring(snapshot, asked, self)
        return self.values[asked.name]

    def once(self, what: str, read: Callable[[], Found]) -> Found:
        """What a register says for as long as the generation lasts; read when it is first asked for."""
        if what not in self.told:
            self.told[what] = read()
        return cast(Found, self.told[what])

    def first_day(self, snapshot: Snapshot) -> date | None:
        """The first day of the month in which the first case was reported; None without cases."""
        if not self.began:
            with snapshot.cursor() as cursor:
                row = cursor.execute(
                    "select cast(date_trunc('month', min(reported_at)) as date) from fct_case"
                ).fetchall()
            self.began = (row[0][0],)
        return self.began[0]

    def _within(self, asked: Dimension, where: Mapping[str, tuple[str, ...]]) -> list[str]:
        """The codes that have ever lain under the filters; few of the many that a register holds."""
        found = list(self.units.get(asked.name, {}))
        for name, codes in where.items():
            near = self._below(asked.name, name) if name != asked.name else {}
            within = set(codes).union(*(near.get(code, ()) for code in (None, *codes)))
            found = [code for code in found if code in within]
        return found

    def _below(self, kind: str, name: str) -> dict[str | None, set[str]]:
        return self.once(f"{kind} by {name}", lambda: below(self.units.get(kind, {}), name))

    def _free(self, snapshot: Snapshot, asked: Dimension, word: str) -> str:
        known = self.free(snapshot, asked)
        if word not in known:
            raise Unknown(asked.name, word, known)
        return word


def columns_of(state: State, known: Registers) -> set[str]:
    """What a row of states is known by, the units that share it included; nothing where there is no such table."""
    held = known.columns.get(state.table, set())
    return held | {name for each in state.twins for name in each.by if held}


_kept: OrderedDict[tuple[int, str], Registers] = OrderedDict()
_lock = Lock()


def registers(snapshot: Snapshot) -> Registers:
    """The registers of that snapshot."""
    key = (snapshot.generation, str(snapshot.record["sha256"]))
    with _lock:
        if key not in _kept:
            _kept[key] = _read(snapshot)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return _kept[key]


def _worded(dimension: str, code: str, lang: str) -> str:
    """A value of a dimension without register: in words where there are some, else as the source wrote it."""
    key = f"words.{dimension}_{code}"
    return text(key, lang) if has_text(key) else code


def time_name(code: str, lang: str) -> str:
    """A month or a week in words."""
    year, _, rest = code.partition("-")
    if rest.startswith("W"):
        return text("ask.week", lang, year=year, week=int(rest[1:]))
    return text("ask.month", lang, year=year, month=int(rest))


def excluded_name(reason: str, lang: str) -> str:
    """A reason of exclusion in words; one that has none is shown as the source wrote it."""
    return text(f"ask.excluded_{reason}", lang) if has_text(f"ask.excluded_{reason}") else reason


def _read(snapshot: Snapshot) -> Registers:
    with snapshot.cursor() as cursor:
        found = Registers()
        for table, rows in cursor.execute("select table_name, estimated_size from duckdb_tables()").fetchall():
            found.tables[table] = rows
        for table, column in cursor.execute(
            "select table_name, column_name from duckdb_columns() where not internal"
        ).fetchall():
            found.columns.setdefault(table, set()).add(column)
        _read_units(cursor, found)
        _read_changes(cursor, found)
        if "dim_period" in found.tables:
            for row in cursor.execute(PERIODS).fetchall():
                found.periods[row[0]] = Period(*row)
        _read_openings(cursor, found)
    return found


def _read_units(cursor: DuckDBPyConnection, found: Registers) -> None:
    for register, statement in UNITS.items():
        if f"dim_{register}" not in found.tables:
            continue
        for level, code, name, first, stop, *above in cursor.execute(statement).fetchall():
            kin = dict(zip(ABOVE[register], above, strict=True))
            unit = Unit(code, name, first or date.min, stop or date.max, kin)
            found.units.setdefault(level, {}).setdefault(code, []).append(unit)
    for each in dimensions().values():
        if each.level:
            found.units[each.name] = found.units.get(each.level, {})


def _read_changes(cursor: DuckDBPyConnection, found: Registers) -> None:
    if "folds" not in found.columns.get("dim_area_change", ()):  # made before changes were carried
        return
    told: dict[str, list[Change]] = {}
    for register, *change in cursor.execute(CHANGES).fetchall():
        told.setdefault(register, []).append(Change(*change))
    for register, changes in told.items():
        begun: dict[str, list[date]] = {}
        for code, first in cursor.execute(BEGUN[register]).fetchall():
            begun.setdefault(code, []).append(first)
        found.lineages[register] = Lineage(tuple(changes), begun)


def _read_openings(cursor: DuckDBPyConnection, found: Registers) -> None:
    for table in (each.table for each in tallies() if "opening" in found.columns.get(each.table, ())):
        days = cursor.execute(f"select distinct opening from {table} order by 1").fetchall()
        found.openings[table] = tuple(day for (day,) in days)


def _occurring(snapshot: Snapshot, asked: Dimension, found: Registers) -> tuple[str, ...]:
    holders = [name for name in _holders(asked, found) if asked.column in found.columns.get(name, ())]
    if not holders:
        return ()
    values = " union ".join(f"select {asked.column} as value from {name}" for name in holders)
    with snapshot.cursor() as cursor:
        rows = cursor.execute(f"select value from ({values}) found where value is not null order by 1").fetchall()
    return tuple(row[0] for row in rows)


def _holders(asked: Dimension, found: Registers) -> list[str]:
    """The tables that together name every value of a dimension."""
    if asked.column not in found.columns.get("fct_case", ()):  # known of other things than cases, each of some of them
        return sorted({each.table for each in states().values()})
    # Every case is in fct_case, in the tallies by report and in the states: whichever is smallest names all values.
    whole = [each.table for each in tallies() if each.of == "case" and each.cohort == "reported_at"]
    holding = [name for name in (*whole, "fct_case", "case_state") if asked.column in found.columns.get(name, ())]
    return [min(holding, key=lambda name: found.tables.get(name, MANY))]


def _ambiguous(kind: str, word: str, codes: list[str]) -> BadQuestion:
    refusal = BadQuestion(f"{kind} {word!r} is the name of {len(codes)}; say which code: {', '.join(codes[:8])}")
    refusal.code = "AMBIGUOUS_NAME"
    refusal.did_you_mean = tuple(codes[:8])
    return refusal

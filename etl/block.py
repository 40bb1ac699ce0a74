"""SQL for what one block of a layout takes from a table: text, typed values, look-ups, and the first fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import duckdb

from etl import lookups
from etl.faults import Rule, rules
from etl.layout import ALWAYS, Block, Layout, Source
from etl.tidy import literal, name, tidied
from etl.typing_sql import Zone, typed, zone
from etl.values import NULL, Columns, mapped
from warehouse import Feed, feeds
from warehouse.feed import SQL_TYPE

ALWAYS_TYPES = {"recorded_at": "timestamp", "deleted": "boolean"}
TEXTS = ("code", "name", "text", "choice")


@dataclass(frozen=True)
class Clock:
    """The city's time zone and the moment up to which the files say anything, in naive city time."""

    timezone: str
    data_time: datetime

    @property
    def latest(self) -> str:
        """SQL for the last plausible moment of an event: the data time plus a day."""
        return f"timestamp '{self.data_time:%Y-%m-%d %H:%M:%S}' + interval 1 day"


@dataclass(frozen=True)
class Reading:
    """One block of a layout applied to one table."""

    layout: Layout
    block: Block
    columns: Columns
    relation: str
    clock: Clock

    @property
    def feed(self) -> Feed:
        """The feed the block fills."""
        return feeds()[self.block.feed]

    @cached_property
    def types(self) -> dict[str, str]:
        """The feed type of every landed column but the line."""
        return {column: about.type for column, about in self.feed.columns.items()} | ALWAYS_TYPES

    @cached_property
    def rules(self) -> list[Rule]:
        """What makes a record unacceptable."""
        return rules(self.feed, self.block, self.unproven, self.clock.latest)

    @cached_property
    def lookups(self) -> dict[str, Source]:
        """The columns whose code is looked up by name."""
        return {column: source for column, source in self.block.columns.items() if source.lookup}

    @cached_property
    def unproven(self) -> tuple[str, ...]:
        """Landed texts taken as they stood in the file: whether they are clean must be looked at afterwards."""
        return tuple(
            column
            for column, source in self.block.columns.items()
            if source.plain
            and column not in self.columns.careful
            and self.types[column] in TEXTS
            and self.types[column] != "choice"
        )

    def judged(self, con: duckdb.DuckDBPyConnection, condition: str = "true") -> str:
        """SQL for the landed columns of each record, the number of its first fault, what was wrong and the record.

        Value and record are made for refused records alone."""
        landed = ", ".join(map(name, (*self.types, "line")))
        values = " ".join(f"when {number} then {rule.value}" for number, rule in enumerate(self.rules))
        return f"""
        select {landed}, fault, {f"case fault {values} end" if values else NULL} as value,
            case when fault is not null then {self._record()} end as record
        from (select *, {self._fault()} as fault from ({self._resolved(con, self._typed(condition))}))"""

    def _fault(self) -> str:
        cases = " ".join(f"when {rule.when} then {number}" for number, rule in enumerate(self.rules) if not rule.late)
        return f"case {cases} end" if cases else "null::integer"

    def _record(self) -> str:
        """SQL for the record as it stood in the file."""
        titles = enumerate(self.columns.header.names)
        return f"json_object({', '.join(f'{literal(title)}, c{place}' for place, title in titles)})::varchar"

    def _typed(self, condition: str) -> str:
        raw = ", ".join(f"c{place}" for place in range(len(self.columns.header.names)))
        source = f"select line, {raw}, {', '.join(self._texts())} from {self.relation} where {condition}"
        return f"select line, {raw}, {', '.join(self._values())} from ({source})"

    def _texts(self) -> Iterator[str]:
        for column, source in self.block.columns.items():
            expected = self.feed.columns[column].values if column in self.feed.columns else ()
            yield f"{self.columns.text(source, self._clean(column), expected)} as {name(f'x_{column}')}"
            for number, level in enumerate(source.levels):
                level_text = mapped(self.columns.text(level, True), level)
                yield f"coalesce({level_text}, '') as {name(f'l{number + 1}_{column}')}"
        for check, wanted in self.block.checks.items():
            yield f"nullif({self.columns.raw(wanted.names or (check,))}, '') as {name(f'x_check {check}')}"

    def _values(self) -> Iterator[str]:
        reading = zone(self.layout, self.clock.timezone)
        for column, kind in self.types.items():
            yield f"{self._value(column, kind, reading)} as {name(column)}"
        for column, source in self.block.columns.items():
            yield name(f"x_{column}")
            yield from (name(f"l{number + 1}_{column}") for number in range(len(source.levels)))
        for check, wanted in self.block.checks.items():
            text = name(f"x_check {check}")
            value = typed(wanted.type, text, reading, False) if wanted.type not in TEXTS else tidied(text)
            yield f"{text}, {value} as {name(f'check {check}')}"

    def _value(self, column: str, kind: str, reading: Zone) -> str:
        source = self.block.columns.get(column)
        if source is None or source.lookup is not None:
            return "false" if column == "deleted" else f"null::{SQL_TYPE[kind]}"
        text = mapped(name(f"x_{column}"), source)
        value = typed(kind, text, reading, self._clean(column), source.date_only)
        return f"coalesce({value}, false)" if column == "deleted" else value

    def _clean(self, column: str) -> bool:
        """True when the text of a column is cleaned record by record."""
        source, kind = self.block.columns[column], self.types[column]
        mapped_stamp = bool(source.values) and kind not in TEXTS
        return not source.plain or column in self.columns.careful or kind == "choice" or mapped_stamp

    def _resolved(self, con: duckdb.DuckDBPyConnection, inner: str) -> str:
        """The typed records with the codes of looked-up names in place."""
        if not self.lookups:
            return inner
        joins, codes = [], []
        for number, (column, source) in enumerate(self.lookups.items()):
            assert source.lookup is not None
            levels = len(source.levels)
            known = self.layout.names.get(source.lookup, ())
            table = lookups.path_table(con, source.lookup, levels, self.layout.name, known)
            same = " and ".join(f"p{number}.t{at} = r.{name(f'l{at}_{column}')}" for at in range(1, levels + 1))
            joins.append(f"left join {table} as p{number} on {same}")
            codes.append(f"coalesce(p{number}.code, {_on_day(f'p{number}.spans', self._day())}) as {name(column)}")
        return f"select r.* replace ({', '.join(codes)}) from ({inner}) as r {' '.join(joins)}"

    def _day(self) -> str:
        """SQL for the day on which a name must be valid: that of the record's first required stamp."""
        columns = self.feed.columns
        stamps = [column for column, about in columns.items() if about.type == "timestamp" and about.range == "past"]
        needed = [column for column in stamps if columns[column].required]
        first = f"r.{name((needed or stamps)[0])}::date" if stamps else "null::date"
        return f"coalesce({first}, date '{self.clock.data_time:%Y-%m-%d}')"


def _on_day(spans: str, day: str) -> str:
    """SQL for the one code among spans that holds on a day, null when none or several do."""
    valid = f"list_filter({spans}, lambda span: span.since <= {day} and {day} < span.until)"
    codes = f"list_distinct(list_transform({valid}, lambda span: span.code))"
    return f"case when len({codes}) = 1 then {codes}[1] end"


def landed_columns(feed: Feed) -> tuple[str, ...]:
    """The columns of a feed's landing file, in order."""
    return (*feed.columns, *ALWAYS, "line")

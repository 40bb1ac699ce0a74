"""What is wrong with registers where several files matter: loaded, but named, with file and line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from etl import strays
from etl.aims import unfit_targets
from etl.contradictions import FIRST, LAST, ambiguous, looping, overlapping
from etl.duties import unfit_duties
from etl.fetch import rows
from etl.holdings import Holding, landing
from etl.report import message
from etl.tidy import literal, name
from warehouse import Landed, feeds, make_latest

FEEDS = (
    *("area", "area_change", "department", "item", "alias", "officer", "period", "target", "participation"),
    *("whistle", "whistle_street", "whistle_call", "rating"),
    *("enclave", "enclave_requirement", "boundary_change", "care_enrolment", "exclusion", "duty_list"),
)
SHOWN = 200
WHISTLES = ("found_whistle", "whistle_id")
AREAS, DEPARTMENTS, ITEMS = (
    ("found_area", "area_code"),
    ("found_department", "department_code"),
    ("found_item", "item_code"),
)
ENCLAVES = ("found_enclave", "enclave_id")


# Which column names a unit or a thing, and the registers that may know it.
POINTERS = (
    ("department", "district_code", (AREAS,)),
    ("department", "host_street_code", (AREAS,)),
    ("officer", "area_code", (AREAS,)),
    ("area_change", "old_code", (AREAS, DEPARTMENTS)),
    ("area_change", "new_code", (AREAS, DEPARTMENTS)),
    ("participation", "unit_code", (AREAS, DEPARTMENTS)),
    ("whistle_street", "street_code", (AREAS,)),
    ("whistle_call", "department_code", (DEPARTMENTS,)),
    ("rating", "street_code", (AREAS,)),
    ("rating", "department_code", (DEPARTMENTS,)),
    ("whistle_street", "whistle_id", (WHISTLES,)),
    ("whistle_call", "whistle_id", (WHISTLES,)),
    ("rating", "whistle_id", (WHISTLES,)),
    ("enclave", "territory_district", (AREAS,)),
    ("enclave", "affairs_district", (AREAS,)),
    ("enclave", "street_code", (AREAS,)),
    ("enclave_requirement", "enclave_id", (ENCLAVES,)),
    ("boundary_change", "enclave_id", (ENCLAVES,)),
    ("boundary_change", "from_district", (AREAS,)),
    ("boundary_change", "to_district", (AREAS,)),
    ("care_enrolment", "area_code", (AREAS,)),
    ("duty_list", "item_code", (ITEMS,)),
)
# What a code that no register has is called, where it is no unit's.
REASONS: Mapping[object, str] = {(WHISTLES,): "unknown_whistle", (ENCLAVES,): "unknown_enclave"}
# Records about something that nobody loaded: feed, column, reason, and who finds them.
STRAYS = (
    ("exclusion", "target_id", "unknown_target", strays.exclusions),
    ("followup", "case_id", "unknown_case", strays.followups),
)


@dataclass(frozen=True)
class Finding:
    """A record that was loaded and cannot be used as it says."""

    file: str
    line: int | None
    feed: str
    column: str
    value: str | None
    reason: str

    def document(self) -> dict[str, Any]:
        """The finding as JSON."""
        return {**self.__dict__, "message": message(self.reason)}


def findings(con: duckdb.DuckDBPyConnection, warehouse: Path, held: Mapping[str, Holding]) -> dict[str, Any]:
    """How many records of the registers do not fit together, by reason, and the first of them by file and line."""
    landed = landing(warehouse, dict(held))
    for feed in FEEDS:
        con.execute(f"create or replace temp table found_{feed} as {_current(con, feed, landed.get(feed, []))}")
    names = _names(held)
    told = {
        Finding(names.get(Path(file).stem.partition("-")[0], file), line, feed, column, value, reason)
        for feed, column, reason, places in _found(con, landed)
        for file, line, value in places
    }
    listed = sorted(told, key=lambda each: (each.file, each.line or 0, each.column, each.reason))
    counts: dict[str, int] = {}
    for each in listed:
        counts[each.reason] = counts.get(each.reason, 0) + 1
    return {"count": len(listed), "by_reason": counts, "listed": [each.document() for each in listed[:SHOWN]]}


def _found(
    con: duckdb.DuckDBPyConnection, landed: Mapping[str, list[Landed]]
) -> Iterator[tuple[str, str, str, Iterable[strays.Stray]]]:
    """Feed, column, reason, and the records by landing file and line, with what is at fault."""
    for feed, column, reason, lines in _checks():
        sql = f"select file, spot, {column}::varchar from found_{feed} where line in ({lines})"
        yield feed, column, reason, rows(con, sql)
    for feed, column, reason, find in STRAYS:
        yield feed, column, reason, find(con, landed)


def _names(held: Mapping[str, Holding]) -> dict[str, str]:
    return {report["sha256"]: report["file"] for holding in held.values() for report in holding.line["reports"]}


def _current(con: duckdb.DuckDBPyConnection, feed: str, files: list[Landed]) -> str:
    """The records that count, each with where it stands; `line` numbers them all, `spot` is the line in its file."""
    make_latest(con, feeds()[feed], files)
    if not files:
        blanks = "null::bigint as line, null::varchar as file, null::bigint as spot"
        return f"select *, {blanks} from latest_{feed} where false"
    columns = ", ".join(name(column) for column in feeds()[feed].columns)
    paths = ", ".join(literal(str(file.path)) for file in files)
    same = " and ".join(f"l.{column} is not distinct from p.{column}" for column in map(name, feeds()[feed].columns))
    return f"""
    select l.*, row_number() over () as line, p.place.filename as file, p.place.line as spot
    from latest_{feed} as l left join (
        select {columns}, min({{'filename': filename, 'line': line}}) as place
        from read_parquet([{paths}], filename = true) group by {columns}
    ) as p on {same}"""


def _checks() -> Iterator[tuple[str, str, str, str]]:
    """Feed, column, reason, and SQL for the lines of the records that meet it."""
    for (table, code), feed in ((AREAS, "area"), (DEPARTMENTS, "department")):
        yield feed, "valid_from", "overlapping_span", overlapping(table, code)
        yield feed, "parent_code", "parent_loop", looping(table, code)
        yield feed, "parent_code", "unknown_parent", _unknown(feed, "parent_code", (table, code))
    yield "area", "parent_code", "parent_ended", PARENT_ENDED
    yield "alias", "code", "ambiguous_alias", ambiguous("found_alias")
    for feed, register in (("area", AREAS), ("department", DEPARTMENTS), ("item", ITEMS)):
        yield "alias", "code", "unknown_code", f"{_unknown('alias', 'code', register)} and feed = {literal(feed)}"
    yield "area_change", "new_code", "level_differs", LEVEL_DIFFERS
    yield "area_change", "old_code", "code_reused", CODE_REUSED
    yield "area_change", "new_code", "two_successors", TWO_SUCCESSORS
    for feed, column, registers in POINTERS:
        yield feed, column, REASONS.get(registers, "unknown_code"), _unknown(feed, column, *registers)
    yield "whistle", "whistle_id", "no_street", WITHOUT_STREET
    for column, reason, lines in unfit_targets():
        yield "target", column, reason, lines
    yield "duty_list", "valid_from", "overlapping_span", overlapping("found_duty_list", "list, item_code")
    for column, reason, lines in unfit_duties():
        yield "duty_list", column, reason, lines


def _unknown(feed: str, column: str, *registers: tuple[str, str]) -> str:
    """SQL for the lines whose code no register has; a register without rows knows nothing and refuses nothing."""
    lists = [f"{column} not in (select {code} from {table})" for table, code in registers]
    any_rows = " or ".join(f"exists (select 1 from {table})" for table, _ in registers)
    return f"select line from found_{feed} where {column} is not null and {' and '.join(lists)} and ({any_rows})"


# Where nobody says which streets blew whistles, none of them is named as lacking one.
WITHOUT_STREET = """
    select line from found_whistle
    where whistle_id not in (select whistle_id from found_whistle_street)
    and exists (select 1 from found_whistle_street)"""

# The parent's last row ends before the child's does, and no other code took the parent's place.
PARENT_ENDED = f"""
    with told as (
        select *, lead(coalesce(valid_from, {FIRST})) over (
            partition by area_code order by valid_from nulls first) as next_from
        from found_area
    ), parents as (
        select area_code, max(coalesce(valid_to, {LAST})) as stop from found_area group by area_code
    )
    select told.line from told join parents on parents.area_code = told.parent_code
    where parents.stop < least(told.valid_to, told.next_from, {LAST}) and not exists (
        select 1 from found_area_change as c
        where c.old_code = told.parent_code and c.new_code <> c.old_code and c.kind <> 'split')"""

LEVEL_DIFFERS = """
    select c.line from found_area_change as c
    join found_area as o on o.area_code = c.old_code
    join found_area as n on n.area_code = c.new_code
    group by c.line having not bool_or(o.level = n.level)"""

# The register still gives the old code rows that begin on or after the day on which another took its place.
CODE_REUSED = """
    select c.line from found_area_change as c
    join (
        select area_code as code, valid_from from found_area
        union all select department_code, valid_from from found_department
    ) as given on given.code = c.old_code and given.valid_from >= c.effective_on
    where c.old_code <> c.new_code and c.kind <> 'split'"""

# One code becomes two others on one day though nothing was said to be split.
TWO_SUCCESSORS = """
    select line from found_area_change as c join (
        select old_code, effective_on from found_area_change where new_code <> old_code
        group by all having count(distinct new_code) > 1 and not bool_or(kind = 'split')
    ) as twice using (old_code, effective_on)"""

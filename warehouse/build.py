"""Builds a snapshot file from landing: everything anew, or the last snapshot with the touched cases made again.

Both ways run the same selects; in a delta the names of the models resolve to the touched cases' rows first.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.coding import coded, fits, make_types
from warehouse.connection import connect
from warehouse.feed import Feed, feeds
from warehouse.latest import Landed, landed, make_latest, standing
from warehouse.models import Model, models
from warehouse.renewal import brought_up_to_date, put_in_place, take_away
from warehouse.ruled import make_rules
from warehouse.stale import stale
from warehouse.state import state
from warehouse.tally import edges_of, tallies

Landing = Mapping[str, list[Landed]]
Step = Callable[[str], None]
MEMORY = "1100MB"
MANY = 500_000  # cases; above, a renewal gains nothing on making everything anew
# Case ids are not packed: the file is 28 % larger, written with 3 s of CPU less for 6 million cases, and read faster.
UNPACKED = "dict_fsst,fsst"


@dataclass(frozen=True)
class Built:
    """What a build found: rows by feed, records that lost by landing file, and how many cases were made again."""

    rows: dict[str, int]
    lost: dict[str, dict[str, int]]
    touched: int


def rebuild(database: Path, landing: Landing, scratch: Path, step: Step) -> Built:
    """Make every table of a new snapshot file."""
    with closing(_opened(scratch, database)) as con:
        step("latest")
        make_rules(con)
        _make_latest(con, landing)
        for model in models():
            if not model.follows_cases:
                step(model.name)
                _create(con, "main", model)
        make_types(con)
        for model in models():
            if model.follows_cases:
                step(model.name)
                _create(con, "main", model)
        return _finished(con, step, 0, anew=True)


def renew(database: Path, landing: Landing, touched: Landing, scratch: Path, step: Step) -> Built | None:
    """Make again what the `touched` files speak of; `database` is a copy of the last snapshot.

    None where everything must be made anew: the new records bring a value that the snapshot has no code for, or speak
    of so many cases that it would take longer.
    """
    with closing(_opened(scratch, database)) as con:
        step("touched")
        count = _find_touched(con, landing, touched)
        if count > MANY:
            return None
        make_rules(con)
        _make_latest(con, landing, only="touched")
        if not fits(con):
            return None
        sources = {tally.source for tally in tallies()}
        for source in sources:
            take_away(con, source)
        first, last = stale(touched)
        _replace_whole(con, first, step)
        con.execute("create schema delta")
        con.execute("set search_path = 'delta,main'")
        for model in models():
            if model.follows_cases:
                step(model.name)
                _create(con, "delta", model)
        step("replace")
        for source in sources:
            put_in_place(con, source)
        _replace(con)
        _replace_whole(con, last, step)
        return _finished(con, step, count, anew=False)


def _opened(scratch: Path, database: Path) -> DuckDBPyConnection:
    con = connect(scratch, MEMORY, database)
    con.execute("set disabled_compression_methods = ?", [UNPACKED])
    return con


def _make_latest(con: DuckDBPyConnection, landing: Landing, only: str | None = None) -> None:
    for feed in feeds().values():
        make_latest(con, feed, landing.get(feed.name, []), only if feed.follows_cases else None)


def _create(con: DuckDBPyConnection, schema: str, model: Model) -> None:
    select = coded(con, model.select) if model.follows_cases and model.kind != "view" else model.select
    what = {"table": f"table {schema}.", "view": f"view {schema}.", "temp": "temp table "}[model.kind]
    con.execute(f"create {what}{model.name} as {select}")


def _find_touched(con: DuckDBPyConnection, landing: Landing, touched: Landing) -> int:
    """Table `touched`: the cases of the new files, and those whose repeat flag hangs on them."""
    keyed = [feed for feed in feeds().values() if feed.follows_cases]
    arrived = [f"select case_id from ({landed(feed, touched.get(feed.name, []))}) arrived" for feed in keyed]
    con.execute(f"create temp table touched as {' union '.join(arrived)}")
    con.execute(f"create temp view known_case as {landed(feeds()['case'], landing.get('case', []))}")
    con.execute(
        "insert into touched with spots as (select distinct area_code, place, item_code from known_case"
        " semi join touched using (case_id) where place is not null and item_code is not null)"
        " select distinct k.case_id from known_case k"
        " join spots s on s.area_code is not distinct from k.area_code"
        " and s.place = k.place and s.item_code = k.item_code"
        " anti join touched t on t.case_id = k.case_id"
    )
    return _count(con, "touched")


def _replace(con: DuckDBPyConnection) -> None:
    for model in models():
        if model.follows_cases and model.kind == "table":
            con.execute(f"delete from main.{model.name} where case_id in (select case_id from touched)")
            con.execute(f"insert into main.{model.name} select * from delta.{model.name}")
    con.execute("drop schema delta cascade")
    con.execute("set search_path = 'main'")


def _replace_whole(con: DuckDBPyConnection, stale_models: list[Model], step: Step) -> None:
    for model in stale_models:
        step(model.name)
        con.execute(f"drop {'view' if model.kind == 'view' else 'table'} if exists main.{model.name}")
        _create(con, "main", model)


def _make_tallies(con: DuckDBPyConnection, step: Step, anew: bool) -> None:
    spans = con.execute("select starts_on, cast(ends_on + 1 as date) from dim_period").fetchall()
    edges = sorted(edges_of(spans))
    for tally in tallies():
        step(tally.table)
        fed = state(tally.of).is_fed(con)
        if fed and not anew and brought_up_to_date(con, tally, edges):
            continue
        finer = next((other for other in tallies() if other.covers(tally)), None)
        select = tally.sql_from(finer) if finer else tally.sql(edges)
        if not fed:
            select = f"select * from ({select}) limit 0"
        con.execute(f"create or replace table {tally.table} as {coded(con, select)}")


def _finished(con: DuckDBPyConnection, step: Step, touched: int, anew: bool) -> Built:
    _make_tallies(con, step, anew)
    step("count")
    rows = {name: _count(con, _counted(feed)) for name, feed in feeds().items()}
    lost: dict[str, dict[str, int]] = {}
    for feed in feeds().values():
        for path, counts in standing(con, feed).items():
            lost[Path(path).stem] = counts
    step("checkpoint")
    con.execute("checkpoint")
    return Built(rows, lost, touched)


def _counted(feed: Feed) -> str:
    return f"main.fct_{feed.name}" if feed.follows_cases else f"latest_{feed.name}"


def _count(con: DuckDBPyConnection, relation: str) -> int:
    row = con.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0

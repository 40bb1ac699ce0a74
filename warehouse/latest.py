"""Latest wins: of all landed records of a key, the one that counts, whatever the order of loading.

The winner is the greatest (recorded_at, else the file's data time), then the record with the latest stamp of its own
that is not a due time, then the most filled columns, then the greatest digest. Losers stay in landing as history.
"""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.connection import connect
from warehouse.feed import Feed, feeds

DIGEST = "md5(concat_ws(chr(31), {columns}))"


@dataclass(frozen=True)
class Landed:
    """One landing file of a feed; `data_time` stands in where a record does not say when it was recorded."""

    path: Path
    data_time: datetime | None


def make_latest(con: DuckDBPyConnection, feed: Feed, files: list[Landed], only: str | None = None) -> None:
    """Temporary views landed_<feed> and latest_<feed>; `only` names a table of key values to keep to."""
    columns = _listed(feed.columns)
    con.execute(f"create or replace temp view landed_{feed.name} as {landed(feed, files, only)}")
    con.execute(f"create or replace temp table crowded_{feed.name} as {_crowded(feed)}")
    con.execute(f"create or replace temp table ranked_{feed.name} as {_ranked(feed)}")
    con.execute(
        f"create or replace temp view latest_{feed.name} as"
        f" select {columns} from landed_{feed.name} l"
        f" anti join crowded_{feed.name} c on c.spot = {_spot(feed)} where not l.deleted"
        f" union all select {columns} from ranked_{feed.name} where position = 1 and not deleted"
    )


def standing(con: DuckDBPyConnection, feed: Feed) -> dict[str, dict[str, int]]:
    """Per landing file how many of its records lost: superseded, or identical to the winner."""
    rows = con.execute(
        f"select l.filename, l.digest = w.digest as same, count(*) from ranked_{feed.name} l"
        f" join ranked_{feed.name} w on w.position = 1 and {_same_key(feed)}"
        " where l.position > 1 group by all"
    ).fetchall()
    losses: dict[str, dict[str, int]] = {}
    for path, same, count in rows:
        losses.setdefault(path, {"superseded": 0, "identical": 0})["identical" if same else "superseded"] += count
    return losses


def landed(feed: Feed, files: list[Landed], only: str | None = None) -> str:
    """SQL of all landed records of the feed, losers and deleted ones included, with the file each came from."""
    if not files:
        blanks = ", ".join(f"cast(null as {c.sql_type}) as {_quoted(name)}" for name, c in feed.columns.items())
        return f"select {blanks}, cast(null as timestamp) as recorded_at, false as deleted, '' as filename where false"
    by_time: dict[datetime | None, list[str]] = {}
    for file in files:
        by_time.setdefault(file.data_time, []).append(str(file.path))
    parts = [_read(feed, time, paths, only) for time, paths in by_time.items()]
    return " union all ".join(parts)


def latest_stamp(landing: Mapping[str, list[Landed]], scratch: Path) -> datetime | None:
    """The greatest recorded_at of these files, else the last report or close they tell of, else None."""
    with closing(connect(scratch, "500MB")) as con:
        recorded = [_greatest(con, feeds()[name], files, "max(recorded_at)") for name, files in landing.items()]
        known = [stamp for stamp in recorded if stamp]
        if known or not landing.get("case"):
            return max(known, default=None)
        return _greatest(con, feeds()["case"], landing["case"], "greatest(max(reported_at), max(closed_at))")


def _greatest(con: DuckDBPyConnection, feed: Feed, files: list[Landed], what: str) -> datetime | None:
    row = con.execute(f"select {what} from ({landed(feed, files)})").fetchone()
    return row[0] if row else None


def _read(feed: Feed, time: datetime | None, paths: list[str], only: str | None) -> str:
    names = ", ".join("'" + path.replace("'", "''") + "'" for path in sorted(paths))
    recorded = f"coalesce(recorded_at, timestamp '{time}')" if time else "recorded_at"
    kept = f" semi join {only} using ({_quoted(feed.key[0])})" if only else ""
    return (
        f"select {_listed(feed.columns)}, {recorded} as recorded_at, coalesce(deleted, false) as deleted, filename"
        f" from read_parquet([{names}], filename = true){kept}"
    )


def _crowded(feed: Feed) -> str:
    return f"select {_spot(feed)} as spot from landed_{feed.name} l group by all having count(*) > 1"


def _ranked(feed: Feed) -> str:
    digest = DIGEST.format(columns=", ".join(f"coalesce(cast({_quoted(c)} as varchar), chr(30))" for c in feed.columns))
    stamps = [name for name, c in feed.columns.items() if c.type == "timestamp" and c.range == "past"]
    stamp = f"greatest({', '.join(stamps)}) desc nulls last, " if stamps else ""
    filled = " + ".join(f"cast({_quoted(c)} is not null as integer)" for c in feed.columns)
    return (
        f"select *, row_number() over (partition by {_listed(feed.key)}"
        f" order by recorded_at desc nulls last, {stamp}{filled} desc, digest desc, filename) as position"
        f" from (select l.*, {digest} as digest from landed_{feed.name} l"
        f" semi join crowded_{feed.name} c on c.spot = {_spot(feed)})"
    )


def _spot(feed: Feed) -> str:
    return f"hash({', '.join('l.' + _quoted(column) for column in feed.key)})"


def _same_key(feed: Feed) -> str:
    return " and ".join(f"l.{_quoted(column)} is not distinct from w.{_quoted(column)}" for column in feed.key)


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(column: str) -> str:
    return f'"{column}"'  # a feed may name a column like a word of SQL

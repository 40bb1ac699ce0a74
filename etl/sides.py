"""Side blocks: what else a record says, such as its area; their faults do not change the record's bin."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from etl.block import Reading, landed_columns
from etl.duplicates import scan
from etl.fetch import one
from etl.quarantine import Quarantine
from etl.tidy import literal, name


def land_side(
    con: duckdb.DuckDBPyConnection,
    readings: Sequence[Reading],
    main: Path,
    target: Path,
    quarantine: Quarantine,
) -> int:
    """Writes one row per key that the accepted records name in these blocks of one feed; how many."""
    feed = readings[0].feed
    accepted = f"line in (select line from {scan(main)})"
    columns = [name(column) for column in landed_columns(feed) if column != "line"]
    good = []
    for number, reading in enumerate(readings):
        records = f"land_side_{number}"
        judged = f"select * from ({reading.judged(con, accepted)}) where {_named(reading)}"
        con.execute(f"create or replace temp table {records} as {judged}")
        quarantine.add(reading, records)
        good.append(f"select {', '.join(columns)}, line from {records} where fault is null")
    rows = _one_per_key(" union all ".join(good), columns, list(map(name, feed.key)))
    return int(one(con, f"copy ({rows}) to {literal(str(target))} (format parquet)"))


def _named(reading: Reading) -> str:
    """SQL that holds for records that say anything for the block: a key, and what a derived register requires."""
    columns = reading.feed.columns
    wanted = [column for column in reading.block.columns if column in reading.feed.key]
    if reading.block.derive:
        wanted += [column for column in reading.block.columns if column in columns and columns[column].required]
    return " and ".join(f"{name(column)} is not null" for column in dict.fromkeys(wanted))


def _one_per_key(given: str, columns: Sequence[str], keys: Sequence[str]) -> str:
    """The fullest row of each key, by its content where several are as full, so that order cannot matter."""
    listed = ", ".join(columns)
    filled = " + ".join(f"({column} is not null)::integer" for column in columns)
    return f"""
    select {listed}, line from (
        select *, row_number() over (partition by {", ".join(keys)} order by {filled} desc, hash({listed})) as place
        from (select {listed}, min(line) as line from ({given}) group by {listed})
    ) where place = 1 order by line"""

"""Records of one file that share a key: which one wins."""

from pathlib import Path

import duckdb

from etl.faults import DUPLICATE
from etl.fetch import one, rows
from etl.tidy import literal, name
from warehouse import Feed

RIVALS = "land_rivals"


def settle(con: duckdb.DuckDBPyConnection, feed: Feed, records: str) -> int:
    """Gives a fault to records that lose to another of their key and recorded_at; how many are older versions."""
    keys = ", ".join(map(name, feed.key))
    con.execute(f"""
    create or replace temp table land_twice as
    select hash({keys}) as twice from {records} where fault is null group by 1 having count(*) > 1""")
    if not one(con, "select count(*) from land_twice"):
        return 0
    con.execute(f"create or replace temp table {RIVALS} as {_ranked(feed, records, keys)}")
    con.execute(f"""
    update {records} set fault = {DUPLICATE}, value = {name(feed.key[0])}::varchar, record = {understood(feed)}
    where line in (select line from {RIVALS} where place > 1)""")
    [(kept, distinct)] = rows(con, f"select count(*), count(distinct ({keys})) from {RIVALS} where place = 1")
    return int(kept - distinct)


def understood(feed: Feed) -> str:
    """SQL for a record as it was understood, for one that turns out wrong after it was typed."""
    columns = ", ".join(f"{literal(column)}, {name(column)}" for column in feed.columns)
    return f"json_object({columns})::varchar"


def _ranked(feed: Feed, records: str, keys: str) -> str:
    """SQL for the records that share a key: the latest stamp of its own wins, then the fuller, then the hash."""
    stamps = [
        name(column) for column, about in feed.columns.items() if about.type == "timestamp" and about.range == "past"
    ]
    latest = f"greatest({', '.join(stamps)})" if len(stamps) > 1 else "".join(stamps) or "null"
    filled = " + ".join(f"({name(column)} is not null)::integer" for column in feed.columns)
    row = f"hash({', '.join(map(name, feed.columns))})"
    order = f"{latest} desc nulls last, {filled} desc, {row} desc, line"
    return f"""
    select {keys}, line, row_number() over (partition by {keys}, recorded_at order by {order}) as place
    from {records} where fault is null and hash({keys}) in (select twice from land_twice)"""


def scan(landed: Path) -> str:
    """SQL for the rows of a Parquet file."""
    return f"read_parquet({literal(str(landed))})"

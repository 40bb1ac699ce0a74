"""Rows of a form that nobody filled in: they are counted apart and are no records."""

from dataclasses import replace

import duckdb

from etl.fetch import one
from etl.layout import Layout
from etl.read import Table
from etl.recognise import Header
from warehouse import feeds

UNANSWERED = "unanswered"


def answered(con: duckdb.DuckDBPyConnection, layout: Layout, table: Table) -> Table:
    """The table without them; only a file with the feed's own columns is a form."""
    feed = feeds().get(layout.name)
    places = [] if feed is None else [Header(table.header).find((column,)) for column in feed.answers]
    empty = " and ".join(f"coalesce(trim(c{place}), '') = ''" for place in places if place is not None)
    if not empty:
        return table
    count = int(one(con, f"select count(*) from {table.relation} where {empty}"))
    if not count:
        return table
    return replace(
        table,
        relation=f"(select * from {table.relation} where not ({empty}))",
        records=table.records - count,
        structural={**table.structural, UNANSWERED: count},
    )

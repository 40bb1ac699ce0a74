"""Records of a register that contradict each other: overlapping spans, two codes for a name, a chain that returns."""

import duckdb

from etl.duplicates import understood
from etl.faults import AMBIGUOUS, DUPLICATE, LOOP, OVERLAP, WITHIN, later
from etl.tidy import name
from warehouse import Feed

FIRST, LAST = "date '0001-01-01'", "date '9999-12-31'"
DEEPEST = 12


def contradict(con: duckdb.DuckDBPyConnection, feed: Feed, records: str) -> None:
    """Gives a fault to the records of a register that cannot stand beside others of the file."""
    columns = {number: column for number, (column, _) in later(feed).items()}
    for fault, lines in _sought(feed).items():
        con.execute(f"create or replace temp table land_current as {_current(feed, records)}")
        con.execute(f"""
        update {records} set fault = {fault}, value = {name(columns[fault])}::varchar,
            record = {understood(feed)}
        where line in ({lines})""")


def _sought(feed: Feed) -> dict[int, str]:
    """What can contradict in the feed: each fault with SQL for its lines."""
    code, relation = feed.key[0], "land_current"
    named = ", ".join(name(column) for column in feed.key if column != "valid_from")
    if feed.span:
        return {WITHIN: within(relation, feed)}
    if not {"valid_from", "valid_to"} <= set(feed.columns):
        return {}
    if feed.name == "alias":
        return {AMBIGUOUS: ambiguous(relation)}
    found = {OVERLAP: overlapping(relation, named)}
    return found | {LOOP: looping(relation, code)} if "parent_code" in feed.columns else found


def within(relation: str, feed: Feed) -> str:
    """SQL for the lines of rows whose span, last day included, begins within another of their key."""
    assert feed.span is not None
    first, last = map(name, feed.span)
    same = " and ".join(f"a.{name(column)} = b.{name(column)}" for column in feed.key if column != feed.span[0])
    return f"""
    select b.line from {relation} as a join {relation} as b
        on {same} and a.{first} < b.{first} and (a.{last} is null or b.{first} <= a.{last})"""


def overlapping(relation: str, named: str) -> str:
    """SQL for the lines of rows that begin before an earlier row so named ends; one without an end gives way."""
    earlier = f"partition by {named} order by coalesce(valid_from, {FIRST}), line"
    return f"""
    select line from (
        select line, coalesce(valid_from, {FIRST}) as since,
            max(valid_to) over ({earlier} rows between unbounded preceding and 1 preceding) as taken
        from {relation}
    ) where since < taken"""


def ambiguous(relation: str) -> str:
    """SQL for the lines of aliases that give one text two codes on some day."""
    return f"""
    select distinct one.line from {relation} as one join {relation} as other
        on other.feed = one.feed and other.source_text = one.source_text and other.code <> one.code
        and coalesce(one.valid_from, {FIRST}) < coalesce(other.valid_to, {LAST})
        and coalesce(other.valid_from, {FIRST}) < coalesce(one.valid_to, {LAST})"""


def looping(relation: str, code: str) -> str:
    """SQL for the lines of rows whose chain of parents comes back to them on some day."""
    return f"""
    with recursive told as (
        select line, {code} as code, parent_code, coalesce(valid_from, {FIRST}) as since, valid_to,
            lead(coalesce(valid_from, {FIRST})) over (partition by {code} order by valid_from nulls first) as ended
        from {relation}
    ), spans as (
        select line, code, parent_code, since, least(valid_to, ended, {LAST}) as until
        from told where parent_code is not null
    ), up as (
        select line, code, parent_code as above, since, until, 1 as steps from spans
        union
        select up.line, up.code, spans.parent_code, greatest(up.since, spans.since), least(up.until, spans.until),
            steps + 1
        from up join spans on spans.code = up.above
        where up.above <> up.code and steps < {DEEPEST}
            and greatest(up.since, spans.since) < least(up.until, spans.until)
    )
    select distinct line from up where above = code"""


def _current(feed: Feed, records: str) -> str:
    """The latest version of each key; of aliases also those that lost to one of their key."""
    keys = ", ".join(map(name, feed.key))
    kept = f"fault is null or fault = {DUPLICATE}" if feed.name == "alias" else "fault is null"
    return f"""
    select * from (
        select *, rank() over (partition by {keys} order by recorded_at desc nulls last) as version
        from {records} where ({kept}) and not deleted
    ) where version = 1"""

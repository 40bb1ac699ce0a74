"""Texts taken as they stood: whether they are clean after all, and clean-up afterwards where they are not."""

import duckdb

from etl.block import Reading
from etl.duplicates import understood
from etl.fetch import one
from etl.tidy import DIRTY, literal, name
from etl.typing_sql import SCIENTIFIC
from etl.values import mapped

OFTEN = 0.01


def repair(con: duckdb.DuckDBPyConnection, reading: Reading, records: str, number: int, plain: bool) -> frozenset[str]:
    """Cleans judged records where they need it; the columns that are better cleaned from the outset next time.

    In a plain file only spaces at the edges and damaged codes are left to look for."""
    often = set()
    for column in reading.unproven:
        sql = f"select 1 from {records} where {_suspicious(column, reading.types[column], plain)} limit 1"
        if one(con, sql) is not None and _repair(con, reading, column, records) > OFTEN * number:
            often.add(column)
    return frozenset(often)


def _suspicious(column: str, kind: str, plain: bool) -> str:
    text = name(column)
    if not plain:
        pattern = f"{DIRTY}|{SCIENTIFIC}" if kind == "code" else DIRTY
        return f"regexp_matches({text}, {literal(pattern)})"
    edges = f"starts_with({text}, ' ') or ends_with({text}, ' ')"
    # A damaged code has a point or a sign: three quick looks spare the regular expression.
    signs = " or ".join(f"contains({text}, '{sign}')" for sign in "+-.")
    damaged = f"case when {signs} then regexp_matches({text}, {literal(SCIENTIFIC)}) end"
    return f"{edges} or {damaged}" if kind == "code" else edges


def _repair(con: duckdb.DuckDBPyConnection, reading: Reading, column: str, records: str) -> int:
    """Cleans one column, then looks again for what its rules refuse; how many records were cleaned."""
    clean = mapped("tidied", reading.block.columns[column])
    cleaned = one(
        con,
        f"""update {records} set {name(column)} = (
            select {clean} from (select nullif(tidy({name(column)}), '') as tidied)
        ) where regexp_matches({name(column)}, {literal(DIRTY)})""",
    )
    for number, rule in enumerate(reading.rules):
        if rule.column == column:
            con.execute(f"""
            update {records} set fault = {number}, value = {name(column)}, record = {understood(reading.feed)}
            where fault is null and ({rule.when})""")
    return int(cleaned)

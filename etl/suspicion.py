"""Texts taken as they stood: whether they are clean after all, and clean-up afterwards where they are not."""

import re

import duckdb

from etl.block import Reading
from etl.duplicates import understood
from etl.fetch import one
from etl.read import ALL, Blemish
from etl.tidy import DIRTY, literal, name, tidy
from etl.typing_sql import SCIENTIFIC
from etl.values import mapped

OFTEN = 0.01


def repair(
    con: duckdb.DuckDBPyConnection, reading: Reading, records: str, number: int, blemishes: frozenset[Blemish]
) -> frozenset[str]:
    """Cleans judged records where they need it; the columns that are better cleaned from the outset next time.

    Only the blemishes that the values of the file may have are looked for."""
    often = set()
    for column in reading.unproven:
        seen = _suspicious(name(column), reading.types[column], _feared(reading, column, blemishes))
        sql = f"select 1 from {records} where {seen} limit 1"
        if seen and one(con, sql) is not None and _repair(con, reading, column, records) > OFTEN * number:
            often.add(column)
    return frozenset(often)


def _feared(reading: Reading, column: str, blemishes: frozenset[Blemish]) -> frozenset[Blemish]:
    """What a landed text may have: what the file has, and more where the layout's own words need cleaning."""
    words = reading.block.columns[column].values.values()
    return blemishes if all(tidy(word) == word and not re.search(SCIENTIFIC, word) for word in words) else ALL


def _suspicious(text: str, kind: str, feared: frozenset[Blemish]) -> str:
    """SQL that holds for a text that has one of these blemishes, nothing where none of them matters."""
    if "foreign" in feared:
        pattern = f"{DIRTY}|{SCIENTIFIC}" if kind == "code" else DIRTY
        return f"regexp_matches({text}, {literal(pattern)})"
    looks = [f"starts_with({text}, ' ')", f"ends_with({text}, ' ')"] if "edge" in feared else []
    if "exponent" in feared and kind == "code":
        # A damaged code has a point or a sign: three quick looks spare the regular expression.
        signs = " or ".join(f"contains({text}, '{sign}')" for sign in "+-.")
        looks.append(f"case when {signs} then regexp_matches({text}, {literal(SCIENTIFIC)}) end")
    return " or ".join(looks)


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

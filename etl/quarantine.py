"""The refused records of one table: where, what and why, with the record as it stood."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.block import Reading
from etl.faults import later
from etl.fetch import one, rows
from etl.read import Fault
from etl.report import Sample, message
from etl.tidy import literal

SHOWN, LENGTH = 5, 200
SCHEMA = pa.schema(
    [
        ("line", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("record", pa.string()),
    ]
)


class Quarantine:
    """Collects the refused records of one feed's table."""

    def __init__(self, con: duckdb.DuckDBPyConnection, feed: str, faults: Sequence[Fault]) -> None:
        self.con = con
        self.feed = feed
        listed = [(f.line, f.column, None if f.column is None else f.value, f.reason, f.value) for f in faults]
        columns = list(zip(*listed, strict=True)) or [()] * len(SCHEMA)
        given = pa.table([pa.array(values, kind) for values, kind in zip(columns, SCHEMA.types, strict=True)], SCHEMA)
        con.register("reader_faults", given)
        con.execute(f"create or replace temp table refused as select {literal(feed)} as feed, * from reader_faults")
        con.unregister("reader_faults")

    def add(self, reading: Reading, judged: str) -> None:
        """Adds the refused ones among judged records, each with the first rule it meets."""
        numbered = [(number, rule.column, rule.reason) for number, rule in enumerate(reading.rules)]
        numbered += [(number, *told) for number, told in later(reading.feed).items()]
        columns = " ".join(f"when {number} then {literal(column)}" for number, column, _ in numbered)
        reasons = " ".join(f"when {number} then {literal(reason)}" for number, _, reason in numbered)
        self.con.execute(f"""
        insert into refused
        select {literal(reading.feed.name)}, line, case fault {columns} end, value, case fault {reasons} end, record
        from {judged} where fault is not null""")

    def count(self) -> int:
        """How many records are refused."""
        return int(one(self.con, f"select count(*) from refused where feed = {literal(self.feed)}"))

    def reasons(self, feed: str | None = None) -> dict[str, int]:
        """How many for each reason, of the main feed if none is named."""
        where = f"where feed = {literal(feed or self.feed)}"
        return dict(rows(self.con, f"select reason, count(*) from refused {where} group by reason order by reason"))

    def samples(self) -> tuple[Sample, ...]:
        """The first few."""
        shown = """coalesce(value, case when "column" is null then record end)"""
        sql = f'select line, "column", left({shown}, {LENGTH}), reason from refused order by line limit {SHOWN}'
        return tuple(
            Sample(line, self.feed, column, value, reason) for line, column, value, reason in rows(self.con, sql)
        )

    def write(self, target: Path) -> None:
        """Writes the quarantine file, if there is anything to write."""
        reasons = [reason for (reason,) in rows(self.con, "select distinct reason from refused")]
        if not reasons:
            return
        meanings = " ".join(f"when {literal(reason)} then {literal(message(reason))}" for reason in reasons)
        self.con.execute(f"""
        copy (
            select feed, line, "column", value, reason, case reason {meanings} end as message, record
            from refused order by line
        ) to {literal(str(target))} (format parquet, compression zstd)""")

"""One file in, one landing file per feed out: accepted records typed, refused ones in quarantine, none lost."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from etl import lookups
from etl.block import Clock, Reading, landed_columns
from etl.contradictions import contradict
from etl.duplicates import settle
from etl.errors import Refused
from etl.fetch import one
from etl.layout import Block, Layout
from etl.manifest import Promise, sha256
from etl.quarantine import Quarantine
from etl.read import Document, Table, open_tables
from etl.recognise import Header, demand, recognise, recognise_document
from etl.report import FileReport
from etl.sides import land_side
from etl.suspicion import repair
from etl.tidy import literal, name, teach
from etl.unanswered import answered
from etl.values import Columns

# Version 2 packs stamps as differences: half the size of version 1. Long dictionaries cost more than they save.
RECORDS = "land_judged"
QUARANTINE = "quarantine.parquet"
PARQUET = "format parquet, parquet_version v2, compression snappy, dictionary_size_limit 1000, write_bloom_filter false"


@dataclass(frozen=True)
class Desk:
    """What landing needs beside the file; `careful` remembers which texts of a layout were found unclean."""

    con: duckdb.DuckDBPyConnection
    layouts: Mapping[str, Layout]
    clock: Clock
    layout: str | None = None
    careful: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        teach(self.con)
        lookups.ensure(self.con)


def land_file(
    desk: Desk, path: Path, out_dir: Path, promise: Promise | None = None, digest: str | None = None
) -> list[FileReport]:
    """Lands every table of a file into folders below `out_dir`; one report per table. The digest, where known."""
    digest = digest or sha256(path)
    blank = FileReport(path.name, digest, digest, path.stat().st_size)
    try:
        if promise and promise.sha256 not in (None, digest):
            raise Refused("MANIFEST_MISMATCH", f"{path.name}: sha256 is {digest}, the manifest says {promise.sha256}")
        with tempfile.TemporaryDirectory(dir=out_dir) as scratch:
            reports = list(_tables(desk, path, out_dir, Path(scratch), blank))
    except Refused as refusal:
        return [replace(blank, refused=refusal)]
    return _as_promised(reports, promise)


def _as_promised(reports: list[FileReport], promise: Promise | None) -> list[FileReport]:
    """The reports, all refused when the manifest announced another number of records."""
    if promise is None or promise.rows is None or all(report.refused for report in reports):
        return reports
    found = sum(report.loaded + report.quarantined for report in reports)
    if found == promise.rows:
        return reports
    wrong = Refused("MANIFEST_MISMATCH", f"{found} records, the manifest says {promise.rows}")
    return [_refuse(report, wrong) for report in reports]


def _tables(desk: Desk, path: Path, out_dir: Path, scratch: Path, blank: FileReport) -> Iterator[FileReport]:
    for number, table in enumerate(open_tables(path, scratch)):
        folder = out_dir / str(number)
        folder.mkdir(exist_ok=True)
        report = replace(blank, folder=folder)
        if table.part is not None:
            part = hashlib.sha256(f"{blank.sha256}/{table.part}".encode()).hexdigest()
            report = replace(report, file=f"{path.name}/{table.part}", sha256=part)
        try:
            yield _land(desk, table, folder, report)
        except Refused as refusal:
            yield _refuse(report, refusal)


def _refuse(report: FileReport, refusal: Refused) -> FileReport:
    """The report of a file that is refused as a whole: nothing of it is landed, but what was wrong with it is kept."""
    kept = report.folder is not None and refusal.code == "MOSTLY_QUARANTINED"
    if report.folder is not None:
        for path in report.folder.iterdir():
            if not kept or path.name != QUARANTINE:
                path.unlink()
        if not kept:
            report.folder.rmdir()
    return replace(
        report,
        refused=refusal,
        read=0,
        loaded=0,
        quarantined=0,
        superseded=0,
        structural={},
        feeds={},
        side_faults={},
        folder=report.folder if kept else None,
    )


def _land(desk: Desk, given: Table | Document, folder: Path, report: FileReport) -> FileReport:
    report = replace(report, encoding=given.encoding, bom=given.bom, lines=given.lines)
    layout, table = _laid_out(desk, given)
    table = answered(desk.con, layout, table)
    header = Header(table.header)
    report = replace(
        report,
        layout=layout.name,
        unknown=header.unknown(layout),
        reordered=header.reordered(layout),
        structural=dict(table.structural),
        read=table.read,
        lookups=tuple(sorted({s.lookup for block in layout.blocks for s in block.columns.values() if s.lookup})),
    )
    relation = _relation(desk, layout, table)
    return Landing(desk, layout, table, folder, relation).run(report)


def _laid_out(desk: Desk, given: Table | Document) -> tuple[Layout, Table]:
    """The layout of a table, and the table itself; a JSON document becomes one by its layout."""
    chosen = desk.layouts[desk.layout] if desk.layout is not None else None
    if isinstance(given, Document):
        layout = recognise_document(given, desk.layouts if chosen is None else {chosen.name: chosen})
        return layout, given.table(layout.records, [name for name in layout.known()])
    return demand(given.header, chosen) if chosen else recognise(given.header, desk.layouts), given


def _relation(desk: Desk, layout: Layout, table: Table) -> str:
    """SQL for the records; a file that several blocks read is taken in once."""
    if not layout.sides:
        return table.relation
    desk.con.execute(f"create or replace temp table land_records as select * from {table.relation}")
    return "land_records"


@dataclass(frozen=True)
class Landing:
    """One table on its way into landing files."""

    desk: Desk
    layout: Layout
    table: Table
    folder: Path
    relation: str

    def run(self, report: FileReport) -> FileReport:
        """Lands all blocks; the report says where every record went."""
        feed = self.layout.main_block.feed
        landed = self.folder / f"{feed}.parquet"
        reading, superseded, loaded = self._accepted(self.layout.main_block, landed)
        quarantine = Quarantine(self.desk.con, feed, self.table.faults)
        quarantine.add(reading, RECORDS)
        done = replace(
            report,
            loaded=loaded,
            quarantined=quarantine.count(),
            superseded=superseded,
            feeds={feed: loaded},
            reasons=quarantine.reasons(),
            samples=quarantine.samples(),
        )
        try:
            self._judge(done)
        except Refused:
            quarantine.write(self.folder / QUARANTINE)
            raise
        done = self._with_sides(done, landed, quarantine)
        quarantine.write(self.folder / QUARANTINE)
        return done

    def _judge(self, report: FileReport) -> None:
        if not report.balanced:
            structural = sum(report.structural.values())
            bins = f"{report.loaded} loaded, {report.quarantined} quarantined, {structural} structural"
            raise Refused("NOT_BALANCED", f"{report.read} records read, but {bins}")
        if report.quarantined > report.loaded:
            reason, number = Counter(report.reasons).most_common(1)[0]
            of = report.loaded + report.quarantined
            raise Refused("MOSTLY_QUARANTINED", f"{report.quarantined} of {of} records refused, {number} for {reason}")

    def _accepted(self, block: Block, target: Path) -> tuple[Reading, int, int]:
        """Writes the accepted records; what was read, how many are older versions, how many were written."""
        con, habit = self.desk.con, f"{self.layout.name}/{block.feed}"
        careful = self.desk.careful.get(habit, frozenset())
        reading = self._reading(block, careful)
        con.execute(f"create or replace temp table {RECORDS} as {reading.judged(con)}")
        unclean = repair(con, reading, RECORDS, self.table.records, self.table.blemishes)
        self.desk.careful[habit] = careful | unclean
        superseded = settle(con, reading.feed, RECORDS)
        contradict(con, reading.feed, RECORDS)
        columns = ", ".join(map(name, landed_columns(reading.feed)))
        good = f"select {columns} from {RECORDS} where fault is null"
        return reading, superseded, int(one(con, f"copy ({good}) to {literal(str(target))} ({PARQUET})"))

    def _reading(self, block: Block, careful: frozenset[str]) -> Reading:
        columns = Columns(Header(self.table.header), careful)
        return Reading(self.layout, columns.present(block), columns, self.relation, self.desk.clock)

    def _with_sides(self, report: FileReport, landed: Path, quarantine: Quarantine) -> FileReport:
        feeds, faults = dict(report.feeds), dict(report.side_faults)
        for feed in dict.fromkeys(block.feed for block in self.layout.sides):
            blocks = [block for block in self.layout.sides if block.feed == feed]
            readings = [self._reading(block, frozenset(block.columns)) for block in blocks]
            target = self.folder / f"{feed}.parquet"
            feeds[feed] = land_side(self.desk.con, readings, landed, target, quarantine)
            if wrong := quarantine.reasons(feed):
                faults[feed] = wrong
        return replace(report, feeds=feeds, side_faults=faults)

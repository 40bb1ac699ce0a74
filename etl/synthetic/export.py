"""The monthly files of cases, events, assignments and follow-ups, with the faults that real exports have."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from etl.synthetic.calls import calls
from etl.synthetic.cases import cases
from etl.synthetic.city import City
from etl.synthetic.days import FIRST
from etl.synthetic.drawing import Background, Drafts, joined
from etl.synthetic.evaluation import Collector
from etl.synthetic.fates import Fates
from etl.synthetic.files import append, encode, row_query, write_csv, write_xlsx
from etl.synthetic.histories import assignments, events
from etl.synthetic.tables import assignment_table, call_table, case_table, event_table
from etl.synthetic.words import words
from etl.tidy import literal

XLSX_UP_TO = 5_000  # cases of the first month: more take an office program too long
OLD = ("2019-09", "2019-10", "2019-11", "2019-12")  # GB18030, before the platform was renewed
MARKED = ("2020-01", "2020-02", "2020-03")  # UTF-8 with byte order mark
SLASHED = "2019-10"  # 2019/10/01 08:00:00
FULL_WIDTH = "2020-06"  # one channel typed in full-width digits
SCIENTIFIC = "2020-08"  # an id that a spreadsheet spoiled
WRONG, DOUBLE, BLANK = 2, 2, 2  # records a month
STAMPS = ("reported", "accepted", "due", "extended", "approved", "closed", "updated")
CASE = (
    "number",
    "reported",
    "channel",
    "system",
    "item",
    "item_name",
    "area",
    "street_name",
    "level",
    "place",
    "lon",
    "lat",
    "accepted",
    "due",
    "extended",
    "approved",
    "closed",
    "closed_level",
    "department",
    "excluded",
    "urgency",
    "pictures",
    "updated",
)
EVENT = ("number", "kind", "happened", "department", "seq", "new_due", "level", "updated")
FOLLOWUP = ("number", "reported", "called", "reached", "contacted", "resolved", "level", "auto", "updated")
ASSIGNMENT = ("number", "department", "department_name", "role", "sent", "due", "done", "updated")


@dataclass
class Exporter:
    """Writes month after month; `rows` counts the records of each file but header and blank lines."""

    city: City
    background: Background
    told: Drafts
    fates: Fates
    folder: Path
    rows: dict[str, int] = field(default_factory=dict)
    con: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)
    late: Any = None  # last month's corrections, to be exported with this one
    collector: Collector = field(init=False)

    def __post_init__(self) -> None:
        self.collector = Collector(self.city)
        self.con.execute("set threads = 2; set memory_limit = '1500MB'; set preserve_insertion_order = true")

    def write(self, month: int) -> None:
        """The four files of a month, 0 for the first."""
        drafts = joined(self.background.drafts(month), self._stories(month))
        known = cases(self.city, drafts, self.fates)
        self.collector.take(known)
        label = month_label(month)
        table = case_table(self.city, known)
        self._cases(label, table)
        self._events(label, event_table(self.city, known, events(self.city, known)))
        self._assignments(label, assignment_table(self.city, known, assignments(self.city, known)))
        self._followups(label, call_table(self.city, known, calls(self.city, known)))
        self.late = table.filter(table["corrected"])

    def _stories(self, month: int) -> Drafts:
        days = self.city.days
        day = self.told.reported // 86_400 - (FIRST.toordinal() - 719_163)
        return self.told.where(days.month[day] == month)

    def _cases(self, label: str, table: Any) -> None:
        word, path = words()["case"], self._path("case", label)
        self.con.register("month", table)
        shown = _shown(label)
        first = [
            shown[column]
            if column not in ("closed", "closed_level", "department")
            else f"case when not corrected then {shown[column]} end"
            for column in CASE
        ]
        # what a later file mends was exported before it was closed
        first[CASE.index("updated")] = (
            f"case when corrected then {_stamp('accepted', label)} else {shown['updated']} end"
        )
        write_csv(self.con, row_query(word["columns"], first, "month"), path)
        extra = list(self._faults(label, shown))
        if self.late is not None and len(self.late):
            self.con.register("late", self.late)
            mended = [
                shown[column] if column != "updated" else _stamp("updated + interval 1 day", label) for column in CASE
            ]
            extra.append(row_query(word["columns"], mended, "late"))
        append(self.con, extra, path, BLANK)
        added = sum(self._count(query) for query in extra)
        self._finish(path, label, len(table) + added, word["columns"], word["stamps"])

    def _faults(self, label: str, shown: dict[str, str]) -> Iterator[str]:
        """Days that do not exist, ids that are none, and records exported twice, once without their end."""
        columns = words()["case"]["columns"]
        bad = dict(shown, reported=literal(f"{label}-32 08:15:00"), number="(number::bigint + 900000)::varchar")
        yield row_query(columns, [bad[column] for column in CASE], f"(from month limit {WRONG})")
        if label == SCIENTIFIC:
            spoilt = dict(shown, number="'2.0200801E+13'")
            yield row_query(columns, [spoilt[column] for column in CASE], "(from month limit 1)")
        double = dict(shown, closed="null", closed_level="null")
        source = f"(from month where closed is not null and not corrected limit {DOUBLE})"
        yield row_query(columns, [double[column] for column in CASE], source)

    def _events(self, label: str, table: Any) -> None:
        path, word = self._path("event", label), words()["event"]
        self.con.register("month", table)
        write_csv(self.con, row_query(word["columns"], EVENT, "month"), path)
        wrong = [literal(word["unknown"]) if column == "kind" else column for column in EVENT]
        self._end(path, label, table, row_query(word["columns"], wrong, "(from month limit 1)"))

    def _assignments(self, label: str, table: Any) -> None:
        path, word = self._path("assignment", label), words()["assignment"]
        self.con.register("month", table)
        write_csv(self.con, row_query(word["columns"], ASSIGNMENT, "month"), path)
        bad = {"sent": literal(f"{label}-32 09:00:00"), "number": "(number::bigint + 900000)::varchar"}
        wrong = [bad.get(column, column) for column in ASSIGNMENT]
        self._end(path, label, table, row_query(word["columns"], wrong, "(from month limit 1)"))

    def _followups(self, label: str, table: Any) -> None:
        path, word = self._path("followup", label), words()["followup"]
        self.con.register("month", table)
        write_csv(self.con, row_query(word["columns"], FOLLOWUP, "month"), path)
        early = {"called": "reported - interval 1 day", "number": "(number::bigint + 900000)::varchar"}
        odd = {"level": literal(word["unknown"]), "number": "(number::bigint + 900000)::varchar"}
        wrong = [[bad.get(column, column) for column in FOLLOWUP] for bad in (early, odd)]
        rows = [row_query(word["columns"], each, "(from month limit 1)") for each in wrong]
        self._end(path, label, table, " union all ".join(rows))

    def _end(self, path: Path, label: str, table: Any, wrong: str) -> None:
        append(self.con, [wrong], path, BLANK)
        self._finish(path, label, len(table) + self._count(wrong), (), ())

    def _finish(self, path: Path, label: str, rows: int, columns: tuple[str, ...], stamps: tuple[str, ...]) -> None:
        if columns and label == OLD[0] and rows <= XLSX_UP_TO:
            with path.open(encoding="utf-8", newline="") as source:
                write_xlsx(path.with_suffix(".xlsx"), columns, list(csv.reader(source))[1:], stamps)
            path.unlink()
            path = path.with_suffix(".xlsx")
        elif label in OLD:
            encode(path, "gb18030")
        elif label in MARKED:
            encode(path, "utf-8-sig")
        self.rows[path.name] = rows

    def _path(self, kind: str, label: str) -> Path:
        return self.folder / f"{words()['files'][kind]}_{label}.csv"

    def _count(self, query: str) -> int:
        return int(self.con.execute(f"select count(*) from ({query})").fetchall()[0][0])


def month_label(month: int) -> str:
    """The month as in file names, 0 for the first: 2019-09."""
    year, place = divmod(FIRST.year * 12 + FIRST.month - 1 + month, 12)
    return f"{year}-{place + 1:02}"


def _shown(label: str) -> dict[str, str]:
    """SQL for each column of the case file as that month shows it."""
    shown = {column: column for column in CASE}
    shown["place"] = f"road || house || {literal(words()['suffix']['number'])}"
    shown |= {column: _stamp(column, label) for column in STAMPS}
    if label == FULL_WIDTH:
        pairs = " ".join(f"when {literal(plain)} then {literal(wide)}" for plain, wide in words()["full_width"].items())
        shown["channel"] = f"case when house % 16 = 0 then case channel {pairs} else channel end else channel end"
    return shown


def _stamp(column: str, label: str) -> str:
    return f"strftime({column}, '%Y/%m/%d %H:%M:%S')" if label == SLASHED else column

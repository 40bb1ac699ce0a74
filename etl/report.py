"""What became of one table of a file: every record in exactly one bin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.errors import Refused

MESSAGES = {
    "column_count": "not as many fields as the header",
    "unbalanced_quote": "a quote that is never closed, or stands where none may",
    "quote_error": "text after a closing quote",
    "invalid_encoding": "bytes that are no text in the file's encoding",
    "nul_byte": "a NUL byte",
    "field_too_long": "a field beyond the limit",
    "repeated_header": "the header once more",
    "bad_json": "not a JSON object",
    "bad_timestamp": "not a stamp in a form the layout knows",
    "bad_date": "not a day in a form the layout knows",
    "bad_number": "not a plain number within its bounds",
    "bad_boolean": "neither yes nor no",
    "bad_choice": "not one of the values the feed knows",
    "missing_value": "empty, but required",
    "out_of_range": "outside the range that makes sense for this column",
    "unknown_enclave_kind": "not one of the kinds of enclave",
    "unknown_requirement": "not one of the requirements of an enclave",
    "revoked_before_accepted": "revoked on or before the day it was accepted",
    "unknown_duty_list": "neither territorial nor responsibility",
    "unknown_unit": "no department of that code or kind, nor the word street",
    "unknown_metric": "no indicator of that name; docs/kpis.md lists them",
    "duplicate_key": "another record of the file has the same key and wins",
    "end_before_start": "ends before it starts",
    "overlapping_span": "begins before an earlier record of its code ends",
    "ambiguous_alias": "another alias gives the same text another code on the same days",
    "parent_loop": "its chain of parents comes back to it",
    "parent_ended": "still registered, but its parent is no more and nothing took the parent's place",
    "unknown_parent": "no register has a unit of that code",
    "unknown_code": "no register has a unit of that code",
    "level_differs": "old and new unit are of different levels: the change is not carried",
    "code_reused": "given out again after the change: a unit of its own from then on",
    "before_the_whistle": "before the whistle was blown",
    "bad_level": "not a level from 1 to 5",
    "whistle_or_period": "a rating is about a whistle or for a period: one of the two, and not both",
    "reason_missing": "a level of 2 or less needs a reason",
    "unknown_whistle": "no whistle of that number",
    "unknown_enclave": "no enclave of that number",
    "unknown_target": "what it excludes was never loaded",
    "unknown_case": "no case of that number was loaded",
    "same_district": "a parcel goes from one district to another, not to the same",
    "not_a_month": "a month is written as its first day",
    "more_enrolled_than_identified": "more people enrolled than identified",
    "no_street": "no street is said to have blown this whistle: it counts, under no street",
    "two_successors": "one code becomes two others on the same day, and it is no split",
    "rate_beyond_one": "more than 100 %: a rate is the share itself, 0.95 or 95%",
    "floor_beyond_target": "the least that is tolerated lies beyond the target",
    "unknown_period_kind": "no kind of period: any, year, quarter, month, week, day or one of the period feed",
}


@dataclass(frozen=True)
class Sample:
    """One refused record, for people."""

    line: int
    feed: str
    column: str | None
    value: str | None
    reason: str

    def document(self) -> dict[str, Any]:
        """The sample as JSON."""
        return {
            "line": self.line,
            "feed": self.feed,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
            "message": message(self.reason),
        }


@dataclass(frozen=True)
class FileReport:
    """One table of one file; `folder` holds its landed feeds and quarantine, `sha256` names the table."""

    file: str
    sha256: str
    source_sha256: str
    bytes: int
    encoding: str | None = None
    bom: bool = False
    layout: str | None = None
    feeds: Mapping[str, int] = field(default_factory=dict)
    refused: Refused | None = None
    read: int = 0
    loaded: int = 0
    quarantined: int = 0
    superseded: int = 0
    structural: Mapping[str, int] = field(default_factory=dict)
    lines: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    side_faults: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    reordered: bool = False
    samples: tuple[Sample, ...] = ()
    lookups: tuple[str, ...] = ()
    folder: Path | None = None

    @property
    def balanced(self) -> bool:
        """True when every record that was read is in exactly one bin."""
        return self.read == self.loaded + self.quarantined + sum(self.structural.values())

    def document(self) -> dict[str, Any]:
        """The report as JSON."""
        refused = {"code": self.refused.code, "message": str(self.refused)} if self.refused else None
        records = {
            "read": self.read,
            "loaded": self.loaded,
            "quarantined": self.quarantined,
            "structural": sum(self.structural.values()),
        }
        current = self.loaded - self.superseded
        found = {
            "file": self.file,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "encoding": self.encoding,
            "bom": self.bom,
            "layout": self.layout,
            "feeds": dict(self.feeds),
            "verdict": "refuse" if refused else "load",
            "refused": refused,
            "records": records,
            "loaded": {"current": current, "superseded": self.superseded, "identical": 0},
            "structural": dict(self.structural),
            "lines": self.lines,
            "reasons": dict(self.reasons),
            "columns": {
                "missing": list(self.missing),
                "unknown": list(self.unknown),
                "reordered": self.reordered,
            },
            "samples": [sample.document() for sample in self.samples],
            "lookups": list(self.lookups),
        }
        if self.side_faults:
            found["side_faults"] = {feed: dict(reasons) for feed, reasons in self.side_faults.items()}
        return found


def message(reason: str) -> str:
    """What a reason means, in a few words."""
    if reason in MESSAGES:
        return MESSAGES[reason]
    if reason.startswith("unknown_"):
        return f"no {reason.removeprefix('unknown_')} of that name in register or aliases"
    if reason.startswith("bad_"):
        return f"no usable {reason.removeprefix('bad_')}"
    return reason.replace("_", " ")


def verdict(reports: list[FileReport]) -> str:
    """ok, partial or refused: what a run over these files comes to."""
    if reports and all(report.refused for report in reports):
        return "refused"
    return "partial" if any(report.refused or report.quarantined for report in reports) else "ok"

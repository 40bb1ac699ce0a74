"""SQL from the text of a value to its type; null where the text is not of that type. Nothing is guessed."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from etl.layout import Layout
from etl.tidy import literal

SECONDS, MINUTES, DAY = "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"
T_FORMS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M")
FRACTIONS = ("%Y-%m-%d %H:%M:%S.%n", "%Y-%m-%dT%H:%M:%S.%n")
WITH_OFFSET = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S ")
OFFSETS = tuple(f"{form}%z" for form in (SECONDS, *T_FORMS, MINUTES, *WITH_OFFSET))
OFFSET = "(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"
DIRECTIVE = re.compile(r"%-?[A-Za-z]")
INTEGER = "-?[0-9]{1,18}"
NUMBER = r"-?[0-9]+(\.[0-9]+)?"
# As many digits as a decimal keeps exactly; a percentage gives two of its places to the hundredth.
DECIMAL, PERCENT = r"-?[0-9]{1,12}(\.[0-9]{1,6})?", r"-?[0-9]{1,12}(\.[0-9]{1,4})?%"
# A spreadsheet's damage to long codes: 1.20102E+17.
SCIENTIFIC = r"^[+-]?[0-9]+(\.[0-9]+[eE][+-]?|[eE][+-])[0-9]+$"
HOUR_MARKS = ("%H", "%-H", "%I", "%-I", "%c", "%X")
BAD = {
    "timestamp": "bad_timestamp",
    "date": "bad_date",
    "integer": "bad_number",
    "number": "bad_number",
    "decimal": "bad_number",
    "boolean": "bad_boolean",
}
DayEdge = Literal["start", "end"]


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Words in files that mean something: totals, true, false."""
    given = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    return {name: tuple(listed) for name, listed in given.items()}


@dataclass(frozen=True)
class Zone:
    """How stamps of one layout are read: its own forms, the zone they are in, and the city's."""

    city: str
    forms: tuple[str, ...] = ()
    source: str | None = None

    def own(self, mark: str | None, days: bool) -> list[str]:
        """The layout's forms with that mark, of days or of stamps."""
        return [form for form in self.forms if _mark(form) == mark and _is_day(form) == days]

    def marks(self) -> list[str]:
        """The characters by which values in the layout's forms are told from ISO."""
        return list(dict.fromkeys(mark for mark in map(_mark, self.forms) if mark is not None))


def zone(layout: Layout, city: str) -> Zone:
    """How the stamps of a layout are read in a city of that time zone."""
    return Zone(city, layout.timestamps, layout.timezone if layout.timezone != city else None)


def _mark(form: str) -> str | None:
    return next((mark for mark in DIRECTIVE.sub("", form) if mark not in "-T: ."), None)


def _is_day(form: str) -> bool:
    return not any(mark in form for mark in HOUR_MARKS)


def typed(kind: str, text: str, zone: Zone, clean: bool, edge: DayEdge = "start") -> str:
    """SQL for the typed value; text that is not known to be clean is tried as it stands, then tidied."""
    if kind not in BAD:
        return text
    direct = _direct(kind, text, zone, edge)
    if clean:
        return direct
    again = _direct(kind, f"tidy({text})", zone, edge)
    return f"coalesce({direct}, {_if_given(text, again)})"


def _direct(kind: str, text: str, zone: Zone, edge: DayEdge) -> str:
    if kind == "timestamp":
        return _stamp(text, zone, edge)
    if kind == "date":
        return _day(text, zone)
    if kind == "integer":
        return f"case when regexp_full_match({text}, '{INTEGER}') then try_cast({text} as bigint) end"
    if kind == "number":
        return f"case when regexp_full_match({text}, '{NUMBER}') then try_cast({text} as double) end"
    if kind == "decimal":
        return _decimal(text)
    yes, no = (", ".join(map(literal, words()[word])) for word in ("true", "false"))
    return f"case when lower({text}) in ({yes}) then true when lower({text}) in ({no}) then false end"


def _decimal(text: str) -> str:
    hundredths = f"try_cast({text}[:-2] as decimal(16, 4)) * 0.01"
    return f"""case when regexp_full_match({text}, '{DECIMAL}') then try_cast({text} as decimal(18, 6))
        when regexp_full_match({text}, '{PERCENT}') then cast({hundredths} as decimal(18, 6)) end"""


def _tried(text: str, forms: Sequence[str]) -> str:
    return f"try_strptime({text}, [{', '.join(map(literal, forms))}])"


def _stamp(text: str, zone: Zone, edge: DayEdge) -> str:
    """Naive city time. A form that fails costs ten times one that fits, so length and marks choose which to try."""
    last = " + interval 86399 second" if edge == "end" else ""
    marked = [f"when contains({text}, {literal(mark)}) then {_own(text, zone, mark, last)}" for mark in zone.marks()]
    usual = f"""case {" ".join(marked)}
        when strlen({text}) <= 10 then {_tried(text, [DAY])}{last}
        when strlen({text}) > 19 then null
        when contains({text}, 'T') then {_tried(text, T_FORMS)}
        when strlen({text}) <= 16 then {_tried(text, [MINUTES, SECONDS])}
        else {_tried(text, [SECONDS, MINUTES])} end"""
    rare = f"coalesce({usual}, {_own(text, zone, None, last)}, {_tried(text, FRACTIONS)}::timestamp)"
    plain = "".join(f" and not contains({text}, {literal(mark)})" for mark in zone.marks())
    plain_iso = f"case when strlen({text}) = 19{plain} then {_tried(text, [SECONDS])} end"
    naive = f"coalesce({plain_iso}, {_if_given(text, rare)})"
    if zone.source is not None:
        naive = f"{naive} at time zone {literal(zone.source)} at time zone {literal(zone.city)}"
    return f"coalesce({naive}, {_if_given(text, _with_offset(text))} at time zone {literal(zone.city)})"


def _own(text: str, zone: Zone, mark: str | None, last: str) -> str:
    """The layout's own forms with one mark: stamps, then days."""
    stamps, days = zone.own(mark, False), zone.own(mark, True)
    tried = [_tried(text, stamps)] if stamps else []
    tried += [_tried(text, days) + last] if days else []
    return f"coalesce({', '.join(tried)})" if tried else "null::timestamp"


def _if_given(text: str, sql: str) -> str:
    return f"case when {text} is not null then {sql} end"


def _with_offset(text: str) -> str:
    spelled = f"case when {text}[-1] = 'Z' then {text}[:-2] || '+00:00' else {text} end"
    return f"case when regexp_matches({text}, '{OFFSET}') then {_tried(spelled, OFFSETS)} end"


def _day(text: str, zone: Zone) -> str:
    """A day; a stamp will do when it is midnight, as spreadsheets write days."""
    stamp = _stamp(text, zone, "start")
    return f"case when {stamp}::time = time '00:00' then {stamp}::date end"

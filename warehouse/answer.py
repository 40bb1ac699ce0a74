"""Answers: counts by bin with what follows from them, and their JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from warehouse.changes import Mark
from warehouse.dimension import Dimension
from warehouse.metric import EXCLUDED, Metric
from warehouse.period import Window
from warehouse.question import Frame
from warehouse.register import Registers
from warehouse.statistics import Quantity, Step, half_up, percent, plain
from warehouse.text import text

CONTRACT = 1
DIGITS = 12
RECORD = (
    "generation",
    "sha256",
    "data_until",
    "released_at",
    "timezone",
    "synthetic",
    "definitions_sha256",
    "rules_sha256",
)


@dataclass(frozen=True)
class Total:
    """One reconciliation: every row in one bin, `rows` counted apart; `steps`: times in minutes."""

    metric: Metric
    bins: Mapping[str, Quantity] = field(default_factory=dict)
    rows: Quantity = 0
    beside: Mapping[str, Quantity] = field(default_factory=dict)
    ranks: Mapping[int, int] = field(default_factory=dict)
    steps: tuple[tuple[int, int], ...] = ()
    exact_hours: Mapping[int, str] = field(default_factory=dict)
    missing_feeds: tuple[str, ...] = ()

    def of(self, role: str) -> Quantity:
        """How many rows count as hit, miss, pending, outside or excluded."""
        return self._by_role.get(role, 0)

    @cached_property
    def _by_role(self) -> dict[str, Quantity]:
        found: dict[str, Quantity] = {}
        for name, n in self.bins.items():
            role = self.metric.role(name)
            found[role] = found.get(role, 0) + n
        return found

    @property
    def numerator(self) -> Quantity | None:
        """Hits; None of a percentile."""
        return None if self.metric.kind == "percentile" else self.of("hit")

    @cached_property
    def denominator(self) -> Quantity | None:
        """Hits and misses; None of a count."""
        return None if self.metric.kind == "count" else self._judged

    @cached_property
    def state(self) -> str:
        """ok, empty where there is nothing to divide by, no_feed where nothing could be loaded."""
        if self.missing_feeds:
            return "no_feed"
        return "empty" if self.denominator == 0 else "ok"

    @property
    def n(self) -> Quantity:
        """What the figure rests on: the denominator, or the count itself."""
        return self._judged

    @cached_property
    def _judged(self) -> Quantity:
        return self.of("hit") + self.of("miss")

    @cached_property
    def ratio(self) -> Fraction | None:
        """The rate, or the count; None where there is none."""
        if self.state != "ok" or self.metric.kind == "percentile":
            return None
        return Fraction(self.of("hit"), self.denominator or 1)

    @property
    def excluded(self) -> dict[str, Quantity]:
        """Excluded rows by reason."""
        return {name.removeprefix(EXCLUDED): n for name, n in sorted(self.bins.items()) if name.startswith(EXCLUDED)}

    def percentiles(self) -> dict[int, Step]:
        """The step at each point of a percentile."""
        return {point: Step(self.ranks[point]) for point in self.metric.points if point in self.ranks}

    def document(self, lang: str) -> dict[str, Any]:
        """The total as JSON holds it."""
        if self.state == "no_feed":
            return _unfed(self)
        return {
            "state": self.state,
            "numerator": _plain(self.numerator),
            "denominator": _plain(self.denominator),
            "value": _value(self, lang),
            "n": plain(self.n),
            "rows": plain(self.rows),
            "pending": plain(self.of("pending")),
            "outside": {name: plain(self.bins.get(name, 0)) for name in self.metric.names("outside")},
            "excluded": {reason: plain(n) for reason, n in self.excluded.items()},
            "bins": {name: plain(self.bins.get(name, 0)) for name in _judged(self.metric)},
            "beside": {name: plain(n) for name, n in self.beside.items()},
        }


@dataclass(frozen=True)
class Group:
    """One part of an answer: the code of each dimension, and its reconciliation."""

    key: Mapping[str, str]
    total: Total


@dataclass(frozen=True)
class Answer:
    """What was asked, what came out, and from where; `source` names the tally or the states."""

    metric: Metric
    frame: Frame
    window: Window
    record: Mapping[str, Any]
    registers: Registers
    source: str | None
    total: Total
    groups: tuple[Group, ...] = ()
    warnings: tuple[str, ...] = ()
    sql: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Mark, ...] = ()

    @property
    def additive(self) -> bool:
        """Whether the groups sum to the whole."""
        if self.metric.kind == "percentile" or self.frame.overlaps:
            return False
        twin = self.frame.twin
        return twin is None or twin.equal or not {each.name for each in self.frame.by} & set(twin.by)

    @property
    def identity(self) -> dict[str, int | str] | None:
        """Whole = sum of the units − overlaps, where units count whole what they share; None where nothing overlaps."""
        if not self.frame.overlaps or self.metric.kind == "percentile" or self.total.state == "no_feed":
            return None
        units = sum((each.total.n for each in self.groups), 0)
        return {
            "units": plain(units),
            "overlaps": plain(units - self.total.n),
            "whole": plain(self.total.n),
        }

    def document(self, lang: str = "zh") -> dict[str, Any]:
        """The answer as the contract has it."""
        identity = self.identity
        return {
            "contract": CONTRACT,
            "metric": self.metric.name,
            "kind": self.metric.kind,
            "label": self.metric.label.model_dump(),
            "shown_as": self.metric.shown_as,
            "better": self.metric.better,
            "question": self._question(),
            "snapshot": release_document(self.record),
            "source": self.source,
            "additive": self.additive,
            "warnings": list(self.warnings),
            "changes": [each.document(lang) for each in self.changes],
            "total": self.total.document(lang),
            "groups": [self._group(each, lang) for each in self.groups],
            **({"identity": identity} if identity else {}),
        }

    def _question(self) -> dict[str, Any]:
        return {
            "by": [each.name for each in self.frame.by],
            "where": dict(self.frame.where),
            "view": self.frame.view,
            "period": window_document(self.window)["period"],
            "as_of": self.window.as_of.isoformat(),
            "cutoff": cutoff(self.window.as_of).isoformat(),
        }

    def _group(self, group: Group, lang: str) -> dict[str, Any]:
        key = {each.name: self._unit(group, each, lang) for each in self.frame.by}
        return {"key": key, **group.total.document(lang)}

    def _unit(self, group: Group, asked: Dimension, lang: str) -> dict[str, str]:
        code = group.key[asked.name]
        unit = {"code": code, "name": self.registers.name(asked, code, self.window.as_of, lang)}
        ended = self.registers.ended(asked, code, self.window.as_of)
        return {**unit, "ended_on": ended.isoformat()} if ended else unit


def cutoff(as_of: date) -> datetime:
    """The moment before which an event must have happened to count."""
    return datetime.combine(as_of + timedelta(days=1), time.min)


def release_document(record: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer says of the release it was made from."""
    return {name: record.get(name) for name in RECORD}


def window_document(window: Window) -> dict[str, Any]:
    """A window as JSON holds it; period null is everything."""
    period = window.period
    days = None if period is None else {"code": period.code, "from": _day(period.first), "to": _day(period.last)}
    return {"period": days, "as_of": window.as_of.isoformat()}


def duration(minutes: int, lang: str) -> str:
    """A step in words: its lower edge in the one or two units that tell it."""
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    if minutes < 120:
        days, hours, left = 0, 0, minutes
    parts = [text(f"ask.{unit}", lang, n=n) for unit, n in (("days", days), ("hours", hours), ("minutes", left)) if n]
    return " ".join(parts) or text("ask.minutes", lang, n=0)


def _judged(metric: Metric) -> tuple[str, ...]:
    return tuple(each.name for each in metric.bins if each.role in ("hit", "miss"))


def _value(total: Total, lang: str) -> dict[str, Any] | None:
    if total.state != "ok":
        return None
    if total.metric.kind == "percentile":
        return {f"p{point}": _step(total, point, step, lang) for point, step in total.percentiles().items()}
    ratio = total.ratio
    assert ratio is not None
    whole = total.metric.kind == "count" and ratio.denominator == 1
    decimal = str(ratio.numerator) if whole else half_up(ratio, DIGITS)
    if total.metric.kind == "count":
        return {"ratio": None, "decimal": decimal, "percent": None}
    return {"ratio": f"{ratio.numerator}/{ratio.denominator}", "decimal": decimal, "percent": percent(ratio)}


def _step(total: Total, point: int, step: Step, lang: str) -> dict[str, Any]:
    shown = {"step": step.unit, "number": step.number, "shown": duration(step.minutes, lang)}
    hours = total.exact_hours.get(point)
    return {**shown, "exact_hours": hours} if hours is not None else shown


def _unfed(total: Total) -> dict[str, Any]:
    names = (
        "numerator",
        "denominator",
        "value",
        "n",
        "rows",
        "pending",
        "outside",
        "excluded",
        "bins",
        "beside",
    )
    return {"state": "no_feed", "missing_feeds": list(total.missing_feeds), **dict.fromkeys(names)}


def _plain(value: Quantity | None) -> int | str | None:
    return None if value is None else plain(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

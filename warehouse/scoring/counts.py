"""What the scheme's metrics counted for each subject: integers from `ask`, teams added to their departments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from warehouse.answer import Answer, Total
from warehouse.ask import ask_windows
from warehouse.errors import BadQuestion
from warehouse.judging import value_of
from warehouse.period import Period, Window, grain
from warehouse.question import Scope
from warehouse.scoring.mapping import ZERO
from warehouse.scoring.scheme import Node, Scheme
from warehouse.scoring.subjects import Subjects
from warehouse.scoring.tree import Points
from warehouse.snapshot import Snapshot
from warehouse.statistics import Quantity

CASES = "reported_count"


@dataclass(frozen=True)
class Month:
    """One month of a period that is the mean of its months."""

    code: str
    total: Total
    mapped: Fraction | None


@dataclass(frozen=True)
class Measured:
    """A metric of one subject: its reconciliation, its figure, its points."""

    total: Total
    value: Fraction | None
    points: Points
    months: tuple[Month, ...] = ()


@dataclass(frozen=True)
class Counted:
    """Everything that was counted, by subject and node; `cases`: those credited to each subject in the period."""

    measured: Mapping[str, Mapping[str, Measured]]
    cases: Mapping[str, Quantity]


def counted(snapshot: Snapshot, scheme: Scheme, whom: Subjects, window: Window, scope: Scope) -> Counted:
    """What every metric node counted for every subject in the window."""
    windows = _windows(scheme, window)
    asked = [node for node in scheme.leaves if node.kind == "metric"]
    found: dict[str, dict[str, Measured]] = {code: {} for code in whom.units}
    for where in dict.fromkeys(tuple(sorted(node.where.items())) for node in asked):
        nodes = [node for node in asked if tuple(sorted(node.where.items())) == where]
        names = list(dict.fromkeys(node.measured.name for node in nodes))
        told = ask_windows(snapshot, names, dict(where), [whom.dimension.name], windows, scope=scope)
        for node in nodes:
            for code, each in _measured(node, told[node.measured.name], whom).items():
                found[code][node.code] = each
    return Counted(found, _cases(snapshot, whom, window, scope))


def pooled(totals: Sequence[Total]) -> Total:
    """Several reconciliations as one: numerators and denominators are added, never rates."""
    first, bins, beside = totals[0], dict[str, Quantity](), dict[str, Quantity]()
    for each in totals:
        for name, n in each.bins.items():
            bins[name] = bins.get(name, 0) + n
        for name, n in each.beside.items():
            beside[name] = beside.get(name, 0) + n
    rows = sum((each.rows for each in totals), start=0)
    return replace(first, bins=bins, rows=rows, beside=beside, ranks={}, steps=())


def _windows(scheme: Scheme, window: Window) -> list[Window]:
    """The period itself, or its months."""
    if scheme.period.made_of == "cases" or window.period is None:
        return [window]
    return [Window(each, window.as_of) for each in _months(window.period)]


def _months(period: Period) -> list[Period]:
    found: list[Period] = []
    day = period.first
    while day is not None and period.last is not None and day <= period.last:
        found.append(grain("month", day))
        day = found[-1].stop
    if not found or found[0].first != period.first or found[-1].last != period.last:
        raise BadQuestion("a scheme that is the mean of months needs a period of whole months")
    return found


def _measured(node: Node, answers: Sequence[Answer], whom: Subjects) -> dict[str, Measured]:
    by_window = [_totals(node, answer, whom) for answer in answers]
    return {code: _one(node, [totals[code] for totals in by_window], answers) for code in whom.units}


def _totals(node: Node, answer: Answer, whom: Subjects) -> dict[str, Total]:
    """The reconciliation of each subject, teams included; nothing was counted for those without rows."""
    held: dict[str, list[Total]] = {}
    for group in answer.groups:
        top = whom.home.get(group.key[whom.dimension.name])
        if top is not None:
            held.setdefault(top, []).append(group.total)
    nothing = Total(node.measured, missing_feeds=answer.total.missing_feeds)
    return {code: pooled(held[code]) if code in held else nothing for code in whom.units}


def _one(node: Node, totals: Sequence[Total], answers: Sequence[Answer]) -> Measured:
    whole = pooled(totals)
    if len(totals) == 1:
        value = _value(node, whole)
        return Measured(whole, value, _points([] if value is None else [node.mapping.score(value)]))
    months = []
    for total, answer in zip(totals, answers, strict=True):
        value, period = _value(node, total), answer.window.period
        code = period.code if period and period.code else ""
        months.append(Month(code, total, None if value is None else node.mapping.score(value)))
    given = [month.mapped for month in months if month.mapped is not None]
    return Measured(whole, _value(node, whole), _points(given), tuple(months))


def _points(given: Sequence[Fraction]) -> Points:
    return Points("ok", sum(given, ZERO) / len(given)) if given else Points("empty")


def _value(node: Node, total: Total) -> Fraction | None:
    """The figure; None where there is nothing, or too little, to divide by."""
    if node.measured.kind == "ratio" and total.n < node.min_den:
        return None
    return value_of(total)


def _cases(snapshot: Snapshot, whom: Subjects, window: Window, scope: Scope) -> dict[str, Quantity]:
    """How many cases each subject is credited with in the period."""
    (answer,) = ask_windows(snapshot, [CASES], {}, [whom.dimension.name], [window], scope=scope)[CASES]
    found: dict[str, Quantity] = dict.fromkeys(whom.units, 0)
    for group in answer.groups:
        top = whom.home.get(group.key[whom.dimension.name])
        if top is not None and group.total.state != "no_feed":
            found[top] += group.total.of("hit")
    return found

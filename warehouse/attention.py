"""What needs attention: declared rules that compare a unit's counts between days with those of the others."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, Literal

from warehouse.answer import CONTRACT, Answer, Total, release_document
from warehouse.ask import ask_windows
from warehouse.definition import Frozen, build, table
from warehouse.period import Window, grain, months_before
from warehouse.register import BUCKETS
from warehouse.rules import FOLDER
from warehouse.snapshot import Snapshot
from warehouse.statistics import Quantity, exact, percent, plain
from warehouse.text import text

Counts = dict[str, Quantity]
Values = dict[str, Quantity]
DAY = timedelta(days=1)


class Span(Frozen):
    """So many days or months back."""

    days: int = 0
    months: int = 0

    def before(self, day: date, times: int = 1) -> date:
        """The day so much earlier."""
        return months_before(day, self.months * times) - DAY * self.days * times


class Rule(Frozen):
    """One rule of the attention file."""

    name: str
    compare: Literal["growth", "share", "rise"]
    metric: str
    of_metric: str | None = None
    by: str
    span: Span
    within: Literal["weekend", "month_end"] | None = None
    steps: int = 1
    least: int
    factor: str = "1"
    share: str = "0"
    each: str = "1"
    below: str | None = None


@dataclass(frozen=True)
class Finding:
    """A unit that a rule found, from when to when, with the counts that say so."""

    rule: Rule
    unit: str
    name: Callable[[str], str]
    first: date
    last: date
    values: Values

    def document(self, lang: str) -> dict[str, Any]:
        """The finding in words and numbers."""
        told = {key: _shown(value) for key, value in self.values.items()}
        return {
            "rule": self.rule.name,
            "metric": self.rule.metric,
            "by": self.rule.by,
            "units": [self.unit],
            "names": [self.name(lang)],
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "values": {key: plain(value) for key, value in self.values.items()},
            "title": text(f"attention.{self.rule.name}_title", lang),
            "sentence": text(f"attention.{self.rule.name}", lang, name=self.name(lang), **told),
        }


@cache
def attention_rules() -> tuple[Rule, ...]:
    """The rules in the order of the file."""
    found = table(FOLDER / "attention.toml")
    return tuple(build(Rule, f"attention.toml [{name}]", {"name": name, **values}) for name, values in found.items())


def attention(snapshot: Snapshot, as_of: date) -> tuple[Finding, ...]:
    """What the rules find as of that day; a rule whose feeds are missing finds nothing."""
    return tuple(finding for rule in attention_rules() for finding in _findings(snapshot, rule, as_of))


def attention_document(snapshot: Snapshot, as_of: date, found: Sequence[Finding], lang: str) -> dict[str, Any]:
    """The list as the command line gives it."""
    return {
        "contract": CONTRACT,
        "snapshot": release_document(snapshot.record),
        "as_of": as_of.isoformat(),
        "attention": [finding.document(lang) for finding in found],
    }


def _findings(snapshot: Snapshot, rule: Rule, as_of: date) -> Iterator[Finding]:
    spans = _spans(rule, as_of)
    windows = list(dict.fromkeys(window for span in spans for window in span if window))
    names = [rule.metric, *([rule.of_metric] if rule.of_metric else [])]
    answers = ask_windows(snapshot, names, {}, [rule.by], windows, view="participation")
    first = answers[rule.metric][0]
    if any(each.total.missing_feeds for held in answers.values() for each in held):
        return
    seen = {name: dict(zip(windows, map(_by_unit, held), strict=True)) for name, held in answers.items()}
    start = rule.span.before(as_of, rule.steps) + DAY
    for unit, values in _JUDGES[rule.compare](rule, spans, seen):
        if unit not in BUCKETS:
            yield Finding(rule, unit, _namer(first, unit), start, as_of, values)


def _spans(rule: Rule, as_of: date) -> list[tuple[Window | None, Window]]:
    """The pairs of windows between which rows are counted; the earlier None: from nothing."""
    if rule.within == "weekend":
        sunday = as_of - DAY * (as_of.isoweekday() % 7)
        weeks = [sunday - DAY * 7 * count for count in range(rule.span.days // 7)]
        return [(Window(None, day - DAY * 2), Window(None, day)) for day in weeks]
    if rule.within == "month_end":
        last = as_of if (as_of + DAY).day == 1 else as_of.replace(day=1) - DAY
        ends = [grain("month", months_before(last, count)) for count in range(rule.span.months)]
        return [(Window(each, each.last - DAY * 2), Window(each, each.last)) for each in ends if each.last]
    days = [rule.span.before(as_of, count) for count in range(rule.steps, -1, -1)]
    return [(Window(None, start), Window(None, end)) for start, end in zip(days, days[1:], strict=False)]


Seen = Mapping[str, Mapping[Window, Mapping[str, Total]]]
Spans = Sequence[tuple[Window | None, Window]]


def _growth(rule: Rule, spans: Spans, seen: Seen) -> Iterator[tuple[str, Values]]:
    (start, end), held = spans[0], seen[rule.metric]
    before, now = ({unit: each.of("hit") for unit, each in held[window].items()} for window in (start, end) if window)
    all_before, all_now = sum(before.values()), sum(now.values())
    for unit, count in now.items():
        was = before.get(unit, 0)
        others = Fraction(all_now - count + 1) / Fraction(all_before - was + 1)
        expected = was * others
        if count - max(expected, was) >= rule.least and count >= exact(rule.factor) * expected:
            yield unit, {"now": count, "before": was}


def _share(rule: Rule, spans: Spans, seen: Seen) -> Iterator[tuple[str, Values]]:
    parts, whole = _parts(rule, spans, seen)
    all_parts, all_whole = sum(parts.values()), sum(whole.values())
    for unit, of in whole.items():
        part, rest = parts.get(unit, 0), all_whole - of
        if of <= 0 or rest <= 0:
            continue
        others = Fraction(all_parts - part) / Fraction(rest)
        if _stands_out(rule, part, of, others):
            yield unit, {"part": part, "whole": of, "share": Fraction(part) / Fraction(of), "others": others}


def _stands_out(rule: Rule, part: Quantity, whole: Quantity, others: Fraction) -> bool:
    expected = others * whole
    if rule.below is not None:
        return expected - part >= rule.least and part <= exact(rule.below) * expected
    share = Fraction(part) / Fraction(whole)
    return part - expected >= rule.least and share >= exact(rule.share) and share >= exact(rule.factor) * others


def _rise(rule: Rule, spans: Spans, seen: Seen) -> Iterator[tuple[str, Values]]:
    held = seen[rule.metric]
    flows = [_flow(held, span, "hit") for span in spans]
    for unit in flows[-1]:
        steps = [flow.get(unit, 0) for flow in flows]
        grows = all(after > exact(rule.each) * before for before, after in zip(steps, steps[1:], strict=False))
        if grows and steps[-1] >= rule.least and steps[-1] >= exact(rule.factor) * steps[0]:
            yield unit, {"first": steps[0], "last": steps[-1], "steps": len(steps)}


def _parts(rule: Rule, spans: Spans, seen: Seen) -> tuple[Counts, Counts]:
    held = seen[rule.metric]
    if rule.within:
        ends: Spans = [(None, end) for _, end in spans]
        if rule.within == "weekend":
            ends = [(spans[-1][0], spans[0][1])]
        return _sum(_flow(held, span, "hit") for span in spans), _sum(_flow(held, span, "hit") for span in ends)
    part = _sum(_flow(held, span, "hit") for span in spans)
    if rule.of_metric:
        return part, _sum(_flow(seen[rule.of_metric], span, "hit") for span in spans)
    miss = _sum(_flow(held, span, "miss") for span in spans)
    return part, _sum([part, miss])


def _flow(held: Mapping[Window, Mapping[str, Total]], span: tuple[Window | None, Window], role: str) -> Counts:
    start, end = span
    before = {unit: each.of(role) for unit, each in held[start].items()} if start else {}
    return {unit: each.of(role) - before.get(unit, 0) for unit, each in held[end].items()}


def _sum(counts: Iterator[Counts] | list[Counts]) -> Counts:
    found: Counts = {}
    for each in counts:
        for unit, n in each.items():
            found[unit] = found.get(unit, 0) + n
    return found


def _by_unit(answer: Answer) -> dict[str, Total]:
    return {next(iter(group.key.values())): group.total for group in answer.groups}


def _namer(answer: Answer, unit: str) -> Callable[[str], str]:
    asked, day, known = answer.frame.by[0], answer.window.as_of, answer.registers
    return lambda lang: known.name(asked, unit, day, lang)


def _shown(value: Quantity) -> str:
    return f"{percent(value, 1)} %" if isinstance(value, Fraction) else str(value)


_JUDGES: dict[str, Callable[[Rule, Spans, Seen], Iterator[tuple[str, Values]]]] = {
    "growth": _growth,
    "share": _share,
    "rise": _rise,
}

"""What needs attention: declared rules that compare a unit's counts between days with those of the others."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, Literal

from pydantic import model_validator

from warehouse.answer import CONTRACT, Answer, Total, release_document
from warehouse.ask import ask_windows, fed
from warehouse.definition import Frozen, build, table
from warehouse.dimension import dimension
from warehouse.flow import Stretch, flows
from warehouse.listed import listed
from warehouse.metric import metric
from warehouse.period import Window, grain, months_before
from warehouse.register import BUCKETS, registers
from warehouse.rules import FOLDER
from warehouse.snapshot import Snapshot
from warehouse.statistics import Quantity, exact, percent, plain
from warehouse.text import text

Counts = Mapping[str, Quantity]
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
    compare: Literal["growth", "share", "rise", "listed"]
    metric: str
    of_metric: str | None = None
    by: str
    span: Span = Span(days=1)
    within: Literal["weekend", "month_end"] | None = None
    steps: int = 1
    least: int = 1
    factor: str = "1"
    share: str = "0"
    each: str = "1"
    below: str | None = None
    when: str | None = None
    after: int = 0
    still: int = 0

    @model_validator(mode="after")
    def _has_its_condition(self) -> "Rule":
        if (self.compare == "listed") != (self.when is not None):
            raise ValueError("`when` is what a rule about a list looks for, and no other rule has it")
        return self


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


def attention(snapshot: Snapshot, as_of: date, by: str | None = None) -> tuple[Finding, ...]:
    """What the rules, or those about one kind of unit, find as of that day; one whose feeds are missing nothing."""
    rules = [rule for rule in attention_rules() if by in (None, rule.by)]
    return tuple(finding for rule in rules for finding in _findings(snapshot, rule, as_of))


def attention_document(snapshot: Snapshot, as_of: date, found: Sequence[Finding], lang: str) -> dict[str, Any]:
    """The list as the command line gives it."""
    return {
        "contract": CONTRACT,
        "snapshot": release_document(snapshot.record),
        "as_of": as_of.isoformat(),
        "attention": [finding.document(lang) for finding in found],
    }


def _findings(snapshot: Snapshot, rule: Rule, as_of: date) -> Iterator[Finding]:
    if not fed(snapshot, metric(rule.metric)):
        return
    first = rule.span.before(as_of, rule.steps) + DAY
    if rule.when:
        told = listed(snapshot, metric(rule.metric).state, rule.when, first, as_of, rule.after, rule.still)
        for thing, name in told:
            yield Finding(rule, thing, _always(name), first - DAY * rule.still, as_of, {"days": rule.still})
        return
    for unit, values in _JUDGES[rule.compare](snapshot, rule, as_of):
        if unit not in BUCKETS:
            yield Finding(rule, unit, _namer(snapshot, rule, as_of, unit), first, as_of, values)


def _growth(snapshot: Snapshot, rule: Rule, as_of: date) -> Iterator[tuple[str, Values]]:
    answer = ask_windows(snapshot, [rule.metric], {}, [rule.by], [Window(None, as_of)], view="participation")
    now = {unit: total.of("hit") for unit, total in _by_unit(answer[rule.metric][0]).items()}
    (grown,) = flows(snapshot, metric(rule.metric), rule.by, [[(rule.span.before(as_of), as_of)]])
    before = {unit: count - grown.get("hit", {}).get(unit, 0) for unit, count in now.items()}
    all_before, all_now = sum(before.values()), sum(now.values())
    for unit, count in now.items():
        was = before.get(unit, 0)
        others = Fraction(all_now - count + 1) / Fraction(all_before - was + 1)
        expected = was * others
        if count - max(expected, was) >= rule.least and count >= exact(rule.factor) * expected:
            yield unit, {"now": count, "before": was}


def _share(snapshot: Snapshot, rule: Rule, as_of: date) -> Iterator[tuple[str, Values]]:
    parts, whole = _parts(snapshot, rule, as_of)
    all_parts, all_whole = sum(parts.values()), sum(whole.values())
    for unit, of in whole.items():
        part, rest = parts.get(unit, 0), all_whole - of
        if of <= 0 or rest <= 0:
            continue
        if _stands_out(rule, part, of, all_parts - part, rest):
            share, others = Fraction(part) / Fraction(of), Fraction(all_parts - part) / Fraction(rest)
            yield unit, {"part": part, "whole": of, "share": share, "others": others}


def _stands_out(rule: Rule, part: Quantity, whole: Quantity, others_part: Quantity, others: Quantity) -> bool:
    expected = others_part * whole  # here and below times `others`: without a fraction for every unit
    excess = part * others - expected
    if rule.below is not None:
        return -excess >= rule.least * others and part * others <= exact(rule.below) * expected
    return (
        excess >= rule.least * others
        and part >= exact(rule.share) * whole
        and part * others >= exact(rule.factor) * expected
    )


def _rise(snapshot: Snapshot, rule: Rule, as_of: date) -> Iterator[tuple[str, Values]]:
    days = [rule.span.before(as_of, count) for count in range(rule.steps, -1, -1)]
    stretches = [[each] for each in pairwise(days)]
    told = [each.get("hit", {}) for each in flows(snapshot, metric(rule.metric), rule.by, stretches)]
    for unit in told[-1]:
        steps = [step.get(unit, 0) for step in told]
        if steps[-1] < rule.least:
            continue
        grows = all(after > exact(rule.each) * before for before, after in pairwise(steps))
        if grows and steps[-1] >= exact(rule.factor) * steps[0]:
            yield unit, {"first": steps[0], "last": steps[-1], "steps": len(steps)}


def _parts(snapshot: Snapshot, rule: Rule, as_of: date) -> tuple[Counts, Counts]:
    """By unit the part a rule looks at, and the whole it is a part of."""
    parts, wholes = _stretches(rule, as_of)
    part, whole = flows(snapshot, metric(rule.metric), rule.by, [parts, wholes], own_month=rule.within == "month_end")
    if rule.within:
        return part.get("hit", {}), whole.get("hit", {})
    if rule.of_metric:
        (other,) = flows(snapshot, metric(rule.of_metric), rule.by, [wholes])
        return part.get("hit", {}), other.get("hit", {})
    return part.get("hit", {}), _both(part.get("hit", {}), whole.get("miss", {}))


def _stretches(rule: Rule, as_of: date) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches of days of the part, and those of the whole."""
    if rule.within == "weekend":
        sunday = as_of - DAY * (as_of.isoweekday() % 7)
        ends = [sunday - DAY * 7 * count for count in range(rule.span.days // 7)]
        return [(day - DAY * 2, day) for day in ends], [(ends[-1] - DAY * 7, sunday)]
    if rule.within == "month_end":
        last = as_of if (as_of + DAY).day == 1 else as_of.replace(day=1) - DAY
        months = [grain("month", months_before(last, count)) for count in range(rule.span.months)]
        ends = [each.last for each in months if each.last]
        return [(day - DAY * 2, day) for day in ends], [(day.replace(day=1) - DAY, day) for day in ends]
    whole = [(rule.span.before(as_of), as_of)]
    return whole, whole


def _both(one: Counts, other: Counts) -> Counts:
    return {unit: one.get(unit, 0) + other.get(unit, 0) for unit in {**one, **other}}


def _by_unit(answer: Answer) -> dict[str, Total]:
    return {next(iter(group.key.values())): group.total for group in answer.groups}


def _namer(snapshot: Snapshot, rule: Rule, day: date, unit: str) -> Callable[[str], str]:
    known = registers(snapshot)
    return lambda lang: known.name(dimension(rule.by), unit, day, lang)


def _always(name: str) -> Callable[[str], str]:
    return lambda lang: name


def _shown(value: Quantity) -> str:
    return f"{percent(value, 1)} %" if isinstance(value, Fraction) else f"{value:,}"


_JUDGES: dict[str, Callable[[Snapshot, Rule, date], Iterator[tuple[str, Values]]]] = {
    "growth": _growth,
    "share": _share,
    "rise": _rise,
}

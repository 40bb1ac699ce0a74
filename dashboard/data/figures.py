"""Figures asked of the warehouse: few queries a page, each for many metrics and windows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard.address import PLACES
from dashboard.data.kept import Kept
from dashboard.data.periods import named, reach, window_of
from dashboard.data.visit import Visit
from dashboard.reading import Reading
from warehouse import (
    Answer,
    Metric,
    Period,
    Window,
    ask_windows,
    attention,
    dimension,
    earlier,
    last_year,
    metric,
    policy_dates,
    span,
)
from warehouse import grain as grain_of

GRAINS = ("month", "week")
BACK = {"month": 23, "week": 25}
# What a page divides by; the lower of two places, once the higher is chosen.
KINDS = ("item_1", "item_2", "item_3", "channel", "source_system", "department")
# The rate that knows which cases are not due yet.
DUE = "case_completion_rate"
_findings = Kept(attention)


@dataclass(frozen=True)
class Step:
    """One step of a course; `growing` while not all of its cases are due."""

    code: str
    total: dict[str, Any]
    growing: bool = False


def readings(here: Visit, names: Sequence[str], steps: int) -> dict[str, Reading]:
    """Each metric now, a window before, a year ago, and in the `steps` windows before."""
    now, feed = window_of(here), named(here.snapshot)
    before, year_ago = earlier(now, 1, feed), last_year(now)
    course = [earlier(now, back, feed) for back in range(steps, 0, -1)] + [now]
    windows = list(dict.fromkeys(each for each in (before, year_ago, *course) if each is not None))
    found = {}
    for name, answers in within(here, names, windows).items():
        totals = {each: answer.total for each, answer in zip(windows, answers, strict=True)}
        compared = (now, before, None if _only_grows(metric(name), now) else year_ago)
        documents = [totals[each].document(here.lang) if each else None for each in compared]
        ratios = tuple(totals[each].ratio if each else None for each in course)
        found[name] = Reading(metric(name), documents[0] or {}, documents[1], documents[2], ratios)
    return found


def _only_grows(asked: Metric, shown: Window) -> bool:
    """Whether a count has been adding up since the data began: a year ago there was only less of it."""
    return asked.kind == "count" and asked.cohort is not None and shown.period is None


def divided(here: Visit, names: Sequence[str], by: Sequence[str]) -> dict[str, Answer]:
    """Each metric's answer divided by these dimensions, from one query."""
    found = ask_windows(here.snapshot, names, here.address.where, by, [window_of(here)], here.address.view)
    return {name: answers[0] for name, answers in found.items()}


def within(here: Visit, names: Sequence[str], windows: Sequence[Window]) -> dict[str, tuple[Answer, ...]]:
    """Each metric's answers in these windows, from one query."""
    return ask_windows(here.snapshot, names, here.address.where, (), windows, here.address.view)


def weekly(here: Visit, name: str, by: str, weeks: int) -> tuple[list[Period], list[Answer]]:
    """The last whole weeks before the page's day, oldest first, and the metric's answer by a dimension in each."""
    as_of = window_of(here).as_of
    last = as_of - timedelta(days=as_of.isoweekday() % 7)
    steps = [grain_of("week", last - timedelta(weeks=back)) for back in range(weeks - 1, -1, -1)]
    windows = [Window(step, as_of) for step in steps]
    found = ask_windows(here.snapshot, [name], here.address.where, [by], windows, here.address.view)
    return steps, list(found[name])


def needs(here: Visit) -> list[dict[str, Any]]:
    """What the attention rules find as of the page's day, in words and numbers."""
    return [finding.document(here.lang) for finding in _findings(here.snapshot, window_of(here).as_of)]


def dividing(here: Visit) -> list[str]:
    """What a page can be divided by: places below the chosen one, then kinds that are no filter yet."""
    chosen = [name for name in PLACES if name in here.address.where]
    below = PLACES[PLACES.index(chosen[-1]) + 1 :] if chosen else PLACES
    return [name for name in (*below, *KINDS) if name not in here.address.where]


def chosen(here: Visit) -> str:
    """The dimension of the address, else the next place down."""
    named = [name for name in here.address.by if not dimension(name).grain]
    return named[0] if named else dividing(here)[0]


def place_below(here: Visit) -> str:
    """The place that a list of places names: streets, within a street its communities."""
    return PLACES[2] if PLACES[1] in here.address.where or PLACES[2] in here.address.where else PLACES[1]


def chosen_grain(here: Visit) -> str:
    """Month or week, as the address says, else month."""
    return next((name for name in here.address.by if name in GRAINS), GRAINS[0])


def trend(here: Visit, names: Sequence[str], kind: str) -> dict[str, Answer]:
    """Each metric's answer by month or week over the last two years or half year of the page's period."""
    shown = Window(stretch(here, kind), window_of(here).as_of)
    found = ask_windows(here.snapshot, names, here.address.where, [kind], [shown], here.address.view)
    return {name: answers[0] for name, answers in found.items()}


def course(here: Visit, name: str, kind: str) -> list[Step]:
    """A metric by month or week; of a stock, which has no time of its own, as of the end of each step."""
    asked = metric(name)
    if asked.cohort is None:
        ends = list(_ends(stretch(here, kind), kind))
        told = within(here, [name], [Window(None, last) for _, last in ends])[name]
        return [Step(code, each.total.document(here.lang)) for (code, _), each in zip(ends, told, strict=True)]
    beside = DUE if asked.cohort == metric(DUE).cohort and asked.kind == "ratio" else name
    found = trend(here, list({name: None, beside: None}), kind)
    return [
        Step(group.key[kind], group.total.document(here.lang), bool(due.total.of("pending")) and beside == DUE)
        for group, due in zip(found[name].groups, found[beside].groups, strict=True)
    ]


def policies(here: Visit, kind: str) -> list[tuple[str, date, str]]:
    """The policies that began within the trend: the step they fall into, their days and titles."""
    reached = stretch(here, kind)
    assert reached.first and reached.last
    found = policy_dates(here.snapshot, reached.first, reached.last)
    return [(grain_of(kind, day).code or "", day, title) for day, title in found]


def stretch(here: Visit, kind: str) -> Period:
    """From the first to the last day of a trend: it ends with the last month that holds cases."""
    shown, reached = window_of(here), reach(here.snapshot)
    last = min(shown.period.last, shown.as_of) if shown.period and shown.period.last else shown.as_of
    if reached is None:
        return span(last, last)
    last = max(min(last, reached[1]), reached[0])
    opening = grain_of(kind, reached[0]).first or reached[0]
    return span(max(_back(Window(grain_of(kind, last), last), BACK[kind]), opening), last)


def _ends(shown: Period, kind: str) -> Iterator[tuple[str, date]]:
    """Each step of a stretch with its last day, the stretch's own at the latest."""
    day, last = shown.first, shown.last
    while day and last and day <= last:
        step = grain_of(kind, day)
        yield step.code or "", min(step.last or last, last)
        day = step.stop


def _back(step: Window, steps: int) -> date:
    before = earlier(step, steps)
    assert before and before.period and before.period.first
    return before.period.first

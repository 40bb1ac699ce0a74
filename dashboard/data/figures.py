"""Figures asked of the warehouse: few queries a page, each for many metrics and windows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dashboard.address import PLACES
from dashboard.data.visit import Visit
from dashboard.reading import Reading
from warehouse import (
    Answer,
    Period,
    Snapshot,
    Window,
    ask_windows,
    attention,
    dimension,
    earlier,
    last_year,
    metric,
    policy_dates,
    registers,
    span,
    window,
)
from warehouse import grain as grain_of

GRAINS = ("month", "week")
BACK = {"month": 23, "week": 25}
CHOICES, QUARTERS = 36, 8
# What a page divides by; the lower of two places, once the higher is chosen.
KINDS = ("item_1", "item_2", "item_3", "channel", "source_system", "department")


@dataclass(frozen=True)
class Known:
    """The reach of a snapshot's data, and the codes of the periods in it."""

    first_day: date | None
    data_until: datetime
    periods: tuple[str, ...]


def window_of(here: Visit) -> Window:
    """The period and the as-of day that a page shows."""
    return window(here.snapshot, here.address.question("reported_count"))


def readings(here: Visit, names: Sequence[str], steps: int) -> dict[str, Reading]:
    """Each metric now, a window before, a year ago, and in the `steps` windows before."""
    now, feed = window_of(here), periods(here.snapshot)
    before, year_ago = earlier(now, 1, feed), last_year(now)
    course = [earlier(now, back, feed) for back in range(steps, 0, -1)] + [now]
    windows = list(dict.fromkeys(each for each in (before, year_ago, *course) if each is not None))
    found = {}
    for name, answers in within(here, names, windows).items():
        totals = {each: answer.total for each, answer in zip(windows, answers, strict=True)}
        documents = [totals[each].document(here.lang) if each else None for each in (now, before, year_ago)]
        ratios = tuple(totals[each].ratio if each else None for each in course)
        found[name] = Reading(metric(name), documents[0] or {}, documents[1], documents[2], ratios)
    return found


def divided(here: Visit, names: Sequence[str], by: Sequence[str]) -> dict[str, Answer]:
    """Each metric's answer divided by these dimensions, from one query."""
    found = ask_windows(here.snapshot, names, here.address.where, by, [window_of(here)], here.address.view)
    return {name: answers[0] for name, answers in found.items()}


def within(here: Visit, names: Sequence[str], windows: Sequence[Window]) -> dict[str, tuple[Answer, ...]]:
    """Each metric's answers in these windows, from one query."""
    return ask_windows(here.snapshot, names, here.address.where, (), windows, here.address.view)


def needs(here: Visit) -> list[dict[str, Any]]:
    """What the attention rules find as of the page's day, in words and numbers."""
    return [finding.document(here.lang) for finding in attention(here.snapshot, window_of(here).as_of)]


def periods(snapshot: Snapshot) -> tuple[Period, ...]:
    """The periods that the city itself has named."""
    return tuple(registers(snapshot).periods.values())


def dividing(here: Visit) -> list[str]:
    """What a page can be divided by: places below the chosen one, then kinds that are no filter yet."""
    chosen = [name for name in PLACES if name in here.address.where]
    below = PLACES[PLACES.index(chosen[-1]) + 1 :] if chosen else PLACES
    return [name for name in (*below, *KINDS) if name not in here.address.where]


def chosen(here: Visit) -> str:
    """The dimension of the address, else the next place down."""
    named = [name for name in here.address.by if not dimension(name).grain]
    return named[0] if named else dividing(here)[0]


def chosen_grain(here: Visit) -> str:
    """Month or week, as the address says, else month."""
    return next((name for name in here.address.by if name in GRAINS), GRAINS[0])


def names(here: Visit, units: Mapping[str, str]) -> dict[str, str]:
    """Units by their dimension in words; a code that no register has stays a code."""
    known, day = registers(here.snapshot), here.address.as_of or here.snapshot.data_day
    return {name: known.name(dimension(name), code, day, here.lang) for name, code in units.items()}


def span_of(here: Visit) -> Known:
    """From when to when the data reaches, and the periods a reader can choose, the latest first."""
    first, last = registers(here.snapshot).first_day(here.snapshot), here.snapshot.data_day
    named = [each.code for each in periods(here.snapshot) if each.code and each.first and each.first <= last]
    return Known(
        first,
        datetime.fromisoformat(here.snapshot.record["data_until"]),
        tuple(dict.fromkeys([*named[::-1], *_calendar(first, last)])),
    )


def trend(here: Visit, names: Sequence[str], kind: str) -> dict[str, Answer]:
    """Each metric's answer by month or week over the last two years or half year of the page's period."""
    shown = Window(_stretch(here, kind), window_of(here).as_of)
    found = ask_windows(here.snapshot, names, here.address.where, [kind], [shown], here.address.view)
    return {name: answers[0] for name, answers in found.items()}


def policies(here: Visit, kind: str) -> list[tuple[str, str]]:
    """The policies that began within the trend: the step they fall into, and their titles."""
    stretch = _stretch(here, kind)
    assert stretch.first and stretch.last
    found = policy_dates(here.snapshot, stretch.first, stretch.last)
    return [(grain_of(kind, day).code or "", title) for day, title in found]


def units_above(here: Visit) -> dict[str, str]:
    """The places chosen, with those that lie above them, from the top down."""
    known, where = registers(here.snapshot), dict(here.address.where)
    for name in reversed(PLACES):
        for unit in known.units.get(name, {}).get(where.get(name, ""), []):
            where |= {above: code for above, code in unit.above.items() if code and above not in where}
    return {name: where[name] for name in PLACES if name in where}


def _calendar(first: date | None, last: date) -> list[str]:
    """The years, quarters and months of the data: the longest first, of each the latest first."""
    months: list[date] = []
    day = last.replace(day=1)
    while len(months) < CHOICES and (not months or first is None or day >= first.replace(day=1)):
        months.append(day)
        day = (day - timedelta(days=1)).replace(day=1)
    quarters = dict.fromkeys(f"{each.year}-Q{(each.month + 2) // 3}" for each in months)
    return [
        *dict.fromkeys(f"{each.year}" for each in months),
        *list(quarters)[:QUARTERS],
        *(f"{each:%Y-%m}" for each in months),
    ]


def _stretch(here: Visit, kind: str) -> Period:
    shown = window_of(here)
    first_known = registers(here.snapshot).first_day(here.snapshot)
    last = min(shown.period.last, shown.as_of) if shown.period and shown.period.last else shown.as_of
    first = _back(Window(grain_of(kind, last), last), BACK[kind])
    return span(max(first, _opening(kind, first_known, first)), last)


def _back(step: Window, steps: int) -> date:
    before = earlier(step, steps)
    assert before and before.period and before.period.first
    return before.period.first


def _opening(kind: str, first_known: date | None, otherwise: date) -> date:
    opening = grain_of(kind, first_known).first if first_known else None
    return opening or otherwise

"""Which periods hold cases: what a reader can choose, where a trend ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.data.kept import Kept
from dashboard.data.visit import Visit
from warehouse import Period, Snapshot, Window, ask_windows, grain, registers, window

CHOICES, QUARTERS = 36, 8


@dataclass(frozen=True)
class Known:
    """The reach of a snapshot's data, and the periods in it: their codes, with titles where a register has them."""

    first_day: date | None
    data_until: datetime
    periods: tuple[tuple[str, str | None], ...]


def window_of(here: Visit) -> Window:
    """The period and the as-of day that a page shows."""
    return window(here.snapshot, here.address.question("reported_count"))


def months(snapshot: Snapshot) -> tuple[Period, ...]:
    """The months in which cases were reported, oldest first; asked once for each generation."""
    return _months(snapshot)


def named(snapshot: Snapshot) -> tuple[Period, ...]:
    """The periods that the city itself has named."""
    return tuple(registers(snapshot).periods.values())


def holds_cases(here: Visit) -> bool:
    """Whether any case of the city was reported in the page's period."""
    shown = window_of(here)
    first = shown.period.first if shown.period and shown.period.first else date.min
    last = shown.period.last if shown.period and shown.period.last else date.max
    return any(_first(each) <= min(last, shown.as_of) and first <= _last(each) for each in months(here.snapshot))


def reach(snapshot: Snapshot) -> tuple[date, date] | None:
    """The first day of the first month with cases and the last day of the last; None without cases."""
    held = months(snapshot)
    return (_first(held[0]), _last(held[-1])) if held else None


def span_of(here: Visit) -> Known:
    """From when to when the data reaches, and the periods to choose from: months first, the latest first."""
    until, reached = datetime.fromisoformat(here.snapshot.record["data_until"]), reach(here.snapshot)
    feed = [(each.code, each.title) for each in named(here.snapshot)[::-1] if each.code and _within(each, reached)]
    calendar = [(code, None) for code in _calendar(months(here.snapshot)[::-1])]
    return Known(reached[0] if reached else None, until, tuple(dict.fromkeys([*calendar, *feed])))


def _held(snapshot: Snapshot) -> tuple[Period, ...]:
    asked = ask_windows(snapshot, ["reported_count"], {}, ["month"], [Window(None, snapshot.data_day)])
    codes = [group.key["month"] for group in asked["reported_count"][0].groups if group.total.rows]
    return tuple(grain("month", date.fromisoformat(f"{code}-01")) for code in codes)


_months = Kept(_held)


def _within(period: Period, reached: tuple[date, date] | None) -> bool:
    if reached is None or period.first is None:
        return False
    return period.first <= reached[1] and (period.last is None or reached[0] <= period.last)


def _calendar(latest_first: Sequence[Period]) -> list[str]:
    """The months that hold cases, then their quarters and years, of each the latest first."""
    firsts = [_first(each) for each in latest_first[:CHOICES]]
    quarters = dict.fromkeys(f"{each.year}-Q{(each.month + 2) // 3}" for each in firsts)
    years = dict.fromkeys(f"{each.year}" for each in firsts)
    return [*(f"{each:%Y-%m}" for each in firsts), *list(quarters)[:QUARTERS], *years]


def _first(month: Period) -> date:
    assert month.first
    return month.first


def _last(month: Period) -> date:
    assert month.last
    return month.last

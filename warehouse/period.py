"""Periods and windows of time, and the earlier ones they are compared with.

Windows are compared at the same age: the as-of day moves as far back as the period does, so that a
half-grown month meets a half-grown month. The last day of a month stands for the last day of any other
(29 February a year earlier: 28 February). Calendar periods and whole months step by months; weeks, odd
spans and periods of the feed by days. A window without period steps by months, of stocks and of
everything to date alike.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from warehouse.errors import BadQuestion

CALENDAR = re.compile(r"(\d{4})(?:-(?:Q([1-4])|W(\d{2})|(\d{2})))?")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included; None is open; `code` is None for a span without a name."""

    code: str | None
    kind: str
    first: date | None
    last: date | None
    title: str | None = None

    @property
    def stop(self) -> date | None:
        """The first day after the period."""
        return self.last + DAY if self.last and self.last < date.max else None


@dataclass(frozen=True)
class Window:
    """A period, or everything, as of the end of a day."""

    period: Period | None
    as_of: date


def calendar(code: str) -> Period | None:
    """The period 2024, 2024-Q2, 2024-05 or 2024-W07; None where the text is none of them."""
    found = CALENDAR.fullmatch(code)
    if found is None or not 1 <= int(found[1]) < 9999:
        return None
    year, quarter, week, month = (int(part) if part else None for part in found.groups())
    assert year is not None
    if week is not None:
        return _week(code, year, week)
    if month is not None:
        return _months(code, "month", year, month, 1) if 1 <= month <= 12 else None
    return _months(code, "quarter", year, quarter * 3 - 2, 3) if quarter else _months(code, "year", year, 1, 12)


def span(first: date | None, last: date | None) -> Period:
    """A period between two days, either of which may be open."""
    if first and last and last < first:
        raise BadQuestion(f"the period ends on {last}, before it starts on {first}")
    return Period(None, "span", first, last)


def grain(kind: str, day: date) -> Period:
    """The month, ISO week or day that holds `day`."""
    if kind == "day":
        return Period(day.isoformat(), "day", day, day)
    if kind == "week":
        year, week, _ = day.isocalendar()
        return Period(f"{year:04}-W{week:02}", "week", day - DAY * day.weekday(), day + DAY * (6 - day.weekday()))
    return _months(f"{day.year:04}-{day.month:02}", "month", day.year, day.month, 1)


def earlier(window: Window, steps: int = 1, feed: tuple[Period, ...] = ()) -> Window | None:
    """The window `steps` periods before, at the same age; None where there is none to compare with."""
    period = window.period
    if period is None:
        return replace(window, as_of=months_before(window.as_of, steps))
    if period.first is None or period.last is None:
        return None
    if period.code is not None and calendar(period.code) != period and period.kind != "day":
        return _in_feed(window, period, steps, feed)
    if months := _whole_months(period):
        return _shifted(window, months * steps)
    length = (period.last - period.first + DAY) * steps
    moved = grain(period.kind, period.first - length) if period.kind in ("week", "day") else None
    return Window(moved or span(period.first - length, period.last - length), window.as_of - length)


def last_year(window: Window) -> Window | None:
    """The same window a year earlier, at the same age; a week's is the week of that number."""
    period = window.period
    if period is not None and (period.first is None or period.last is None):
        return None
    if period is not None and period.kind == "week" and period.first:
        year, week, _ = period.first.isocalendar()
        moved = _week(f"{year - 1:04}-W{min(week, 52):02}", year - 1, min(week, 52))
        return Window(moved, window.as_of - (period.first - moved.first)) if moved and moved.first else None
    return _shifted(window, 12)


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier; the last day of a month stands for the last day of any."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    length = monthrange(year, month + 1)[1]
    whole = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if whole else min(day.day, length))


def _shifted(window: Window, months: int) -> Window:
    period, as_of = window.period, months_before(window.as_of, months)
    if period is None or period.first is None or period.last is None:
        return Window(period, as_of)
    if _whole_months(period):
        first, last = months_before(period.first, months), months_before(period.last, months)
        return Window(_renamed(period, first, last), as_of)
    return Window(
        span(_same_day(period.first, months), _same_day(period.last, months)), _same_day(window.as_of, months)
    )


def _same_day(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _renamed(period: Period, first: date, last: date) -> Period:
    codes = {
        "month": f"{first:%Y-%m}",
        "quarter": f"{first:%Y}-Q{(first.month + 2) // 3}",
        "year": f"{first:%Y}",
    }
    return Period(codes.get(period.kind), period.kind, first, last)


def _whole_months(period: Period) -> int:
    if not period.first or not period.last or period.first.day != 1 or period.stop is None or period.stop.day != 1:
        return 0
    return (period.stop.year - period.first.year) * 12 + period.stop.month - period.first.month


def _in_feed(window: Window, period: Period, steps: int, feed: tuple[Period, ...]) -> Window | None:
    kin = sorted((each for each in feed if each.kind == period.kind), key=lambda each: str(each.first))
    before = [each for each in kin if each.first and period.first and each.first < period.first]
    if len(before) < steps or not period.first or not period.last:
        return None
    found = before[-steps]
    assert found.first and found.last
    if window.as_of >= period.last:
        return Window(found, found.last + (window.as_of - period.last))
    return Window(found, min(found.first + (window.as_of - period.first), found.last))


def _week(code: str, year: int, week: int) -> Period | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Period(code, "week", monday, monday + 6 * DAY)


def _months(code: str, kind: str, year: int, month: int, count: int) -> Period:
    last = month + count - 1
    return Period(code, kind, date(year, month, 1), date(year, last, monthrange(year, last)[1]))

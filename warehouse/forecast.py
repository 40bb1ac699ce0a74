"""When all enclaves will be done: at the pace of the last weeks, between the fastest and the slowest stretch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from warehouse.ask import ask_windows
from warehouse.enclave import first_acceptance
from warehouse.period import Window
from warehouse.question import EVERYTHING, Scope
from warehouse.rules import pace as rule
from warehouse.snapshot import Snapshot

DONE = "enclave_completion_rate"
WEEK = timedelta(weeks=1)
DRAWN = 26  # weeks; a course that goes on for longer is cut
NOTHING = Fraction(0)
FARTHEST = 9_000  # weeks; whatever takes longer has no day


@dataclass(frozen=True)
class Pace:
    """So many enclaves a week, and the day on which the rest would be done; None where that day never comes."""

    a_week: Fraction
    on: date | None


@dataclass(frozen=True)
class Forecast:
    """What is left as of a day, from how many weeks the paces are taken, and the three of them; none where the
    acceptances have not gone on for long enough."""

    as_of: date
    done: int
    left: int
    weeks: int
    stretch: int
    usual: Pace | None = None
    fastest: Pace | None = None
    slowest: Pace | None = None

    def course(self) -> list[tuple[date, list[Fraction]]]:
        """Week by week how many would be done at the usual, the fastest and the slowest pace, until all are."""
        paces = [each for each in (self.usual, self.fastest, self.slowest) if each]
        if not paces or not paces[0].on:
            return []
        ends = [each.on for each in paces if each.on]
        weeks = min(ceil((max(ends) - self.as_of) / WEEK), DRAWN)
        whole = Fraction(self.done + self.left)
        return [
            (self.as_of + WEEK * week, [min(whole, self.done + max(each.a_week, NOTHING) * week) for each in paces])
            for week in range(weeks + 1)
        ]


def forecast(snapshot: Snapshot, where: Mapping[str, str], as_of: date, scope: Scope = EVERYTHING) -> Forecast | None:
    """The forecast of the enclaves that the filters leave; None where there are none or all are done."""
    begun, held = first_acceptance(snapshot), rule()
    lived = (as_of - begun) // WEEK if begun else 0
    weeks = max(0, min(held.weeks, lived))
    windows = [Window(None, as_of - WEEK * back) for back in range(weeks + 1)]
    totals = [each.total for each in ask_windows(snapshot, [DONE], where, (), windows, scope=scope)[DONE]]
    done, left = int(totals[0].of("hit")), int(totals[0].of("miss"))
    if not left:
        return None
    if weeks < held.stretch:
        return Forecast(as_of, done, left, weeks, held.stretch)
    counts = [int(total.of("hit")) for total in totals]
    usual = Fraction(counts[0] - counts[-1], weeks)
    runs = _runs(counts, held.stretch)
    # Of weeks that no number of stretches fills, the whole may be faster or slower than every stretch.
    found = [Pace(each, _day(each, left, as_of)) for each in (usual, max(usual, *runs), min(usual, *runs))]
    return Forecast(as_of, done, left, weeks, held.stretch, *found)


def _runs(counts: Sequence[int], stretch: int) -> list[Fraction]:
    """What each stretch of weeks in a row gained a week; `counts` goes back from the day."""
    return [Fraction(now - then, stretch) for now, then in zip(counts, counts[stretch:], strict=False)]


def _day(a_week: Fraction, left: int, as_of: date) -> date | None:
    if a_week * FARTHEST < left:
        return None
    return as_of + timedelta(days=ceil(left / a_week * 7))

"""What follows for units of one group from each other: places, certainty, progress.

Places go by the figure as it is published (two decimals, half-up), so that nobody is ranked by what nobody can see.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from warehouse.answer import Total
from warehouse.metric import Metric
from warehouse.peers import groups
from warehouse.pooling import Funnel, Pool, pool
from warehouse.ranks import Comparison, Rate, competition
from warehouse.statistics import rounded
from warehouse.targets import SIGN

PUBLISHED_PLACES = 2
MINUTES = 60
Reason = Literal["empty", "few_cases", "no_direction"]
Totals = Mapping[str, Total]
Values = Mapping[str, Fraction]


@dataclass(frozen=True)
class Place:
    """A place among so many; of a rate also the places it may have, and the band of those not told apart."""

    rank: int
    tied: bool
    of: int
    interval: tuple[int, int] | None = None
    band: int | None = None


@dataclass(frozen=True)
class Judged:
    """A unit among its like: its place or the reason why it has none, and what the common rate says of it."""

    place: Place | None = None
    reason: Reason | None = None
    shrunk: Fraction | None = None
    funnel: Funnel | None = None


@dataclass(frozen=True)
class Progress:
    """The change since the window before, whether it is one for the better, and its place."""

    before: Fraction
    change: Fraction
    better: bool
    place: Place | None


def value_of(total: Total) -> Fraction | None:
    """The rate, the count, or the hours of the first percentile; None where nothing is there to be told."""
    uncounted = total.metric.kind == "count" and not total.rows and not total.metric.state.events
    if total.state != "ok" or uncounted:
        return None
    if total.metric.kind != "percentile":
        return total.ratio
    minutes = total.ranks.get(total.metric.points[0])
    return None if minutes is None else Fraction(minutes, MINUTES)


def published(asked: Metric, value: Fraction) -> Fraction:
    """The figure as people see it: of a rate in percent, else as it is."""
    return rounded(value * (100 if asked.kind == "ratio" else 1), PUBLISHED_PLACES)


def judge(asked: Metric, totals: Totals) -> tuple[Pool | None, dict[str, Judged]]:
    """What the group's rates have in common (None of other figures), and each unit among them."""
    told = {code: value for code, total in totals.items() if (value := value_of(total)) is not None}
    ranked = {code: value for code, value in told.items() if _enough(totals[code])}
    found = {code: Judged(reason="few_cases" if code in told else "empty") for code in totals}
    for code, place in placed(asked, ranked).items():
        found[code] = Judged(place)
    if not SIGN[asked.better]:
        found |= {code: Judged(reason="no_direction") for code in ranked}
    if asked.kind != "ratio" or not told:
        return None, found
    rates = {code: Rate(totals[code].of("hit"), totals[code].n) for code in told}
    _compare({code: rates[code] for code in ranked}, found)
    common = pool(list(rates.values()))
    limits = groups().standing
    for code, rate in rates.items():
        funnel = common.funnel(rate, limits.warn, limits.alarm)
        found[code] = replace(found[code], shrunk=common.shrunk(rate), funnel=funnel)
    return common, found


def judge_one(asked: Metric, totals: Totals, code: str) -> tuple[Fraction | None, Judged]:
    """The common rate of the group and one unit in it, as `judge` has it, without the places of all others."""
    told = {each: total for each, total in totals.items() if value_of(total) is not None}
    whole = sum(total.n for total in told.values())
    common = (
        Fraction(sum(total.of("hit") for total in told.values()), whole) if asked.kind == "ratio" and whole else None
    )
    if code not in told or not _enough(told[code]) or not SIGN[asked.better]:
        reason: Reason = "empty" if code not in told else "no_direction" if _enough(told[code]) else "few_cases"
        return common, Judged(reason=reason)
    ranked = {each: total for each, total in told.items() if _enough(total)}
    places = placed(asked, {each: value_of(total) or Fraction(0) for each, total in ranked.items()})
    if asked.kind != "ratio":
        return common, Judged(places[code])
    rates = [Rate(total.of("hit"), total.n) for total in ranked.values()]
    compared = Comparison(rates, [places[each].rank for each in ranked], groups().standing.square)
    return common, Judged(replace(places[code], interval=compared.interval(list(ranked).index(code))))


def progress(asked: Metric, totals: Totals, earlier: Totals) -> dict[str, Progress]:
    """How each unit that was told in both windows has moved; placed where both rest on enough cases."""
    moved: dict[str, Progress] = {}
    for code, total in totals.items():
        now, before = value_of(total), value_of(earlier[code]) if code in earlier else None
        if now is not None and before is not None:
            change = now - before
            moved[code] = Progress(before, change, change * SIGN[asked.better] > 0, None)
    firm = {code: each.change for code, each in moved.items() if _enough(totals[code]) and _enough(earlier[code])}
    for code, place in placed(asked, firm).items():
        moved[code] = replace(moved[code], place=place)
    return moved


def placed(asked: Metric, values: Values) -> dict[str, Place]:
    """The places of figures of that metric, the best first; none of a metric without direction."""
    sign = SIGN[asked.better]
    if not sign:
        return {}
    ranks = competition([published(asked, value) * sign for value in values.values()])
    times = Counter(ranks)
    return {code: Place(rank, times[rank] > 1, len(ranks)) for code, rank in zip(values, ranks, strict=True)}


def _compare(rates: Mapping[str, Rate], found: dict[str, Judged]) -> None:
    """Adds intervals and bands to the places of rates."""
    known = [(code, place) for code in rates if (place := found[code].place)]
    if not known:
        return
    places = [place.rank for _, place in known]
    compared = Comparison([rates[code] for code, _ in known], places, groups().standing.square)
    for (code, place), interval, band in zip(known, compared.intervals(), compared.bands(), strict=True):
        found[code] = replace(found[code], place=replace(place, interval=interval, band=band))


def _enough(total: Total) -> bool:
    """Whether a figure rests on so many cases that it may be ranked; a count rests on itself."""
    return total.metric.kind == "count" or total.n >= groups().standing.min_rank_cases

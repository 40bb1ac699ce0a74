"""How numbers are written: compact for the eye, exact for the hand, never 0 for what is missing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal

from warehouse import percent as percent_of
from warehouse.text import text

MISSING = "—"
REGION = {"zh": "zh_CN", "en": "en_US"}
WHOLE_BELOW = 10_000
CREDIT_DIGITS = 1
UNITS = {"percent": " %", "count": "", "duration": " h"}
Total = Mapping[str, Any]
# Counts credited by share of the case are written "p/q" in a document.
Number = int | float | str | Fraction


def count(number: Number | None) -> int | Fraction:
    """A count of a document as a number to reckon with; nothing counted is 0."""
    if number is None or isinstance(number, int):
        return number or 0
    value = Fraction(str(number))
    return value.numerator if value.denominator == 1 else value


def exact(number: Number | None, lang: str) -> str:
    """All digits, grouped: 6,070,000; a credited count with one decimal."""
    if number is None:
        return MISSING
    value = count(number)
    if isinstance(value, int):
        return f"{value:,}"  # both languages group so, and tables hold hundreds of counts
    return str(format_decimal(_decimal(value, CREDIT_DIGITS), format="#,##0.0", locale=_locale(lang)))


def compact(number: Number | None, lang: str) -> str:
    """607万 or 6.07M; below ten thousand all digits."""
    if number is None or abs(count(number)) < WHOLE_BELOW:
        return exact(number, lang)
    return str(format_compact_decimal(_decimal(Fraction(count(number)), 0), locale=_locale(lang), fraction_digits=2))


def percent(total: Total) -> str:
    """96.81 %, or — where there is nothing to divide by."""
    value = total.get("value")
    return f"{value['percent']} %" if value and value.get("percent") is not None else MISSING


def shown(total: Total, shown_as: str, lang: str) -> str:
    """The figure of a total as its metric is shown."""
    if total["state"] != "ok":
        return MISSING
    if shown_as == "percent":
        return percent(total)
    if shown_as == "duration":
        return " / ".join(point["shown"] for point in total["value"].values() if point)
    return compact(total["numerator"], lang)


def shown_exactly(total: Total, shown_as: str, lang: str) -> str:
    """The figure of a total with all digits: 96.81 %, 6,070,000."""
    known = total["state"] == "ok"
    return exact(total["numerator"], lang) if known and shown_as == "count" else shown(total, shown_as, lang)


def parts(total: Total, lang: str) -> str:
    """607万 / 627万: what was divided by what."""
    if total["denominator"] is None:
        return exact(total["numerator"], lang)
    return f"{compact(total['numerator'], lang)} / {compact(total['denominator'], lang)}"


def exact_parts(total: Total, lang: str) -> str:
    """6,070,000 / 6,270,000."""
    if total["denominator"] is None:
        return exact(total["numerator"], lang)
    return f"{exact(total['numerator'], lang)} / {exact(total['denominator'], lang)}"


def ratio(total: Total) -> Fraction | None:
    """The exact rate, or the count itself; None where there is none."""
    if total["state"] != "ok":
        return None
    denominator = 1 if total["denominator"] is None else count(total["denominator"])
    return Fraction(count(total["numerator"]), denominator) if denominator else None


def plain(number: Number | None) -> int | float | None:
    """A count as a table sorts it and a chart draws it; a credited one with one decimal."""
    if number is None:
        return None
    value = count(number)
    return value if isinstance(value, int) else float(_decimal(value, CREDIT_DIGITS))


def points(change: Fraction, lang: str) -> str:
    """A difference of two rates: 0.60 个百分点, without its sign."""
    return f"{_decimal(abs(change) * 100, 2)} {text('words.points', lang)}"


def relative(change: Fraction) -> str:
    """A relative change of a count: 3.2 %, without its sign."""
    return f"{_decimal(abs(change) * 100, 1)} %"


def hundredths(rate: Fraction | None) -> float | None:
    """A rate as a number of percent for an axis."""
    return None if rate is None else float(percent_of(rate))


def age(data_until: datetime, now: datetime, lang: str) -> str:
    """How old the data is: 3 小时前, 2 天前."""
    hours = max(int((now - data_until) / timedelta(hours=1)), 0)
    return text("words.hours_ago", lang, n=hours) if hours < 48 else text("words.days_ago", lang, n=hours // 24)


def stamp(written: str | None) -> str:
    """A stamp of a document as people read it: 2021-05-31 23:59."""
    return written[:16].replace("T", " ") if written else MISSING


@cache
def _locale(lang: str) -> Locale:
    # Babel looks a locale's name up anew at every call, which costs more than the formatting.
    return Locale.parse(REGION[lang])


def _decimal(value: Fraction, digits: int) -> Decimal:
    step = Decimal(1).scaleb(-digits)
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP)


def amount(total: Total, shown_as: str) -> int | float | None:
    """A figure as an axis and a table take it: percent, the count, the hours of the first percentile."""
    if total["state"] != "ok":
        return None
    if shown_as == "percent":
        return hundredths(ratio(total))
    if shown_as == "count":
        return plain(total["numerator"])
    point = next(iter(total["value"].values()))
    return round(point["number"] / (60 if point["step"] == "minute" else 1), 2) if point else None


def brief(total: Total, shown_as: str, lang: str) -> str:
    """The figure by which units are ranked: of times the first percentile in hours, else as shown exactly."""
    if shown_as != "duration" or total["state"] != "ok":
        return shown_exactly(total, shown_as, lang)
    hours = amount(total, shown_as)
    return MISSING if hours is None else text("words.hours", lang, n=f"{hours:,g}")


def level(written: str | None, shown_as: str) -> float | None:
    """A decimal of a document on the same axis as such figures: 0.965 is 96.5 %."""
    return None if written is None else float(Decimal(written) * (100 if shown_as == "percent" else 1))


def levelled(written: str | None, shown_as: str, lang: str) -> str:
    """The same in words: 96.5 %, 12, 3.5 小时."""
    value = level(written, shown_as)
    if value is None:
        return MISSING
    shortest = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text("words.hours", lang, n=shortest) if shown_as == "duration" else shortest + UNITS[shown_as]

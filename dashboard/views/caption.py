"""The line under a figure: the question, the period, the as-of day, and on how many cases it rests."""

from typing import Any

from dashboard.views import numbers
from dashboard.views.words import dimension_name
from warehouse import Window, calendar
from warehouse.text import text

Document = dict[str, Any]


def caption(document: Document, lang: str) -> str:
    """办结率(按区) · 累计至今 · 截至 2021-05-31 · n = 6,270,000."""
    asked = document["question"]
    what = document["label"][lang]
    if asked["by"]:
        names = text("words.comma", lang).join(dimension_name(name, lang) for name in asked["by"])
        what = text("words.by", lang, what=what, names=names)
    period, credit = period_name(asked["period"], lang), credited(document)
    return said(what, period, asked["as_of"], document["total"]["n"], lang, credit)


def said(what: str, period: str, as_of: object, n: numbers.Number | None, lang: str, credit: bool = False) -> str:
    """A caption of its four parts; `credit` adds that cases are counted by share."""
    words = text("tile.caption", lang, what=what, period=period, as_of=as_of, n=numbers.exact(n, lang))
    return words + (text("tile.credited", lang) if credit else "")


def credited(document: Document) -> bool:
    """Whether a case counts for each of its departments by share."""
    return bool(document["question"]["view"] == "shared")


def period_name(period: Document | None, lang: str) -> str:
    """A period of a document in words; None is everything to date."""
    if period is None:
        return text("words.all", lang)
    return code_name(period["code"], lang) if period["code"] else f"{period['from'] or '…'} – {period['to'] or '…'}"


def code_name(code: str, lang: str) -> str:
    """A period's code in words: 2021年5月; one that the city named stays as it is."""
    found = calendar(code)
    if found is None or found.first is None:
        return code
    first = found.first
    n = {
        "month": first.month,
        "quarter": (first.month + 2) // 3,
        "week": first.isocalendar().week,
        "year": 0,
    }[found.kind]
    return text(f"words.{found.kind}", lang, year=code[:4], n=n)


def step_name(window: Window) -> str:
    """What a window is compared with: month, quarter, year, week, day or span."""
    if window.period is None:
        return "month"
    kind = window.period.kind
    return kind if kind in ("month", "quarter", "year", "week", "day") else "span"

"""Totals and answers as documents, for pure views."""

from fractions import Fraction
from typing import Any

from warehouse import half_up, percent

Document = dict[str, Any]


def total(hits: int, misses: int, pending: int = 0, no_due: int = 0, **bins: int) -> Document:
    """A ratio's total."""
    whole = hits + misses
    rate = Fraction(hits, whole) if whole else None
    value = (
        {"ratio": f"{hits}/{whole}", "decimal": half_up(rate, 12), "percent": percent(rate)}
        if rate is not None
        else None
    )
    return {
        "state": "ok" if whole else "empty",
        "numerator": hits,
        "denominator": whole,
        "value": value,
        "n": whole,
        "rows": whole + pending + no_due,
        "pending": pending,
        "outside": {"no_due": no_due},
        "excluded": {},
        "bins": {"closed": hits, "open": misses, "open_overdue": misses, **bins},
        "beside": {},
    }


def count(n: int) -> Document:
    """A count's total."""
    value = {"ratio": None, "decimal": str(n), "percent": None}
    return {**total(n, 0), "denominator": None, "value": value, "state": "ok"}


def no_feed(*feeds: str) -> Document:
    """A total that no feed fills."""
    return {**dict.fromkeys(total(1, 1)), "state": "no_feed", "missing_feeds": list(feeds)}


def answer(
    whole: Document,
    by: str | None = None,
    groups: dict[str, Document] | None = None,
    metric: str = "closure_rate",
) -> Document:
    """An answer's document; the groups' codes are their names."""
    parts = [{"key": {by: {"code": code, "name": f"{code}区"}}, **part} for code, part in (groups or {}).items()]
    return {
        "metric": metric,
        "kind": "ratio",
        "label": {"zh": "办结率", "en": "Closure rate"},
        "additive": True,
        "total": whole,
        "question": {
            "by": [by] if by else [],
            "where": {},
            "view": "participation",
            "period": None,
            "as_of": "2021-05-31",
        },
        "groups": parts,
    }

"""Scores and weights in words: exact numbers of a document, rounded once, half-up; a state is a word with its mark."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboard.views import numbers
from dashboard.views.words import feed_name
from warehouse import Scheme, half_up, metric, percent
from warehouse.text import has_text, text

Document = Mapping[str, Any]
MARKS = {"empty": "○", "insufficient_coverage": "◔", "blocked": "◔", "few_cases": "△", "data_quality": "◔"}
LOOK = {"empty": "", "insufficient_coverage": "watch", "blocked": "watch", "few_cases": "watch"}
DIGITS = 2


def exact(written: object) -> Fraction | None:
    """A number of a document, written as an integer, a decimal or p/q; None of none."""
    if written is None or isinstance(written, Fraction):
        return written
    above, divided, below = str(written).partition("/")
    return Fraction(int(above), int(below)) if divided else Fraction(Decimal(above))


def points(written: object, digits: int = DIGITS) -> str:
    """86.18, or —."""
    value = exact(written)
    return numbers.MISSING if value is None else half_up(value, digits)


def signed(written: object, digits: int = DIGITS) -> str:
    """+1.20 or −1.20; 0.00 has no sign."""
    told = points(written, digits)
    if told.startswith("-"):
        return "−" + told[1:]
    return f"+{told}" if told.strip("0.") and told != numbers.MISSING else told


def number(written: object, digits: int = DIGITS) -> float | None:
    """The same for an axis and for sorting."""
    value = exact(written)
    return None if value is None else float(half_up(value, digits))


def share(written: object) -> str:
    """A weight in percent without the zeros that say nothing: 12.5 %."""
    value = exact(written)
    if value is None:
        return numbers.MISSING
    told = percent(value, 2)
    return (told.rstrip("0").rstrip(".") if "." in told else told) + " %"


def measured(written: object, name: str | None) -> str:
    """A value as its metric is shown: 90.00 %, or a number; what streets and superiors give is points."""
    value = exact(written)
    if value is None:
        return numbers.MISSING
    if name and metric(name).shown_as == "percent":
        return f"{percent(value)} %"
    return half_up(value, 0 if name and value.denominator == 1 else DIGITS)


def state(name: str, lang: str) -> str:
    """A state as a mark with its word: ○ 不参评, ◔ 待定, △ 样本不足."""
    known = f"points.state_{name}"
    word = text(known, lang) if has_text(known) else name
    return f"{MARKS[name]} {word}" if name in MARKS else word


def standing(node: Document, lang: str) -> str:
    """The state of a node; of one whose feeds have no rows, which these are."""
    return missing_feeds(node, lang) if node.get("missing_feeds") else state(node["state"], lang)


def missing_feeds(node: Document, lang: str) -> str:
    """Which feeds a metric waits for."""
    names = text("words.comma", lang).join(feed_name(each, lang) for each in node["missing_feeds"])
    return text("points.no_feed", lang, feeds=names)


def label(scheme: Scheme, code: str, lang: str) -> str:
    """What a node, an adjustment or a veto of the scheme is called."""
    for each in (*scheme.nodes, *scheme.adjustments, *scheme.vetoes):
        if each.code == code:
            return label_of(each, lang)
    key = f"points.{code}"
    return text(key, lang) if has_text(key) else code


def label_of(named: Any, lang: str) -> str:
    """What a scheme calls one of its nodes, adjustments, vetoes or items of the form."""
    return {"zh": named.zh or named.en, "en": named.en or named.zh}[lang] or str(named.code)


def grade(scheme: Scheme, name: str | None, lang: str) -> str:
    """A grade in the page's language."""
    if name is None:
        return numbers.MISSING
    return next((each.en for each in scheme.grades if each.name == name and lang == "en" and each.en), name)


def nodes(subject: Document) -> dict[str, Document]:
    """The nodes of a unit by their codes."""
    return {each["code"]: each for each in subject["nodes"]}


def lost(node: Document) -> Fraction | None:
    """What the node keeps from the full score, in points of the total; None where nothing counts."""
    counted = exact(node.get("contribution"))
    return None if counted is None else (exact(node["effective_path_weight"]) or Fraction(0)) * 100 - counted


def place(subject: Document, lang: str) -> str:
    """第 2 名(并列)/ 40, or why there is no place."""
    if not subject["ranked"]:
        return state(subject["unranked_reason"] or subject["state"], lang)
    key = "points.tied" if subject["tied"] else "points.place"
    return text(key, lang, rank=subject["rank"], of=subject["rank_of"])

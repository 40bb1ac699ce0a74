"""Names in the page's language: of metrics, dimensions, feeds."""

from collections.abc import Mapping
from typing import Any

from warehouse import dimension, feeds, metric
from warehouse.feed import Label
from warehouse.text import has_text, text


def word(label: Label, lang: str) -> str:
    """A label's word in that language."""
    return label.en if lang == "en" else label.zh


def metric_name(name: str, lang: str) -> str:
    """What people call a metric."""
    return word(metric(name).label, lang)


def dimension_name(name: str, lang: str) -> str:
    """What people call a dimension."""
    return word(dimension(name).label, lang)


def value_name(dimension_: str, name: str, lang: str) -> str:
    """A value of a dimension in words, where there are words for it, else as the data has it."""
    key = f"words.{dimension_}_{name}"
    return text(key, lang) if has_text(key) else name


def unit_name(unit: Mapping[str, Any], lang: str) -> str:
    """A unit of a document with the unit above it, where that is known."""
    above = unit.get("above")
    return text("words.within_unit", lang, name=unit["name"], above=above) if above else str(unit["name"])


def shown_name(unit: Mapping[str, Any], lang: str) -> str:
    """A unit as a label shows it: with the unit above it where its name alone is not its own."""
    return unit_name(unit, lang) if unit.get("repeated") else str(unit["name"])


def feed_name(name: str, lang: str) -> str:
    """What people call a feed; one without a contract keeps its name."""
    return word(feeds()[name].label, lang) if name in feeds() else name

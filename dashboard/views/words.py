"""Names in the page's language: of metrics, dimensions, feeds."""

from warehouse import dimension, feeds, metric
from warehouse.feed import Label


def word(label: Label, lang: str) -> str:
    """A label's word in that language."""
    return label.en if lang == "en" else label.zh


def metric_name(name: str, lang: str) -> str:
    """What people call a metric."""
    return word(metric(name).label, lang)


def dimension_name(name: str, lang: str) -> str:
    """What people call a dimension."""
    return word(dimension(name).label, lang)


def feed_name(name: str, lang: str) -> str:
    """What people call a feed; one without a contract keeps its name."""
    return word(feeds()[name].label, lang) if name in feeds() else name

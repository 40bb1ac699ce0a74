"""What happened on the way of a trend: numbered on the chart, told below it."""

from collections.abc import Sequence
from datetime import date

from dash import html

from dashboard.views.figure import Mark

NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# The step that an event falls into, its day, and its words.
Told = tuple[str, date, str]


def drawn(events: Sequence[Told]) -> list[Mark]:
    """One mark a step, with the numbers of all events that fall into it."""
    numbered: dict[str, str] = {}
    for number, (at, _, _) in zip(NUMBERS, events, strict=False):
        numbered[at] = numbered.get(at, "") + number
    return [Mark(at, word, 0.94) for at, word in numbered.items()]


def legend(title: str, events: Sequence[Told]) -> html.Div | None:
    """The numbers with their days and words; None of nothing."""
    if not events:
        return None
    named = [
        html.Span(f"{number} {day.isoformat()} {words}", className="nowrap", title=words)
        for number, (_, day, words) in zip(NUMBERS, events, strict=False)
    ]
    return html.Div([html.Span(title), *named], className="marks note")

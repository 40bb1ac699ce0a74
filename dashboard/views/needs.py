"""What the attention rules found, each leading to the cases behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views.tile import tile
from warehouse.text import text

Document = dict[str, Any]
# Which list of cases shows what a rule found; the others are shown among all cases of the unit.
LISTED = {"overdue_spike": "overdue", "reopened_batch": "reworked", "month_end_closing": "closed"}
# Rules about what was reported, or closed, between their days; the others are about the whole stock.
BETWEEN = ("rising_item", "weekend_gap", "repeat_places", "relapsing_item", "auto_praise", "hollow_closing")
# Rules about what people say lead to the page that shows it.
PAGES = {"auto_praise": "/verdict", "hollow_closing": "/verdict"}
STEPS: Mapping[str, tuple[str, ...]] = {"rising_item": ("week",)}


def needs(findings: Sequence[Document], address: Address) -> html.Section:
    """What the rules found; none found is said in words."""
    lang, name = address.lang, text("overview.needs", address.lang)
    if not findings:
        words = html.Div(html.Strong(text("overview.needs_none", lang)), className="tile-words")
        return tile(name, words, state="empty")
    return tile(
        name,
        html.Div(listed(findings, address), className="needs-scroll", tabIndex=0),
        actions=[html.Span(str(len(findings)), className="chip watch")],
        kind="tile-needs",
    )


def listed(findings: Sequence[Document], address: Address) -> html.Ul:
    """One item a finding: a link to what is behind it, and its sentence."""
    items = [
        html.Li([_finding(finding, address), html.Span(finding["sentence"], className="note")]) for finding in findings
    ]
    return html.Ul(items, className="needs")


def _finding(finding: Document, address: Address) -> dcc.Link:
    words = f"{finding['title']} · {text('words.comma', address.lang).join(finding['names'])}"
    return dcc.Link(words, href=_behind(finding, address))


def _behind(finding: Document, address: Address) -> str:
    """The closure page (or the one of the rule) with the unit, the days and the list of what the rule found."""
    rule = finding["rule"]
    days = [date.fromisoformat(finding[key]) if rule in BETWEEN else None for key in ("from", "to")]
    return address.href(
        PAGES.get(rule, "/closure"),
        where={finding["by"]: finding["units"][0]},
        by=STEPS.get(rule, ()),
        period=None,
        since=days[0],
        until=days[1],
        listed=None if rule in PAGES else LISTED.get(rule, "all"),
    )

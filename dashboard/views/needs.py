"""What the attention rules found, each leading to the cases behind it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views.paths import dossier_path
from dashboard.views.tile import tile
from warehouse.text import text

Document = dict[str, Any]
# Which list of cases shows what a rule found; the others are shown among all cases of the unit.
LISTED = {"overdue_spike": "overdue", "reopened_batch": "reworked", "month_end_closing": "closed"}
# Rules about what was reported, or closed, between their days; the others are about the whole stock.
BETWEEN = ("rising_item", "weekend_gap", "repeat_places", "relapsing_item", "auto_praise", "hollow_closing")
# Rules about what people say, and about who is sent what, lead to the page that shows it.
PAGES = {
    **{"auto_praise": "/verdict", "hollow_closing": "/verdict"},
    **{"buck_passing": "/department", "own_duty_whistles": "/department"},
}
# Things that have a page of their own, and the page that lists them all.
THINGS = {"enclave": (dossier_path, "/enclaves")}
# So many findings of one rule about such things are told one by one, more of them as one.
FEW = 3
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
    """One item a finding: a link to what is behind it, and its sentence; many things of one rule are one item, last."""
    found = Counter(finding["rule"] for finding in findings if finding["by"] in THINGS)
    many = {rule: n for rule, n in found.items() if n > FEW}
    first = {finding["rule"]: finding for finding in reversed(findings)}
    items = [
        html.Li([_finding(finding, address), html.Span(finding["sentence"], className="note")])
        for finding in findings
        if finding["rule"] not in many
    ]
    return html.Ul([*items, *(_together(first[rule], n, address) for rule, n in many.items())], className="needs")


def _together(first: Document, n: int, address: Address) -> html.Li:
    words = text("overview.needs_many", address.lang, title=first["title"], n=n)
    link = dcc.Link(words, href=address.href(THINGS[first["by"]][1], where={}, by=()))
    such = text("overview.needs_such", address.lang, sentence=first["sentence"])
    return html.Li([link, html.Span(such, className="note")])


def _finding(finding: Document, address: Address) -> dcc.Link:
    words = f"{finding['title']} · {text('words.comma', address.lang).join(finding['names'])}"
    return dcc.Link(words, href=_behind(finding, address))


def _behind(finding: Document, address: Address) -> str:
    """The closure page (or the one of the rule) with the unit, the days and the list of what the rule found."""
    rule = finding["rule"]
    if finding["by"] in THINGS:
        return address.href(THINGS[finding["by"]][0](finding["units"][0]), where={}, by=())
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

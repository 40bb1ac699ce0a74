"""Case lists, and one case: what it is, what happened to it, who was sent; never its free text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.address import ONE_PAGE, Address
from dashboard.views import numbers, table
from dashboard.views.paths import case_path
from dashboard.views.tile import tile
from dashboard.views.words import dimension_name, value_name, word
from warehouse import Story, metric
from warehouse.sheets import MOST_ROWS
from warehouse.text import has_text, text

Row = Mapping[str, Any]
# What a list can hold: a bin of a metric, so that a list and a figure never differ.
LISTS = {
    "open": ("closure_rate", "open"),
    "overdue": ("case_completion_rate", "open_overdue"),
    "not_yet_due": ("case_completion_rate", "not_yet_due"),
    "no_due": ("case_completion_rate", "no_due"),
    "closed": ("closure_rate", "closed"),
    "late": ("ontime_closure_rate", "closed_late"),
    "reworked": ("rework_rate", "reworked"),
    "all": ("closure_rate", "denominator"),
}
DIMENSIONS = ("district", "street", "community", "item_1", "item_2", "item_3", "channel", "department")
STAMPS = ("reported_at", "due_at", "closed_at")
SHOWN = (
    "case_id",
    "reported_at",
    "due_at",
    "closed_at",
    "bin",
    "street",
    "community",
    "item_3",
    "channel",
    "department",
)
BLOCK = 50
# What a column takes in pixels, so that all of them fit a screen of 1,440.
ROOM = {"case_id": 140, "bin": 96, **dict.fromkeys(STAMPS, 134)}
# From so many rows on a file is not there at once.
MANY = 50_000
FACTS = (
    "district",
    "street",
    "community",
    "item_1",
    "item_2",
    "item_3",
    "channel",
    "source_system",
    "found_level",
    "department",
)


def title(case_id: str, state_: str, lang: str) -> str:
    """Which case, and how it stands."""
    return text("cases.title", lang, id=case_id, state=text(f"cases.state_{state_}", lang))


def state(told: Story) -> str:
    """closed or open."""
    return "closed" if told.case["closed_at"] else "open"


def columns(lang: str) -> list[table.Column]:
    """The columns of a case list, the case's number leading to the case."""
    return [
        table.Column(
            key,
            column_name(key, lang),
            href="href" if key == "case_id" else None,
            width=ROOM.get(key, 108),
            sortable=key != "bin",
            filtered=key == "case_id" or key in DIMENSIONS,
        )
        for key in SHOWN
    ]


def column_name(key: str, lang: str) -> str:
    """What a column of a case list is called."""
    return dimension_name(key, lang) if key in DIMENSIONS else text(f"cases.{key}", lang)


def listed(rows: Sequence[Row], which: str, address: Address, generation: int) -> list[dict[str, Any]]:
    """The rows of a list in words, each with its case's address."""
    asked = metric(LISTS[which][0])
    names = {each.name: word(each.label, address.lang) for each in asked.bins}
    return [_row(row, names, address, generation) for row in rows]


def files(which: str, total: int, address: Address, generation: int) -> html.Span:
    """How many cases the list has, and the whole of it as a workbook or a text file."""
    lang = address.lang
    words = text("cases.count", lang, n=numbers.exact(total, lang))
    slow = f" ({text('cases.slow', lang)})" if total > MANY else ""
    return html.Span([f"{words}{slow} · ", whole(which, total, address, generation)])


def whole(which: str, total: int, address: Address, generation: int) -> html.Span:
    """The links to all cases of a list."""
    name, listed_bin = LISTS[which]
    xlsx, csv = (_file(f"/export/rows/{name}.{kind}", listed_bin, address, generation) for kind in ("xlsx", "csv"))
    return table.downloads(xlsx if total <= MOST_ROWS else None, csv, address.lang)


def _file(path: str, listed_bin: str, address: Address, generation: int) -> str:
    """The list as it stands, with the filters of its columns among those of the page."""
    filters = address.column_filters()
    contains = filters.pop("case_id", None)
    where = {**address.where, **filters}
    link = address.href(path, by=(), where=where, generation=generation, **{**ONE_PAGE, "sort": address.sort})
    return f"{link}&{urlencode({'bin': listed_bin} | ({'contains': contains} if contains else {}))}"


def facts(told: Story, address: Address) -> html.Section:
    """What is known of the case."""
    lang, case = address.lang, told.case
    pairs = [(text("cases.case_id", lang), case["case_id"])]
    pairs += [
        (text(f"cases.{key}", lang), numbers.stamp(_written(case[key])))
        for key in ("reported_at", "accepted_at", "due_at", "closed_at")
    ]
    pairs += [(dimension_name(name, lang), value_name(name, told.name(name, case[name], lang), lang)) for name in FACTS]
    pairs += [
        (text("cases.excluded", lang), _excluded(case["excluded"], lang)),
        (text("cases.repeated", lang), text("words.yes" if case["repeated"] else "words.no", lang)),
    ]
    body = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs]
    return tile(text("cases.facts", lang), html.Dl(body, className="facts"), foot=text("cases.no_text", lang))


def timeline(told: Story, address: Address, cut: bool = False) -> html.Section:
    """What happened, in order; events read off the case's own stamps say so, `cut` that later ones are left out."""
    lang = address.lang
    items = [_event(told, event, lang) for event in told.events]
    derived = any(event["derived"] for event in told.events)
    notes = [text("cases.as_it_stood", lang, day=address.as_of)] if cut else []
    notes += [text("cases.derived_note", lang)] if derived else []
    foot = [html.Div(note) for note in notes]
    return tile(text("cases.timeline", lang), html.Ol(items, className="timeline"), foot=foot or None)


def not_yet(address: Address) -> html.Section:
    """What stands for a case that was reported after the page's day."""
    lang = address.lang
    said = [
        html.Strong(text("cases.later", lang, day=address.as_of)),
        html.Span(text("cases.later_hint", lang)),
    ]
    return tile(text("cases.facts", lang), html.Div(said, className="tile-words"), state="empty")


def sent(told: Story, address: Address) -> html.Section:
    """Which departments were sent, in which role."""
    lang = address.lang
    if not told.assignments:
        return tile(
            text("cases.sent", lang),
            html.Div(html.Span(text("cases.sent_none", lang)), className="tile-words"),
            state="empty",
        )
    names = [
        table.Column(key, text(f"cases.{key}", lang))
        for key in ("department", "role", "dispatched_at", "due_at", "done_at")
    ]
    rows = [
        {
            **{key: numbers.stamp(_written(each[key])) for key in ("dispatched_at", "due_at", "done_at")},
            "department": told.name("department", each["department"], lang),
            "role": text(f"cases.role_{each['role']}", lang),
        }
        for each in told.assignments
    ]
    return tile(text("cases.sent", lang), table.plain(names, rows))


def back(address: Address) -> dcc.Link:
    """The way back to the closure page with the same filters."""
    return dcc.Link(text("cases.back", address.lang), href=address.href("/closure"))


def _row(row: Row, names: Mapping[str, str], address: Address, generation: int) -> dict[str, Any]:
    written = {key: numbers.stamp(_written(value)) if key in STAMPS and value else value for key, value in row.items()}
    shared = {"share": numbers.exact(row["share"], address.lang)} if row.get("share") is not None else {}
    return {
        **written,
        **shared,
        "bin": names.get(row["bin"], row["bin"]),
        "href": address.href(case_path(row["case_id"]), generation=generation),
    }


def _event(told: Story, event: Row, lang: str) -> html.Li:
    said: list[Any] = [
        html.Time(numbers.stamp(_written(event["happened_at"]))),
        html.B(text(f"cases.kind_{event['kind']}", lang)),
    ]
    if event["kind"] != "report" and event["department"] not in (None, "unspecified"):
        said.append(" · " + told.name("department", event["department"], lang))
    if event["new_due_at"]:
        said.append(" · " + text("cases.new_due", lang, at=numbers.stamp(_written(event["new_due_at"]))))
    if event["derived"]:
        said += [" ", html.Span(text("cases.derived", lang), className="chip")]
    return html.Li(said)


def _excluded(reason: str | None, lang: str) -> str:
    if reason is None:
        return text("words.no", lang)
    return text(f"ask.excluded_{reason}", lang) if has_text(f"ask.excluded_{reason}") else reason


def _written(value: datetime | None) -> str | None:
    return value.isoformat() if value else None

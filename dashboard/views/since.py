"""What changed since the release before: a line under the cards that opens into a table."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views import needs, numbers, table
from warehouse.text import text

Document = dict[str, Any]
# What the line itself names; the table holds every figure.
NAMED = ("reported_count", "closed_count", "closure_rate", "overdue_open_count")


def since(document: Document | None, generation: int, address: Address) -> html.Section:
    """The line, and behind it every figure then and now and what is newly to be watched."""
    lang = address.lang
    if document is None:
        words = html.Div(text("since.first", lang, n=generation), className="note")
        return html.Section(words, className="since", **{"data-state": "empty"})
    summary = html.Summary([html.B(text("since.title", lang)), *_line(document, lang)])
    body = html.Div([_table(document, lang), *_findings(document, address), html.P(text("since.note", lang))])
    return html.Section(
        html.Details([summary, html.Div(body, className="since-body")]), className="since", **{"data-state": "ok"}
    )


def _line(document: Document, lang: str) -> list[Component]:
    before = document["before"]
    than = text("since.than", lang, n=before["generation"], day=before["data_until"][:10])
    known = {move["metric"]: move for move in document["moves"]}
    moved = [_moved(known[name], lang) for name in NAMED if name in known and _difference(known[name])]
    corrected = sum(move["corrected"] for move in document["moves"])
    found = document["attention"]
    chips = [
        html.Span(text(f"since.{key}", lang, n=n), className="chip watch")
        for key, n in (("corrected", corrected), ("new_count", len(found["new"])), ("gone_count", len(found["gone"])))
        if n
    ]
    told = moved or [html.Span(text("since.same", lang))]
    return [html.Span(than, className="note"), *told, *chips]


def _moved(move: Document, lang: str) -> html.Span:
    return html.Span([move["label"][lang] + " ", html.B(_change(move, lang))], **{"data-metric": move["metric"]})


def _difference(move: Document) -> Any:
    before, now = (numbers.ratio(move[name]) for name in ("before", "now"))
    return None if before is None or now is None else now - before


def _change(move: Document, lang: str) -> str:
    moved = _difference(move)
    if moved is None:
        return numbers.MISSING
    sign = "+" if moved > 0 else "−" if moved < 0 else ""
    written = numbers.exact(abs(moved), lang) if move["shown_as"] == "count" else numbers.points(moved, lang)
    return sign + written


def _table(document: Document, lang: str) -> html.Div:
    titles = {"name": "ask.metric", **{key: f"since.{key}" for key in ("before", "restated", "now", "moved")}}
    columns = [table.Column(key, text(words, lang), number=key != "name") for key, words in titles.items()]
    return table.plain(columns, [_row(move, lang) for move in document["moves"] if move["now"]["state"] != "no_feed"])


def _row(move: Document, lang: str) -> dict[str, Any]:
    figures = {key: numbers.shown_exactly(move[key], move["shown_as"], lang) for key in ("before", "restated", "now")}
    mark = f" · {text('since.corrected_mark', lang)}" if move["corrected"] else ""
    return {"name": move["label"][lang] + mark, **figures, "moved": _change(move, lang)}


def _findings(document: Document, address: Address) -> list[Component]:
    told = [(text(f"since.{name}", address.lang), found) for name, found in document["attention"].items() if found]
    return [html.Div([html.B(name), needs.listed(found, address)]) for name, found in told]

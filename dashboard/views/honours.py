"""Who is first and who has moved most: two lists side by side, neither of which counts for the other."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views import numbers, standing
from dashboard.views.caption import caption
from dashboard.views.tile import tile, unless_ok
from warehouse.text import text

Document = dict[str, Any]
SHOWN = 3
# More than this share the first places: the rest is counted.
MOST = 6


def honours(document: Document, by: str, address: Address) -> html.Section:
    """The first of each group, and beside them those named for their progress."""
    lang, name = address.lang, text("theatre.honours", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    fields = [field for field in document["groups"] if field["units"]]
    if not fields:
        words = html.Div(html.Strong(text("theatre.nobody_ranked", lang)), className="tile-words")
        return tile(name, words, state="empty")
    both = [_both(field, document, by, address, len(fields) > 1) for field in fields]
    foot = text("theatre.honours_note", lang) if document["before"] else text("overview.no_comparison", lang)
    body = html.Div(both, className="honours", tabIndex=0)
    return tile(name, body, foot=caption(document, lang) + " · " + foot)


def _both(field: Document, document: Document, by: str, address: Address, several: bool) -> html.Div:
    lang = address.lang
    first = [unit for unit in field["units"] if unit["rank"] <= SHOWN]
    known = {unit["code"]: unit for unit in standing.units(document)}
    improved = [known[code] for code in field["improved"]]
    heading = html.H3(field["label"][lang]) if several else None
    lists = [
        _list("first", [_first(unit, document, by, address) for unit in first], lang),
        _list("improved", [_improved(unit, document, by, address) for unit in improved], lang),
    ]
    return html.Div([heading, html.Div(lists, className="pair")])


def _list(key: str, rows: Sequence[html.Tr], lang: str) -> html.Table:
    shown = list(rows[:MOST]) or [_words(text("theatre.nobody", lang))]
    if len(rows) > MOST:
        shown.append(_words(text("theatre.more", lang, n=len(rows))))
    return html.Table([html.Caption(text(f"theatre.{key}", lang)), html.Tbody(shown)], className="rank")


def _words(words: str) -> html.Tr:
    return html.Tr(html.Td(words, className="muted", colSpan=3))


def _first(unit: Document, document: Document, by: str, address: Address) -> html.Tr:
    lang = address.lang
    place = standing.place(unit, document["rules"]["min_rank_cases"], lang)
    figure = numbers.brief(unit, document["shown_as"], lang)
    return _row(unit, str(unit["rank"]), figure, place, by, address)


def _improved(unit: Document, document: Document, by: str, address: Address) -> html.Tr:
    _, words, _ = standing.moved(unit, document["shown_as"], document["better"], address.lang)
    return _row(unit, str(unit["progress"]["rank"]), words, "", by, address)


def _row(unit: Document, rank: str, figure: str, hint: str, by: str, address: Address) -> html.Tr:
    link = dcc.Link(unit["name"], href=standing.deeper(by, unit["code"], address), title=unit["name"])
    return html.Tr(
        [
            html.Td(rank, className="num muted"),
            html.Td(link, className="name"),
            html.Td(html.B(figure), className="num", title=hint),
        ]
    )

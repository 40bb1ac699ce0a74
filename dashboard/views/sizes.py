"""Communities too big to be one: which are to be split, and which were, into what."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.tile import no_feed, tile
from warehouse.text import text

Document = dict[str, Any]


def sizes(document: Document, address: Address, fed: bool) -> html.Section:
    """Both lists with the rule they follow, and of how many communities the size is not known."""
    lang, name = address.lang, text("theatre.sizes", address.lang)
    if not fed:
        return no_feed(["area"], address, name)
    limit, told = document["limit"], [*document["to_split"], *document["split"]]
    rule = text("splits.rule", lang, **limit) if limit else text("splits.no_rule", lang)
    notes = [html.Div(rule)]
    if document["unknown"]:
        notes.append(html.Div(text("splits.unknown", lang, n=document["unknown"])))
    if not told:
        words = html.Div(html.Strong(text("theatre.none_to_split", lang)), className="tile-words")
        return tile(name, words, state="empty", foot=notes)
    count = text("theatre.sizes_count", lang, waiting=len(document["to_split"]), done=len(document["split"]))
    body = html.Div(table.plain(_columns(lang), _rows(document, address)), className="list-scroll", tabIndex=0)
    return tile(name, body, foot=notes, actions=[html.Span(count, className="chip")])


def _columns(lang: str) -> list[table.Column]:
    titles = {
        "name": "words.unit",
        "above": "splits.above",
        "households": "splits.households",
        "state": "theatre.state",
    }
    columns = {"name": {"href": "href"}, "households": {"number": True}, "state": {"wrap": True}}
    return [table.Column(key, text(title, lang), **columns.get(key, {})) for key, title in titles.items()]  # type: ignore[arg-type]


def _rows(document: Document, address: Address) -> list[dict[str, Any]]:
    lang = address.lang
    waiting = [_row(unit, text("splits.to_split", lang), address) for unit in document["to_split"]]
    return [*waiting, *(_row(unit, _how(unit, lang), address) for unit in document["split"])]


def _row(unit: Document, state: str, address: Address) -> dict[str, Any]:
    above = [unit[name] for name in ("district", "street") if name in unit]
    where = {name: unit[name]["code"] for name in ("district", "street") if name in unit}
    return {
        "name": unit["name"],
        "href": address.href("/theatre", by=(), where={**address.where, **where, "community": unit["code"]}),
        "above": " ".join(each["name"] for each in above),
        "households": numbers.exact(unit["households"], address.lang),
        "state": state,
    }


def _how(unit: Document, lang: str) -> str:
    parts: Sequence[Document] = unit["parts"]
    names = [text("theatre.part", lang, name=each["name"], n=numbers.exact(each["households"], lang)) for each in parts]
    return text("theatre.split_into", lang, day=unit["effective_on"], parts=text("words.comma", lang).join(names))

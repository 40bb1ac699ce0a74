"""Tiles: one frame for every finding, which says its state in words and in data-state."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views.words import feed_name
from warehouse.text import has_text, text

Child = Component | str | None


def tile(
    title: Child,
    body: Sequence[Child] | Child,
    *,
    state: str = "ok",
    foot: Sequence[Child] | Child = None,
    actions: Sequence[Child] = (),
    kind: str = "",
) -> html.Section:
    """A tile with its title, what it shows, what can be done with it, and the caption under it."""
    head = html.Div(
        [html.H2(title, className="tile-title"), html.Div(list(actions), className="tile-actions")],
        className="tile-head",
    )
    children = [head if title else None, html.Div(body, className="tile-body")]
    return html.Section(
        [*children, html.Div(foot, className="tile-foot") if foot else None],
        className=f"tile {kind}".strip(),
        **{"data-state": state},
    )


def loading(lang: str, title: str | None = None) -> html.Section:
    """What stands in a slot until the answer comes."""
    return _words("loading", text("tile.loading", lang), None, title)


def empty(lang: str, title: str | None = None) -> html.Section:
    """Nothing lies in this choice."""
    return _words("empty", text("tile.empty", lang), text("tile.empty_hint", lang), title)


def no_feed(feeds: Sequence[str], address: Address, title: str | None = None) -> html.Section:
    """The feeds this needs have no rows; says which."""
    lang = address.lang
    names = text("words.comma", lang).join(feed_name(feed, lang) for feed in feeds)
    link = dcc.Link(text("tile.no_feed_link", lang), href=address.plain("/data"))
    return _words("no_feed", text("tile.no_feed", lang, feeds=names), link, title)


def error(code: str, lang: str, detail: str = "", title: str | None = None) -> html.Section:
    """What went wrong and what to do, by the code of the refusal."""
    kind = "UNKNOWN" if code.startswith("UNKNOWN_") else "FAILED"
    key = next(f"errors.{name}" for name in (code, kind) if has_text(f"errors.{name}"))
    return _words("error", text(key, lang), detail or text("errors.hint", lang), title)


def not_found(address: Address) -> html.Section:
    """There is no page at this address; the way to the first one."""
    link = dcc.Link(text("overview.name", address.lang), href=address.plain("/"))
    return _words("error", text("errors.not_found", address.lang), link, None)


def misspelt(code: str, word: str, near: Sequence[tuple[str, str]], whole_city: str, lang: str) -> html.Section:
    """A filter that names no unit: the nearest units, each a link, and the way back to the whole city."""
    ambiguous = has_text(f"errors.{code}")
    what = text(f"errors.{code}", lang) if ambiguous else text("errors.unknown_value", lang, value=word)
    links: list[Child] = [dcc.Link(name, href=href) for name, href in near]
    body: list[Child] = [html.Strong(what)]
    if links:
        body.append(html.Span([text("errors.near", lang), *(html.Span([" ", link]) for link in links)]))
    body.append(dcc.Link(text("errors.whole_city", lang), href=whole_city))
    return tile(None, html.Div(body, className="tile-words", role="status"), state="error")


def unless_ok(total: dict[str, Any], address: Address, title: str | None = None) -> html.Section | None:
    """The tile that stands for a total without a figure; None where the figure is there."""
    if total["state"] == "no_feed":
        return no_feed(total.get("missing_feeds", ()), address, title)
    return empty(address.lang, title) if total["state"] != "ok" else None


def slot(name: str, lang: str, span: str = "span-12", title: str | None = None) -> html.Div:
    """A place for one answer, loading until it comes."""
    return html.Div(loading(lang, title), id=name, className=f"slot {span}")


def _words(state: str, what: str, hint: Child, title: str | None) -> html.Section:
    words = html.Div([html.Strong(what), html.Span(hint) if hint else None], className="tile-words", role="status")
    return tile(title, words, state=state)

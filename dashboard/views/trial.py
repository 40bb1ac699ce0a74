"""A scheme before it is approved: who would move under another version, and where totals made elsewhere differ."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, points, table
from dashboard.views.caption import period_name
from dashboard.views.tile import tile
from warehouse import Scheme
from warehouse.text import text

Document = dict[str, Any]
TRIED = ("before_rank", "after_rank", "gained", "before_score", "after_score", "change")


def trial(document: Document, at: int, scheme: Scheme, address: Address, grid: str) -> html.Section:
    """One other version on the page's period: ranks and scores of both, what one row would be worth, who is blocked."""
    lang, told = address.lang, document["scheme"]
    name = text("trial.name", lang, version=told["version"], against=document["against"]["version"])
    columns = [
        table.Column("name", text("words.unit", lang), href="href", width=164),
        *(table.Column(key, text(f"trial.{key}", lang), shown=f"{key}_words", width=92) for key in TRIED),
        table.Column("steepest", text("trial.steepest", lang), width=190),
        table.Column("state", text("audit.state", lang), look="look", width=136),
    ]
    rows = sorted(
        (_row(each, told, address) for each in document["subjects"]), key=lambda row: -abs(row["gained"] or 0)
    )
    moved = sum(bool(each["ranks_gained"]) for each in document["subjects"])
    names = {each["code"]: each["name"] for each in document["subjects"]}
    blocked = text("words.comma", lang).join(names[code] for code in document["newly_blocked"])
    foot = [
        html.Div(text("trial.foot", lang, period=period_name(document["period"], lang), moved=moved, n=len(rows))),
        html.Div(text("trial.blocked", lang, names=blocked)) if blocked else None,
        html.Div(html.Code(told["sha256"], className="mono")),
    ]
    chips = [html.Span(text(f"score.status_{told['status']}", lang), className="chip watch")]
    chips.append(html.Span(text("trial.not_kept", lang), className="chip watch"))
    body = table.grid(f"{grid}-{at}", columns, rows, lang, getRowId="params.data.code")
    return tile(name, body, foot=foot, actions=chips)


def _row(each: Document, scheme: Document, address: Address) -> dict[str, Any]:
    lang, before, after = address.lang, each["before"] or {}, each["after"]
    first = each["steepness"][0] if each["steepness"] else None
    labels = {node["code"]: node["label"][lang] for node in scheme["nodes"]}
    gained, change = each["ranks_gained"], each["score_change"]
    return {
        "code": each["code"],
        "name": each["name"],
        "href": address.href("/assessment/unit", unit=each["code"], node=None),
        **_told("before_rank", before.get("rank")),
        **_told("after_rank", after["rank"]),
        **_told("gained", gained, None if gained is None else points.signed(gained, 0)),
        **_told("before_score", points.number(before.get("score")), before.get("score")),
        **_told("after_score", points.number(after["score"]), after["score"]),
        **_told("change", points.number(change), None if change is None else points.signed(change)),
        "steepest": f"{labels[first['node']]} {first['shown']} (n={first['n']})" if first else None,
        "state": points.state(after["state"], lang),
        "look": "" if after["state"] == "ok" else "watch",
    }


def _told(key: str, value: Any, words: object = None) -> dict[str, Any]:
    return {key: value, f"{key}_words": None if value is None else str(words if words is not None else value)}


def none(lang: str) -> html.Section:
    """How a new version gets onto this page."""
    words = [html.Strong(text("trial.none", lang)), html.Span(text("trial.none_hint", lang))]
    return tile(text("trial.title", lang), html.Div(words, className="tile-words"), state="empty")


def parallel(document: Document | None, paths: Sequence[Path], address: Address, grid: str) -> html.Section:
    """Totals made elsewhere beside the scores, the largest differences first; where to put them if there are none."""
    lang, name = address.lang, text("trial.parallel", address.lang)
    if document is None:
        files = [html.Div(html.Code(str(path), className="mono")) for path in paths]
        words = [html.Strong(text("trial.no_file", lang)), html.Span(text("trial.no_file_hint", lang)), *files]
        return tile(name, html.Div(words, className="tile-words"), state="empty")
    columns = [
        table.Column("name", text("words.unit", lang), href="href", width=164),
        *(table.Column(key, text(f"trial.{key}", lang), number=True, width=110) for key in ("their_rank", "our_rank")),
        *(
            table.Column(key, text(f"trial.{key}", lang), number=True, digits=2, width=110)
            for key in ("theirs", "ours", "difference")
        ),
        table.Column("state", text("audit.state", lang), width=136),
    ]
    rows = [_beside(each, address) for each in document["subjects"]]
    differ = sum(row["difference"] != 0 for row in rows)
    unknown = text("words.comma", lang).join(f"{each['unit']} ({each['line']})" for each in document["unknown"])
    missing = len(document["not_in_file"])
    foot = [
        html.Div(text("trial.parallel_foot", lang, file=document["file"], n=len(rows), differ=differ)),
        html.Div(text("trial.unknown", lang, names=unknown)) if unknown else None,
        html.Div(text("trial.not_in_file", lang, n=numbers.exact(missing, lang))) if missing else None,
    ]
    return tile(name, table.grid(grid, columns, rows, lang, getRowId="params.data.code"), foot=foot)


def _beside(each: Document, address: Address) -> dict[str, Any]:
    return {
        "code": each["code"],
        "name": each["name"],
        "href": address.href("/assessment/unit", unit=each["code"], node=None),
        **{key: each[key] for key in ("their_rank", "our_rank")},
        **{key: points.number(each[key]) for key in ("theirs", "ours", "difference")},
        "state": points.state(each["state"], address.lang),
    }

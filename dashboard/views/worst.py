"""The worst calls: how far past the limit, and each with its moments on one line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.chart import chart
from dashboard.views.paths import whistle_path
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name
from warehouse import duration
from warehouse.text import text

Document = dict[str, Any]
Row = dict[str, Any]
ONTIME = "whistle_ontime_rate"
BEYOND = ("never_arrived", "late")
STAMPS = ("signed_at", "arrived_at", "left_at", "finished_at")
# What marks a moment on the line of a call: its form and colour.
MARKS = {
    "signed_at": ("circle-open", "@accent"),
    "limit": ("line-ns-open", "@bad"),
    "arrived_at": ("circle", "@accent"),
    "ended_at": ("square-open", "@ink"),
    "left_at": ("triangle-left", "@third"),
}
ROW = 26


def worst(total: Document, calls: Sequence[Row], address: Address, generation: int, synthetic: bool) -> html.Section:
    """The picture of the calls from the whistle on; the table behind has every stamp."""
    lang, name = address.lang, text("whistles.worst", address.lang)
    instead = unless_ok(total["total"], address, name)
    if instead:
        return instead
    if not calls:
        words = html.Div(html.Strong(text("whistles.none_late", lang)), className="tile-words", role="status")
        return tile(name, words, state="empty")
    height = max(200, ROW * len(calls) + 110)
    drawing = chart("worst", _picture(calls, address), text("whistles.worst_label", lang), lang, height, synthetic)
    behind = table.sheet(_table(calls, address), lang)
    foot = [
        html.Div(text("whistles.worst_foot", lang, as_of=total["question"]["as_of"])),
        html.Div([_every(bin_, address, generation) for bin_ in BEYOND]),
    ]
    return tile(name, drawing, foot=foot, actions=[behind])


def _every(bin_: str, address: Address, generation: int) -> html.Span:
    """All calls that were late, or that nobody answered, as files."""
    lang = address.lang
    links = [
        address.href(f"/export/rows/{ONTIME}.{kind}", by=(), generation=generation) + f"&bin={bin_}"
        for kind in ("xlsx", "csv")
    ]
    return html.Span([f"{text(f'whistles.every_{bin_}', lang)} ", table.downloads(links[0], links[1], lang), " "])


def _picture(calls: Sequence[Row], address: Address) -> dict[str, Any]:
    lang = address.lang
    data = [_line(at, call) for at, call in enumerate(calls)]
    for key, (symbol, colour) in MARKS.items():
        points = [(at, _hours(call, key), call) for at, call in enumerate(calls)]
        known = [(at, hours, call) for at, hours, call in points if hours is not None]
        word = text(f"whistles.{key}", lang)
        data.append(
            {
                **{"type": "scatter", "mode": "markers", "name": word},
                **{"x": [hours for _, hours, _ in known], "y": [at for at, _, _ in known]},
                "marker": {"symbol": symbol, "color": colour, "size": 11, "line": {"width": 2, "color": colour}},
                "hovertext": [f"{_named(call)}<br>{word} {_moment(call, key, lang)}" for _, _, call in known],
                "hoverinfo": "text",
                "customdata": [address.href(whistle_path(call["whistle_id"]), where={}, by=()) for _, _, call in known],
            }
        )
    last = max(trace["x"][-1] for trace in data[: len(calls)])
    axis = {"title": {"text": text("whistles.hours_since", lang), "font": {"size": "@small"}}}
    return {
        "data": data,
        "layout": {
            "margin": {"l": 8, "r": 14, "t": 48, "b": 44},
            "showlegend": True,
            "legend": figure.LEGEND,
            "hovermode": "closest",
            "xaxis": {**axis, "range": [-0.03 * last, 1.04 * last], "zeroline": False, "fixedrange": True, "nticks": 7},
            "yaxis": {
                **{"tickvals": list(range(len(calls))), "range": [len(calls) - 0.4, -0.6], "showgrid": False},
                **{"ticktext": [figure.short(call["department_name"]) for call in calls], "fixedrange": True},
            },
        },
    }


def _named(call: Row) -> str:
    return f"{call['whistle_id']} · {call['department_name']}"


def _line(at: int, call: Row) -> dict[str, Any]:
    last = max(hours for hours in (_hours(call, key) for key in MARKS) if hours is not None)
    return {
        **{"type": "scatter", "mode": "lines", "x": [0, last], "y": [at, at], "showlegend": False},
        **{"line": {"color": "@grey", "width": 3}, "hoverinfo": "skip"},
    }


def _at(call: Row, key: str) -> datetime | None:
    if key == "ended_at":
        return call["finished_at"] or call["withdrawn_at"]
    found: datetime | None = call[key]
    return found


def _hours(call: Row, key: str) -> float | None:
    """Hours since the whistle, for the axis."""
    if key == "limit":
        return round(call["limit_minutes"] / 60, 2)
    at = _at(call, key)
    return None if at is None else round((at - call["blown_at"]).total_seconds() / 3600, 2)


def _moment(call: Row, key: str, lang: str) -> str:
    at = None if key == "limit" else _at(call, key)
    return duration(call["limit_minutes"], lang) if at is None else numbers.stamp(at.isoformat())


def _table(calls: Sequence[Row], address: Address) -> html.Div:
    lang = address.lang
    columns = [
        table.Column("whistle_id", text("whistles.whistle", lang), href="href"),
        table.Column("department_name", dimension_name("department", lang), href="department_href"),
        table.Column("whistle_kind_name", dimension_name("whistle_kind", lang)),
        table.Column("blown_at", text("whistles.blown_at", lang)),
        table.Column("limit", text("whistles.limit", lang)),
        *(table.Column(key, text(f"whistles.{key}", lang)) for key in STAMPS),
        table.Column("beyond", text("whistles.beyond", lang)),
    ]
    return table.plain(columns, [written(call, address) for call in calls])


def written(call: Row, address: Address) -> Row:
    """A call in words, with the way to its whistle."""
    lang = address.lang
    stamps = {key: numbers.stamp(call[key].isoformat()) if call[key] else None for key in ("blown_at", *STAMPS)}
    if call["arrival"] == "never_arrived":
        stamps["arrived_at"] = text("whistles.never_arrived", lang)
    return {
        **call,
        **stamps,
        "limit": duration(call["limit_minutes"], lang),
        "beyond": duration(max(call["beyond"], 0) // 60, lang),
        "department_href": address.href("/department", where={"department": call["department"]}, by=()),
        "href": address.href(whistle_path(call["whistle_id"]), where={}, by=()),
    }

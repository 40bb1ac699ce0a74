"""How soon departments came: the share there by any part of their limit, the limit as a line."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from dashboard.views.whistles import KINDS
from dashboard.views.words import dimension_name, value_name
from warehouse import duration, limits, percent
from warehouse.text import text

Document = dict[str, Any]
ONTIME, TIMES = METRICS = ("whistle_ontime_rate", "whistle_arrival")
LIMIT, LAST = 100, 250  # percent of the limit
TOLD = (25, 50, 75, 90, 100, 125, 150, 200, 250)
HEIGHT = 330


def soon(
    found: Mapping[str, Document],
    calls: Sequence[Mapping[str, Any]],
    address: Address,
    generation: int,
    synthetic: bool,
) -> html.Section:
    """One curve a kind: it meets the limit at the rate, and ends below 100 % by those who never came."""
    lang, name, document = address.lang, text("whistles.soon", address.lang), found[ONTIME]
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    kinds = {kind: _Curve(kind, calls) for kind in KINDS if any(call["whistle_kind"] == kind for call in calls)}
    picture = {"data": [curve.trace(lang) for curve in kinds.values() if curve.due], "layout": _layout(lang)}
    drawing = chart("soon", picture, text("whistles.soon_label", lang), lang, HEIGHT, synthetic, "numbered")
    behind = table.sheet(_table(found, kinds, lang), lang)
    files = table.downloads(
        *(address.export(ONTIME, kind, ("whistle_kind",), generation) for kind in ("xlsx", "csv")), lang
    )
    total = document["total"]
    apart = text(
        "whistles.apart",
        lang,
        never=numbers.exact(total["bins"]["never_arrived"], lang),
        waiting=numbers.exact(total["pending"], lang),
        limits=text("words.comma", lang).join(
            f"{value_name('whistle_kind', kind, lang)} {duration(minutes, lang)}" for kind, minutes in limits().items()
        ),
    )
    return tile(name, drawing, foot=[html.Div(apart), html.Div(caption(document, lang))], actions=[behind, files])


class _Curve:
    """The calls of one kind whose limit has passed or who came, by how much of it had passed."""

    def __init__(self, kind: str, calls: Sequence[Mapping[str, Any]]) -> None:
        own = [call for call in calls if call["whistle_kind"] == kind and call["arrival"] != "not_yet_due"]
        self.kind, self.due = kind, sum(call["n"] for call in own)
        self.came = {at: 0 for at in sorted({call["used"] for call in own if call["used"] is not None})}
        for call in own:
            if call["used"] is not None:
                self.came[call["used"]] += call["n"]

    def there(self, at: int) -> int:
        """How many were there by then."""
        return sum(n for used, n in self.came.items() if used <= at)

    def trace(self, lang: str) -> dict[str, Any]:
        """The curve, stepwise: from nobody to all who came."""
        points = [0, *(at for at in range(1, LAST + 1) if at in self.came or at in TOLD)]
        name = value_name("whistle_kind", self.kind, lang)
        there = [self.there(at) for at in points]
        shares = [percent(Fraction(n, self.due)) for n in there]
        return {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": points,
            "y": [float(share) for share in shares],
            "line": {"color": KINDS[self.kind], "width": 2, "shape": "hv"},
            "hovertext": [
                f"{name} · {_spent(at, self.kind, lang)}<br>{share} % · {n:,} / {self.due:,}"
                for at, share, n in zip(points, shares, there, strict=True)
            ],
            "hoverinfo": "text",
        }


def _spent(at: int, kind: str, lang: str) -> str:
    return text("whistles.of_limit", lang, n=at, time=duration(limits()[kind] * at // 100, lang))


def _layout(lang: str) -> dict[str, Any]:
    line = {"color": "@ink", "width": 1, "dash": "dash"}
    word = {"x": LIMIT, "y": 0.03, "xref": "x", "yref": "paper", "text": text("whistles.limit_line", lang)}
    return {
        "margin": {"l": 48, "r": 14, "t": 48, "b": 46},
        "showlegend": True,
        "legend": figure.LEGEND,
        "hovermode": "closest",
        "xaxis": {
            **{"range": [0, LAST], "ticksuffix": " %", "fixedrange": True, "tickvals": [0, 50, 100, 150, 200, 250]},
            **{"title": {"text": text("whistles.limit_axis", lang), "font": {"size": "@small"}}},
        },
        "yaxis": {"range": [0, 102], "ticksuffix": " %", "fixedrange": True, "nticks": 6},
        "shapes": [
            {"type": "line", "xref": "x", "yref": "paper", "x0": LIMIT, "x1": LIMIT, "y0": 0, "y1": 1, "line": line}
        ],
        "annotations": [
            word | {"showarrow": False, "xanchor": "left", "yanchor": "bottom", "font": {"size": "@small"}}
        ],
    }


def _table(found: Mapping[str, Document], kinds: Mapping[str, _Curve], lang: str) -> html.Div:
    """One line a kind: how many were there by which part of the limit, and what became of the others."""
    columns = [
        table.Column("name", dimension_name("whistle_kind", lang)),
        table.Column("limit", text("whistles.limit", lang)),
    ]
    columns += [table.Column(f"at_{at}", f"{at} %", number=True) for at in TOLD]
    columns += [
        table.Column(key, text(f"whistles.{key}", lang), number=True)
        for key in ("on_time", "late", "never_arrived", "not_yet_due")
    ]
    columns.append(table.Column("times", text("whistles.times", lang)))
    by_code = {
        name: {group["key"]["whistle_kind"]["code"]: group for group in document["groups"]}
        for name, document in found.items()
    }
    lines = [
        {
            "name": value_name("whistle_kind", kind, lang),
            "limit": duration(limits()[kind], lang),
            **{f"at_{at}": f"{percent(Fraction(curve.there(at), curve.due))} %" for at in TOLD if curve.due},
            **{
                key: numbers.exact(by_code[ONTIME][kind]["bins"][key], lang)
                for key in ("on_time", "late", "never_arrived")
            },
            "not_yet_due": numbers.exact(by_code[ONTIME][kind]["pending"], lang),
            "times": numbers.shown(by_code[TIMES][kind], "duration", lang),
        }
        for kind, curve in kinds.items()
    ]
    return table.plain(columns, lines)

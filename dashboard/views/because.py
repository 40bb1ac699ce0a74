"""Why a score moved on the period before: what performance did and what weights did, part by part."""

from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import points, table
from dashboard.views.caption import period_name
from dashboard.views.tile import tile
from warehouse import Moved, Scheme
from warehouse.text import text

Document = dict[str, Any]
COLUMNS = ("weight_before", "weight_now", "points_before", "points_now", "performance", "weighting")


def because(found: Moved | None, before: Document | None, scheme: Scheme, address: Address) -> html.Section:
    """The change as a table that adds up; why there is none where there is none."""
    lang, name = address.lang, text("because.name", address.lang)
    if found is None or before is None:
        words = html.Div(html.Strong(text("because.none", lang)), className="tile-words")
        return tile(name, words, state="empty")
    columns = [table.Column("name", text("subject.part", lang))]
    columns += [table.Column(key, text(f"because.{key}", lang), number=True) for key in COLUMNS]
    rows = [
        {
            "name": points.label(scheme, each.code, lang),
            "weight_before": points.share(each.weights[0]),
            "weight_now": points.share(each.weights[1]),
            "points_before": points.points(each.points[0]),
            "points_now": points.points(each.points[1]),
            "performance": points.signed(each.performance),
            "weighting": points.signed(each.weighting),
        }
        for each in found.parts
    ]
    rows.append({"name": text("assessment.adjustments", lang), "performance": points.signed(found.adjustments)})
    total = {
        "name": text("because.change", lang, change=points.signed(found.change)),
        "performance": points.signed(found.performance + found.adjustments),
        "weighting": points.signed(found.weighting),
    }
    foot = text("because.foot", lang, period=period_name(before["period"], lang))
    return tile(name, table.plain(columns, rows, total), foot=foot)

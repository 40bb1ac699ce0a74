"""Why a score moved on the period before: what performance did and what weights did, part by part."""

from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import points, table
from dashboard.views.caption import period_name
from dashboard.views.tile import tile
from warehouse import Scheme
from warehouse.text import text

Document = dict[str, Any]
COLUMNS = ("weight_before", "weight_now", "points_before", "points_now", "performance", "weighting")


def because(
    found: Document | None, now: Document, before: Document | None, scheme: Scheme, address: Address
) -> html.Section:
    """The change of a unit's score as a table that adds up; why there is none where there is none."""
    lang, name = address.lang, text("because.name", address.lang)
    moved = next((each for each in (found or {"subjects": ()})["subjects"] if each["code"] == now["code"]), None)
    if moved is None or before is None:
        return tile(name, html.Div(html.Strong(text("because.none", lang)), className="tile-words"), state="empty")
    columns = [table.Column("name", text("subject.part", lang))]
    columns += [table.Column(key, text(f"because.{key}", lang), number=True) for key in COLUMNS]
    was, is_ = (points.nodes(each) for each in (before, now))
    rows = [_row(each, was.get(each["code"]), is_.get(each["code"]), scheme, lang) for each in moved["nodes"]]
    rows.append({"name": text("assessment.adjustments", lang), "performance": points.signed(moved["adjustments"])})
    done = (points.exact(moved["performance"]) or 0) + (points.exact(moved["adjustments"]) or 0)
    change = points.signed((points.exact(moved["after"]) or 0) - (points.exact(moved["before"]) or 0))
    total = {
        "name": text("because.change", lang, change=change),
        "performance": points.signed(done),
        "weighting": points.signed(moved["weight"]),
    }
    foot = text("because.foot", lang, period=period_name((found or {})["before"]["period"], lang))
    return tile(name, table.plain(columns, rows, total), foot=foot, actions=[table.files("moved", address)])


def _row(effect: Document, was: Document | None, now: Document | None, scheme: Scheme, lang: str) -> dict[str, Any]:
    return {
        "name": points.label(scheme, effect["code"], lang),
        "weight_before": points.share(was["effective_path_weight"]) if was else None,
        "weight_now": points.share(now["effective_path_weight"]) if now else None,
        "points_before": points.points(was["mapped"]) if was else None,
        "points_now": points.points(now["mapped"]) if now else None,
        "performance": points.signed(effect["performance"]),
        "weighting": points.signed(effect["weight"]),
    }

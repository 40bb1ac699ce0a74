"""The rows behind one bin of a unit's indicator: each with what it costs or brings, and the way to its events."""

from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views import numbers, points, table
from dashboard.views.paths import case_path, whistle_path
from dashboard.views.tile import empty, tile
from dashboard.views.words import word
from warehouse import Scheme, UnitRows, excluded_name
from warehouse.text import text

PATH = "/assessment/rows"
Document = dict[str, Any]
STAMPS = ("started_at", "due_at", "dispatched_at", "arrived_at", "closed_at")
PLACES = ("department", "street")
# Where all that happened to a thing is told.
TOLD = {"case_id": case_path, "whistle_id": whistle_path}


def back(address: Address) -> dcc.Link:
    """The way back to the unit's score."""
    return dcc.Link(text("form.back", address.lang), href=address.href("/assessment/unit", listed=None))


def title(found: UnitRows, unit: Document, bin: str, lang: str) -> str:
    """Whose rows, of which indicator, in which bin, and how many."""
    n = numbers.exact(found.total, lang)
    told = {"name": unit["name"], "node": points.label_of(found.node, lang), "bin": bin_name(found, bin, lang)}
    return text("unit_rows.title", lang, n=n, **told)


def bin_name(found: UnitRows, bin: str, lang: str) -> str:
    """A bin, or a reason of exclusion, in words."""
    names = {each.name: word(each.label, lang) for each in found.node.measured.bins}
    return names.get(bin) or excluded_name(bin.removeprefix("excluded:"), lang)


def listed(found: UnitRows, unit: Document, scheme: Scheme, address: Address, grid: str) -> html.Section:
    """The rows, those that cost points first, each with its share and what it moves in the total."""
    lang = address.lang
    name = text("unit_rows.name", lang)
    if not found.rows:
        return empty(lang, name)
    shown = [key for key in (*STAMPS, *PLACES) if key in found.rows[0]]
    columns = [
        table.Column("row_id", text("unit_rows.row_id", lang), href="href", width=150),
        table.Column("bin", text("unit_rows.bin", lang), width=110),
        table.Column("share", text("unit_rows.share", lang), shown="share_words", width=80),
        table.Column("moves", text("subject.impact", lang), shown="moves_words", width=110),
        *(table.Column(key, text(f"unit_rows.{key}", lang), width=134) for key in shown),
    ]
    impact = points.exact(points.nodes(unit)[found.node.code]["impact_per_row"])
    rows = [_row(at, row, found, impact, address) for at, row in enumerate(found.rows)]
    foot = [
        html.Div(text("unit_rows.foot", lang, shown=numbers.exact(len(rows), lang), n=numbers.exact(found.total, lang)))
    ]
    foot += [html.Div(text("unit_rows.teams", lang))] if scheme.scheme.subject == "department" else []
    files = table.files("rows", address, kept=("node", "listed"))
    return tile(name, table.grid(grid, columns, rows, lang, getRowId="params.data.code"), foot=foot, actions=[files])


def _row(at: int, row: Any, found: UnitRows, impact: Any, address: Address) -> dict[str, Any]:
    lang, misses = address.lang, found.node.measured.names("miss")
    moves = impact * row["share"] if impact is not None and row["bin"] in misses else None
    path = TOLD.get(found.node.measured.state.key)
    return {
        **{key: row[key] for key in PLACES if key in row},
        **{key: numbers.stamp(row[key].isoformat()) for key in STAMPS if row.get(key)},
        "code": str(at),
        "row_id": row["row_id"],
        "href": address.href(path(row["row_id"]), node=None, listed=None) if path else None,
        "bin": bin_name(found, row["bin"], lang),
        "share": float(row["share"]),
        "share_words": numbers.exact(str(row["share"]), lang),
        "moves": None if moves is None else float(moves),
        "moves_words": None if moves is None else points.points(moves),
    }

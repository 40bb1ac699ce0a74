"""The lists of the enclaves page: relapses, what is missing, parcels, remedies by kind, every dossier."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.dossier import PLACES
from dashboard.views.paths import dossier_path
from dashboard.views.tile import no_feed, tile, unless_ok
from dashboard.views.words import dimension_name
from warehouse import REQUIREMENTS
from warehouse.sheets import DOSSIER_COLUMNS, column_title, requirement_state, state_name
from warehouse.text import text

Document = dict[str, Any]
Row = dict[str, Any]
LACKING = ("dossier", "plan", "team")
# What a column takes in pixels, where it is not as wide as most.
WIDE, NARROW = 132, 84
ROOM = {
    **dict.fromkeys(("enclave_id", "territory_district", "affairs_district"), NARROW),
    **dict.fromkeys(("name", "state", "cause", "gap", "demand"), WIDE),
}
MOST = 100


def relapses(document: Document, rows: Sequence[Row], address: Address) -> html.Section:
    """What was accepted and revoked, by name, and whether it was accepted again."""
    lang, name = address.lang, text("enclaves.relapses", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    if not rows:
        return _none(name, "relapses_none", lang)
    columns = [_named(lang), table.Column("requirement_name", dimension_name("requirement", lang))]
    columns += [_column(key, lang) for key in ("accepted_on", "revoked_on", "again_on")]
    told = [_day_words(row, ("accepted_on", "revoked_on", "again_on")) | _link(row, address) for row in rows]
    return tile(name, table.scrolled(table.plain(columns, told)), actions=[_count(len(rows))])


def gaps(document: Document, rows: Sequence[Row], address: Address) -> html.Section:
    """Enclaves without dossier, plan or team, and those whose remedy does not fit their kind."""
    lang, name = address.lang, text("enclaves.gaps", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    found = [(row, f"no_{what}") for what in LACKING for row in rows if not row[what]]
    found += [(row, "misfit") for row in rows if row["fits"] is False]
    if not found:
        return _none(name, "gaps_none", lang)
    columns = [_named(lang), table.Column("enclave_kind_name", dimension_name("enclave_kind", lang))]
    columns.append(table.Column("lacking", text("enclaves.lacking", lang)))
    told = [
        {**row, **_link(row, address), "lacking": text(f"enclaves.{what}", lang, measure=row["measure"])}
        for row, what in found
    ]
    return tile(name, table.scrolled(table.plain(columns, told)), actions=[_count(len(found))])


def parcels(fed: bool, rows: Sequence[Row], address: Address) -> html.Section:
    """Parcels that changed districts, in order of time."""
    lang, name = address.lang, text("enclaves.parcels", address.lang)
    if not fed:
        return no_feed(["boundary_change"], address, name)
    if not rows:
        return _none(name, "parcels_none", lang)
    columns = [_column("change_id", lang), _named(lang)]
    columns += [_column(key, lang) for key in ("from_district_name", "to_district_name", "effective_on")]
    told = [_day_words(row, ("effective_on",)) | _link(row, address) for row in rows]
    districts = {row[side] for row in rows for side in ("from_district", "to_district")}
    foot = text("enclaves.parcels_note", lang, n=len(rows), districts=len(districts))
    return tile(name, table.scrolled(table.plain(columns, told)), foot=foot)


def remedies(document: Document, rows: Sequence[Row], address: Address) -> html.Section:
    """Kinds against remedies, how many of each; those that do not fit say so."""
    lang, name = address.lang, text("enclaves.remedies", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    measures = sorted({row["measure"] for row in rows}, key=lambda each: (each is None, each))
    columns = [table.Column("kind", dimension_name("enclave_kind", lang))]
    columns += [table.Column(each or "", each or text("enclaves.no_measure", lang), number=True) for each in measures]
    lines: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: str(row["enclave_kind"])):
        line = lines.setdefault(row["enclave_kind"], {"kind": row["enclave_kind_name"]})
        line[row["measure"] or ""] = _used(row, lang)
    shown = table.plain(columns, list(lines.values()))
    return tile(name, shown, foot=text("enclaves.remedies_note", lang))


def dossiers(name: str, document: Document, rows: Sequence[Row], address: Address, generation: int) -> html.Section:
    """One line an enclave, each leading to its own page."""
    lang, titled = address.lang, text("enclaves.dossiers", address.lang)
    instead = unless_ok(document["total"], address, titled)
    if instead:
        return instead
    columns = [
        table.Column(
            key,
            column_title(key, lang),
            number=kind == "whole",
            href="href" if key == "enclave_id" else None,
            width=ROOM.get(key, MOST),
            filtered=True,
        )
        for key, kind in DOSSIER_COLUMNS
    ]
    told = [_written(row, address) for row in rows]
    files = table.downloads(*(address.dossiers(kind, generation) for kind in ("xlsx", "csv")), lang)
    count = text("enclaves.count", lang, n=numbers.exact(len(rows), lang))
    return tile(titled, table.grid(name, columns, told, lang), foot=count, actions=[files])


def _written(row: Row, address: Address) -> Row:
    lang, told = address.lang, _day_words(row, ("dossier_on", "plan_on", "team_on"))
    met = {name: requirement_state(row, name, lang) for name in REQUIREMENTS}
    words = {f"{name}_name": name for name in PLACES}
    return {
        **{key: told.get(key) for key, _ in DOSSIER_COLUMNS},
        **{name: str(state) if state else None for name, state in met.items()},
        **{name: row[key] for key, name in words.items()},
        "state": state_name(row, lang),
        "fit": None if row["fits"] is None else text("enclaves.fits" if row["fits"] else "enclaves.misfits", lang),
    } | _link(row, address)


def _named(lang: str) -> table.Column:
    return table.Column("name", text("enclaves.name", lang), href="href")


def _column(key: str, lang: str) -> table.Column:
    return table.Column(key, text(f"enclaves.{key}", lang))


def _link(row: Row, address: Address) -> Row:
    return {"href": address.href(dossier_path(row["enclave_id"]), where={}, by=()) if row["enclave_id"] else None}


def _day_words(row: Row, keys: Sequence[str]) -> Row:
    return {**row, **{key: row[key].isoformat() if row[key] else None for key in keys}}


def _used(row: Row, lang: str) -> str | html.Span:
    """How many have that remedy; in red, and with a word, where it does not fit the kind."""
    n = numbers.exact(row["n"], lang)
    return html.Span(f"{n} {text('enclaves.misfits', lang)}", className="chip bad") if row["fits"] is False else n


def _none(name: str, key: str, lang: str) -> html.Section:
    words = html.Div(html.Strong(text(f"enclaves.{key}", lang)), className="tile-words", role="status")
    return tile(name, words, state="empty")


def _count(n: int) -> html.Span:
    return html.Span(str(n), className="chip watch")

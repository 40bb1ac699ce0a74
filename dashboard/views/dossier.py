"""One enclave: its path, facts, requirements in order of time, parcels, whistles and cases."""

from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.paths import case_path, whistle_path
from dashboard.views.tile import no_feed, tile
from dashboard.views.words import dimension_name
from warehouse import Dossier
from warehouse.sheets import state_name
from warehouse.text import text

PLACES = ("enclave_kind", "territory_district", "affairs_district", "street")
WORDS = ("cause", "gap", "demand", "measure", "owner_unit", "lead_officer")
DAYS = ("dossier_on", "plan_on", "team_on")
CASE_STAMPS = ("reported_at", "due_at", "closed_at")
Row = dict[str, Any]


def title(found: Dossier, lang: str) -> str:
    """Which enclave, and how it stands."""
    facts = found.facts
    return text("dossier.title", lang, id=facts["enclave_id"], name=facts["name"], state=state_name(facts, lang))


def facts(found: Dossier, address: Address) -> html.Section:
    """What is known of the enclave."""
    lang, told = address.lang, found.facts
    pairs = [(text("enclaves.state", lang), state_name(told, lang))]
    pairs += [(dimension_name(name, lang), told[f"{name}_name"]) for name in PLACES]
    pairs += [(text(f"enclaves.{key}", lang), numbers.exact(told[key], lang)) for key in ("households", "population")]
    pairs += [(text(f"enclaves.{key}", lang), told[key] or numbers.MISSING) for key in WORDS]
    pairs += [(text(f"enclaves.{key}", lang), str(told[key] or numbers.MISSING)) for key in DAYS]
    body = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs]
    misfit = html.Span(text("enclaves.misfits", lang), className="chip bad") if told["fits"] is False else None
    return tile(text("dossier.facts", lang), html.Dl(body, className="facts"), actions=[misfit])


def timeline(found: Dossier, address: Address) -> html.Section:
    """Acceptances and revocations in order, each with its evidence."""
    lang, name = address.lang, text("dossier.timeline", address.lang)
    events = [(row["accepted_on"], "accepted", row) for row in found.acceptances]
    events += [(row["revoked_on"], "revoked", row) for row in found.acceptances if row["revoked_on"]]
    if not events:
        return _none(name, "timeline_none", lang)
    items = [_event(*event, lang) for event in sorted(events, key=lambda event: (event[0], event[2]["requirement"]))]
    return tile(name, html.Ol(items, className="timeline"))


def parcels(found: Dossier, address: Address) -> html.Section:
    """The parcels of it that went to another district."""
    lang, name = address.lang, text("enclaves.parcels", address.lang)
    if not found.changes:
        return _none(name, "parcels_none", lang)
    keys = ("change_id", "from_district_name", "to_district_name", "effective_on")
    columns = [table.Column(key, text(f"enclaves.{key}", lang)) for key in keys]
    return tile(
        name, table.plain(columns, [{**row, "effective_on": str(row["effective_on"])} for row in found.changes])
    )


def whistles(found: Dossier, fed: bool, address: Address) -> html.Section:
    """The whistles that name it: who was called, who came, how they ended."""
    lang, name = address.lang, text("dossier.whistles", address.lang)
    if not fed:
        return no_feed(["whistle"], address, name)
    if not found.whistles:
        return _none(name, "whistles_none", lang)
    columns = [table.Column("whistle_id", text("dossier.whistle_id", lang), href="whistle")]
    columns += [table.Column("whistle_kind_name", dimension_name("whistle_kind", lang))]
    columns += [table.Column(key, text(f"dossier.{key}", lang)) for key in ("blown_at", "ended", "arrived")]
    columns.append(table.Column("begun", text("dossier.case_id", lang), href="href"))
    rows = [_whistle(row, address) for row in found.whistles]
    return tile(name, table.scrolled(table.plain(columns, rows)), foot=text("dossier.whistles_note", lang))


def cases(found: Dossier, fed: bool, address: Address) -> html.Section:
    """The cases that these whistles began as, as they stood at the end of the day."""
    lang, name = address.lang, text("dossier.cases", address.lang)
    if not fed:
        return no_feed(["whistle"], address, name)
    if not found.cases:
        return _none(name, "cases_none", lang)
    columns = [table.Column("case_id", text("cases.case_id", lang), href="href")]
    columns += [table.Column("item_3_name", dimension_name("item_3", lang))]
    columns += [table.Column(key, text(f"cases.{key}", lang)) for key in CASE_STAMPS]
    rows = [{**row, **_stamps(row, CASE_STAMPS), **_case(row["case_id"], address)} for row in found.cases]
    return tile(name, table.scrolled(table.plain(columns, rows)), foot=text("dossier.cases_note", lang))


def back(address: Address) -> dcc.Link:
    """The way back to all enclaves."""
    return dcc.Link(text("dossier.back", address.lang), href=address.href("/enclaves"))


def _whistle(row: Row, address: Address) -> Row:
    lang = address.lang
    ended = "withdrawn_at" if row["withdrawn_at"] else "finished_at" if row["finished_at"] else "open"
    words = text(f"dossier.{ended}", lang, at=numbers.stamp(_iso(row[ended])) if ended != "open" else "")
    came = text("dossier.came", lang, arrived=row["arrived"], called=row["called"])
    begun = text("dossier.begun", lang) if row["case_id"] else None
    told = {**row, **_stamps(row, ("blown_at",)), "ended": words, "arrived": came, "begun": begun}
    told["whistle"] = address.href(whistle_path(row["whistle_id"]), where={}, by=())
    return told | _case(row["case_id"], address)


def _case(case_id: str | None, address: Address) -> Row:
    return {"href": address.href(case_path(case_id), where={}, by=()) if case_id else None}


def _stamps(row: Row, keys: tuple[str, ...]) -> Row:
    return {key: numbers.stamp(_iso(row[key])) for key in keys}


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _event(day: object, what: str, row: Row, lang: str) -> html.Li:
    said: list[Any] = [html.Time(str(day)), html.B(row["requirement_name"]), " · ", text(f"dossier.{what}", lang)]
    if what == "revoked":
        said += [" ", html.Span(text("dossier.relapse", lang), className="chip bad")]
    elif row["evidence"]:
        said.append(f" · {row['evidence']}")
    return html.Li(said)


def _none(name: str, key: str, lang: str) -> html.Section:
    return tile(name, html.Div(html.Strong(text(f"dossier.{key}", lang)), className="tile-words"), state="empty")

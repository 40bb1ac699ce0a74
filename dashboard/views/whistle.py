"""One whistle: its path, its facts, the calls it made, what happened in order, how streets rated the departments."""

from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.paths import case_path, dossier_path
from dashboard.views.tile import tile
from dashboard.views.words import dimension_name, value_name
from warehouse import Record, duration, excluded_name
from warehouse.text import text

NAMES = ("whistle_kind", "district", "joint", "origin")
STAMPS = ("blown_at", "finished_at", "withdrawn_at")
LOOKS = {"on_time": "good", "late": "bad", "never_arrived": "bad", "not_yet_due": "none"}
Row = dict[str, Any]


def title(found: Record, lang: str) -> str:
    """Which whistle, of what kind, and how it stands."""
    told = found.facts
    stage = text(f"whistle.stage_{told['stage']}", lang)
    return text("whistle.title", lang, id=told["whistle_id"], kind=told["whistle_kind_name"], stage=stage)


def facts(found: Record, address: Address) -> html.Section:
    """What is known of the whistle, with the way to its case or enclave."""
    lang, told = address.lang, found.facts
    pairs: list[tuple[str, Any]] = [(text("whistle.streets", lang), text("words.comma", lang).join(found.streets))]
    pairs += [(dimension_name(name, lang), told[f"{name}_name"]) for name in NAMES]
    pairs += [(text(f"whistles.{key}", lang), _stamp(told[key])) for key in STAMPS]
    pairs.append((text("whistle.verdict", lang), text(f"whistle.verdict_{told['verdict']}", lang)))
    if told["excluded"]:
        pairs.append((text("whistle.excluded", lang), excluded_name(told["excluded"], lang)))
    pairs.append((text("whistle.case", lang), _linked(told["case_id"], told["known_case"], case_path, address)))
    if told["enclave_id"]:
        linked = _linked(told["enclave_id"], told["known_enclave"], dossier_path, address)
        pairs.append((text("whistle.enclave", lang), linked))
    body = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs]
    return tile(text("whistle.facts", lang), html.Dl(body, className="facts"))


def calls(found: Record, address: Address) -> html.Section:
    """Each department: signed, limit, came, left, and what that counts as."""
    lang, name = address.lang, text("whistle.calls", address.lang)
    if not found.calls:
        return _none(name, "calls_none", lang)
    columns = [table.Column("department_name", dimension_name("department", lang), href="href")]
    columns += [
        table.Column(key, text(f"whistles.{key}", lang))
        for key in ("signed_at", "limit", "arrived_at", "taken", "left_at", "arrival", "stay")
    ]
    return tile(name, table.plain(columns, [_call(call, found, address) for call in found.calls]))


def timeline(found: Record, address: Address) -> html.Section:
    """From the whistle to its end, in order."""
    lang, told = address.lang, found.facts
    events = [(told[key], text(f"whistle.event_{key}", lang)) for key in STAMPS if told[key]]
    for call in found.calls:
        for key in ("signed_at", "arrived_at", "left_at"):
            if call[key]:
                events.append((call[key], f"{call['department_name']} · {text(f'whistles.{key}', lang)}"))
    items = [html.Li([html.Time(_stamp(at)), said]) for at, said in sorted(events, key=lambda event: event[0])]
    return tile(text("whistle.timeline", lang), html.Ol(items, className="timeline"))


def ratings(found: Record, address: Address) -> html.Section:
    """How streets rated each department after this whistle, by criterion."""
    lang, name = address.lang, text("whistle.ratings", address.lang)
    if not found.ratings:
        return _none(name, "ratings_none", lang)
    criteria = sorted({row["criterion"] for row in found.ratings})
    columns = [table.Column(f"{key}_name", dimension_name(key, lang)) for key in ("street", "department")]
    columns += [table.Column(each, value_name("criterion", each, lang), number=True) for each in criteria]
    columns += [table.Column("submitted_at", text("whistle.submitted_at", lang))]
    lines: dict[tuple[str, str], Row] = {}
    for row in found.ratings:
        line = lines.setdefault((row["street"], row["department"]), {**row})
        said = text("whistle.voided", lang, n=row["level"]) if row["voided_at"] else str(row["level"])
        line |= {row["criterion"]: said, "submitted_at": _stamp(row["submitted_at"])}
    return tile(name, table.plain(columns, list(lines.values())))


def back(address: Address) -> dcc.Link:
    """The way back to all whistles."""
    return dcc.Link(text("whistle.back", address.lang), href=address.href("/whistles"))


def _call(call: Row, found: Record, address: Address) -> Row:
    lang, arrived = address.lang, call["arrived_at"]
    reason = call["excluded"]
    said = excluded_name(reason, lang) if reason else text(f"whistles.{call['arrival']}", lang)
    look = "none" if reason else LOOKS[call["arrival"]]
    taken = (arrived - found.facts["blown_at"]).total_seconds() // 60 if arrived else None
    return {
        "department_name": call["department_name"],
        "href": address.href("/whistles", where={"department": call["department"]}, by=()),
        "limit": duration(call["limit_minutes"], lang),
        "taken": None if taken is None else duration(int(taken), lang),
        "arrival": html.Span(said, className=f"chip {look}"),
        "stay": None if call["stay"] == "away" else text(f"whistles.{call['stay']}", lang),
        **{key: _stamp(call[key]) for key in ("signed_at", "arrived_at", "left_at")},
    }


def _linked(code: str | None, known: bool, path: Any, address: Address) -> Any:
    if code is None:
        return numbers.MISSING
    return dcc.Link(code, href=address.href(path(code), where={}, by=())) if known else code


def _stamp(at: Any) -> str:
    return numbers.stamp(at.isoformat() if at else None)


def _none(name: str, key: str, lang: str) -> html.Section:
    return tile(name, html.Div(html.Strong(text(f"whistle.{key}", lang)), className="tile-words"), state="empty")

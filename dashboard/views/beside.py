"""What stands beside a unit's score and never counts: intervals, shrunk rates, lenient streets, each explained."""

from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, points, table
from dashboard.views.standing import interval
from dashboard.views.tile import tile
from warehouse import Scheme
from warehouse.text import text

Document = dict[str, Any]
KEYS = ("wilson", "shrunk", "rank_interval", "funnel")


def beside(told: Document, subject: Document, scheme: Scheme, address: Address) -> html.Section:
    """The panel of a unit, in its own colour and with the sentence that no score depends on it."""
    lang = address.lang
    group = next(each for each in told["groups"] if each["group_code"] == subject["group_code"])
    columns = [table.Column("name", text("subject.node", lang))]
    columns += [table.Column(key, text(f"beside.{key}", lang), number=True) for key in KEYS]
    rows = [_rate(code, rates, subject, scheme, lang) for code, rates in group["rates"].items()]
    notes = html.Ul([html.Li(told["notes"][key]) for key in (*KEYS, "leniency")], className="notes")
    chip = html.Span(told["note"], className="chip watch")
    body = [table.plain(columns, rows), html.P(_leniency(group["leniency"], subject["code"], lang))]
    return tile(
        text("beside.name", lang), body, foot=notes, actions=[chip, table.files("beside", address)], kind="beside"
    )


def _rate(code: str, rates: Document, subject: Document, scheme: Scheme, lang: str) -> dict[str, Any]:
    unit = next((each for each in rates["units"] if each["code"] == subject["code"]), None)
    found: dict[str, Any] = {"name": points.label(scheme, code, lang)}
    if unit is None:
        return found
    place, funnel = unit["rank_interval"], unit["funnel"]
    return found | {
        "wilson": interval(unit["wilson"]),
        "shrunk": f"{points.points(points.exact(unit['shrunk']) * 100)} %" if unit["shrunk"] else None,
        "rank_interval": _place(place, unit["leads_on_few"], lang),
        "funnel": _funnel(funnel, lang) if funnel else None,
    }


def _place(place: Any, on_few: bool, lang: str) -> str | None:
    """The places that the unit may as well have; of one that would lead on too few rows, that it would."""
    if on_few:
        return text("beside.on_few", lang)
    return text("beside.between", lang, low=place[0], high=place[1]) if place else None


def _funnel(funnel: Document, lang: str) -> str:
    return text("beside.z", lang, z=points.signed(funnel["z"], 2), flag=text(f"beside.flag_{funnel['flag']}", lang))


def _leniency(told: Document, code: str, lang: str) -> str:
    """The unit's rating freed from who was lenient; why there is none, or that it is the same."""
    if told["status"] != "ok" or code not in told["raw"]:
        status = told["status"] if told["status"] != "ok" else "empty"
        return text(f"beside.leniency_{status}", lang)
    if not told["differs"]:
        return text("beside.leniency_same", lang)
    adjusted = points.points((told["adjusted"] or {}).get(code))
    return text("beside.leniency_ok", lang, raw=points.points(told["raw"][code]), adjusted=adjusted or numbers.MISSING)

"""Forms of streets: a list of a unit's, and one with its answers and the record of the call it is about."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, unquote

from dash import dcc, html

from dashboard.address import Address
from dashboard.reading import NamedForm
from dashboard.views import numbers, points, table
from dashboard.views.paths import case_path
from dashboard.views.tile import empty, tile
from dashboard.views.words import value_name
from warehouse import Filled, Scheme, excluded_name
from warehouse.text import text

PATH = "/assessment/form/"
LOOK = {"counts": "good", "void": "bad", "excluded": "bad", "late": "watch", "superseded": "", "unknown": "watch"}
STAMPS = ("blown_at", "signed_at", "arrived_at", "left_at", "withdrawn_at", "finished_at")


def form_path(rating: str) -> str:
    """The path of the form that holds a rating."""
    return PATH + quote(rating, safe="")


def number(path: str) -> str:
    """The rating in such a path."""
    return unquote(path.removeprefix(PATH))


def back(address: Address) -> dcc.Link:
    """The way back to the unit's score, or to all scores where the address names none."""
    path = "/assessment/unit" if address.unit else "/assessment"
    return dcc.Link(text("form.back" if address.unit else "subject.back", address.lang), href=address.href(path))


def listed(several: Sequence[NamedForm], scheme: Scheme, address: Address, grid: str) -> html.Section | None:
    """Every form about a unit, each leading to itself; None of a scheme without ratings."""
    lang, name = address.lang, text("form.listed", address.lang)
    if scheme.rating is None:
        return None
    if not several:
        return empty(lang, name)
    columns = [
        table.Column("about", text("form.about", lang), href="href", width=150),
        table.Column("street", text("form.street", lang), width=110, filtered=True),
        table.Column("department", text("form.department", lang), width=150, filtered=True),
        table.Column("points", text("form.points", lang), shown="points_words", width=110),
        *(table.Column(f"level_{at}", _item(each, lang), width=92) for at, each in enumerate(scheme.rating.items)),
        table.Column("submitted_at", text("form.submitted_at", lang), width=134),
    ]
    rows = [_row(each, scheme, address) for each in several]
    foot = text("form.listed_foot", lang, n=len(rows))
    body = table.grid(grid, columns, rows, lang, getRowId="params.data.code")
    return tile(name, body, foot=foot, actions=[table.files("forms", address)])


def _item(item: Any, lang: str) -> str:
    return f"{points.label_of(item, lang)} {points.share(item.weight)}"


def _row(told: NamedForm, scheme: Scheme, address: Address) -> dict[str, Any]:
    form, lang = told.form, address.lang
    assert scheme.rating
    counting = {each.criterion: each for each in form.counting}
    latest = max(each.submitted_at for each in form.answers)
    levels = {f"level_{at}": _level(counting.get(each.code)) for at, each in enumerate(scheme.rating.items)}
    return {
        "code": form.answers[0].rating,
        "about": _about(told, lang),
        "href": address.href(form_path(form.answers[0].rating), node=None),
        "street": told.street,
        "department": told.department,
        "points": points.number(form.points),
        "points_words": _points(told, lang),
        **levels,
        "submitted_at": numbers.stamp(latest.isoformat()),
    }


def _level(answer: Filled | None) -> int | None:
    return answer.level if answer else None


def _about(told: NamedForm, lang: str) -> str:
    form = told.form
    return form.whistle or text("form.period", lang, code=form.period)


def _points(told: NamedForm, lang: str) -> str:
    """The form's points; that it is none where too little of it is answered."""
    return text("form.invalid", lang) if told.form.points is None else points.points(told.form.points)


def title(told: NamedForm, lang: str) -> str:
    """Who rated whom, with which result."""
    return text("form.title", lang, street=told.street, department=told.department, points=_points(told, lang))


def facts(told: NamedForm, scheme: Scheme, address: Address) -> html.Section:
    """Who filled it in, about whom and what, and what it makes."""
    lang, form = address.lang, told.form
    pairs = [
        (text("form.street", lang), text("form.by_street", lang, street=told.street)),
        (text("form.department", lang), told.department),
        (text("form.about", lang), _about(told, lang)),
        (text("form.points", lang), _points(told, lang)),
        (text("form.answered", lang), _answered(told, scheme)),
        (text("form.versions", lang), str(len(form.answers))),
    ]
    body = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs]
    return tile(text("form.facts", lang), html.Dl(body, className="facts"), foot=text("form.facts_foot", lang))


def _answered(told: NamedForm, scheme: Scheme) -> str:
    """The weight of what is answered."""
    given = {each.criterion for each in told.form.counting}
    return points.share(sum(each.weight for each in scheme.rating.items if each.code in given) if scheme.rating else 0)


def answers(told: NamedForm, scheme: Scheme, address: Address) -> html.Section:
    """Every version of every answer: level, weight, points, reason, and whether it counts."""
    lang = address.lang
    keys = ("item", "weight", "level", "item_points", "reason", "submitted_at", "state", "rating")
    columns = [
        table.Column(
            key, text(f"form.{key}", lang), number=key in ("weight", "level", "item_points"), wrap=key == "reason"
        )
        for key in keys
    ]
    rows = [_answer(each, scheme, lang) for each in told.form.answers]
    return tile(text("form.answers", lang), table.plain(columns, rows), foot=text("form.answers_foot", lang))


def _answer(each: Filled, scheme: Scheme, lang: str) -> dict[str, Any]:
    rating = scheme.rating
    item = next((item for item in rating.items if item.code == each.criterion), None) if rating else None
    span = rating.scale_max - rating.scale_min if rating else 1
    made = (each.level - (rating.scale_min if rating else 0)) * 100 / span
    words = [text(f"form.state_{each.state}", lang)]
    words += [excluded_name(each.rule, lang), each.approved_by or ""] if each.rule and each.state == "excluded" else []
    words += [numbers.stamp(each.voided_at.isoformat())] if each.voided_at else []
    return {
        "item": points.label_of(item, lang) if item else each.criterion,
        "weight": points.share(item.weight) if item else None,
        "level": each.level,
        "item_points": f"{made:.0f}",
        "reason": each.reason,
        "submitted_at": numbers.stamp(each.submitted_at.isoformat()),
        "state": html.Span(" ".join(word for word in words if word), className=f"chip {LOOK[each.state]}"),
        "rating": each.rating,
    }


def call(told: NamedForm, address: Address) -> html.Section:
    """The record of the call beside what was said of it."""
    lang, found, name = address.lang, told.form.call, text("form.call", address.lang)
    if found is None:
        return tile(name, html.Div(html.Strong(text("form.no_call", lang)), className="tile-words"), state="empty")
    pairs: list[tuple[str, Any]] = [
        (text("form.whistle", lang), told.form.whistle),
        (text("form.kind", lang), value_name("whistle_kind", found["kind"], lang)),
    ]
    pairs += [(text(f"form.{key}", lang), numbers.stamp(found[key].isoformat())) for key in STAMPS if found[key]]
    pairs += [(text("form.minutes", lang), _minutes(found))] if found["arrived_at"] else []
    pairs += [(text("form.arrival", lang), _arrival(found, lang))]
    if found["case_id"]:
        link = dcc.Link(found["case_id"], href=address.href(case_path(found["case_id"])))
        pairs.append((text("form.case", lang), link))
    body = [html.Div([html.Dt(key), html.Dd(value)]) for key, value in pairs]
    return tile(name, html.Dl(body, className="facts"), foot=text("form.call_foot", lang))


def _minutes(found: Any) -> str:
    seconds = (found["arrived_at"] - found["blown_at"]).total_seconds()
    return f"{int(seconds // 60)}:{int(seconds % 60):02}" if seconds >= 0 else numbers.MISSING


def _arrival(found: Any, lang: str) -> str:
    if found["excluded"]:
        return excluded_name(found["excluded"], lang)
    return text(f"audit.record_{found['arrival']}", lang) if found["arrival"] else numbers.MISSING

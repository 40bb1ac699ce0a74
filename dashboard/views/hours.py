"""Arrivals in time by the hour and by the weekday of the whistle."""

from fractions import Fraction
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, metric_name, value_name
from warehouse.text import text

Document = dict[str, Any]
ONTIME = "whistle_ontime_rate"
HOUR, DAY = BY = ("hour", "weekday")
HOURS = tuple(f"{hour:02}:00" for hour in range(24))
DAYS = tuple(str(day) for day in range(1, 8))
WATCH = "watch"
HEIGHT = 250
# Of fewer whistles at night nothing is said; so many departments are listed.
FEW, MOST = 10, 8
SHORT = 3  # letters of a weekday under its column


def hours(document: Document, address: Address, generation: int, synthetic: bool) -> html.Section:
    """Twenty-four columns from midnight on."""
    return _drawn(document, HOURS, address, generation, synthetic)


def weekdays(document: Document, address: Address, generation: int, synthetic: bool) -> html.Section:
    """Seven columns from Monday on."""
    return _drawn(document, DAYS, address, generation, synthetic)


def night(whole: Document, parts: Document, address: Address, generation: int) -> html.Section:
    """Departments that come in time by day and not at night, the widest gap on top."""
    lang, name = address.lang, text("whistles.night", address.lang)
    instead = unless_ok(whole["total"], address, name)
    if instead:
        return instead
    held: dict[str, dict[str, Document]] = {}
    for group in parts["groups"]:
        if group["state"] == "ok":
            held.setdefault(group["key"]["department"]["code"], {})[group["key"][WATCH]["code"]] = group
    both = [each for each in held.values() if len(each) == 2 and numbers.count(each["night"]["n"]) >= FEW]
    both.sort(key=lambda each: (-_gap(each), each["night"]["key"]["department"]["code"]))
    wider = [each for each in both if _gap(each) > 0][:MOST]
    columns = [table.Column("name", dimension_name("department", lang), href="href")]
    columns += [table.Column(key, value_name(WATCH, key, lang), number=True) for key in ("night", "day")]
    columns.append(table.Column("gap", text("whistles.gap", lang), number=True))
    lines = [_both(each, address) for each in wider]
    city = {group["key"][WATCH]["code"]: group for group in whole["groups"] if group["state"] == "ok"}
    total = {"name": text("words.total", lang)} | {key: _said(group, lang) for key, group in city.items()}
    by = ("department", WATCH)
    files = table.downloads(*(address.export(ONTIME, kind, by, generation) for kind in ("xlsx", "csv")), lang)
    foot = text("whistles.night_foot", lang, n=FEW) + caption(parts, lang)
    return tile(name, table.plain(columns, lines, total), foot=foot, actions=[files])


def _both(each: dict[str, Document], address: Address) -> dict[str, Any]:
    lang, unit = address.lang, each["night"]["key"]["department"]
    told = {key: _said(group, lang) for key, group in each.items()}
    href = address.within(department=unit["code"])
    return {"name": unit["name"], "href": href, "gap": numbers.points(_gap(each), lang), **told}


def _gap(each: dict[str, Document]) -> Fraction:
    by_day, at_night = (numbers.ratio(each[key]) or Fraction(0) for key in ("day", "night"))
    return by_day - at_night


def _said(group: Document, lang: str) -> str:
    return f"{numbers.percent(group)} · {numbers.exact_parts(group, lang)}"


def _drawn(
    document: Document, codes: tuple[str, ...], address: Address, generation: int, synthetic: bool
) -> html.Section:
    lang, (by,) = address.lang, document["question"]["by"]
    name = text(f"whistles.by_{by}", lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    held = {group["key"][by]["code"]: group for group in document["groups"]}
    picture = figure.columns([_bar(code, held.get(code), by, address) for code in codes])
    picture["layout"]["yaxis"] |= {"ticksuffix": " %", "range": [0, 112]}
    drawing = chart(by, picture, text(f"whistles.by_{by}_label", lang), lang, HEIGHT, synthetic)
    behind = table.sheet(_table(document, codes, held, by, address), lang)
    files = table.downloads(*(address.export(ONTIME, kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    return tile(name, drawing, foot=caption(document, lang), actions=[behind, files])


def _bar(code: str, group: Document | None, by: str, address: Address) -> figure.Bar:
    lang, name = address.lang, _name(code, by, address.lang)
    if group is None or group["state"] != "ok":
        return figure.Bar(name, None, "", f"{name} · {numbers.MISSING}")
    rate = numbers.hundredths(numbers.ratio(group))
    said = f"{name} · {numbers.percent(group)} · {numbers.exact_parts(group, lang)}"
    return figure.Bar(name, rate, f"{rate:.0f}", said, address.within(**{by: code}))


def _name(code: str, by: str, lang: str) -> str:
    name = code[:2] if by == HOUR else value_name(by, code, lang)
    return name[:SHORT] if name.isascii() else name


def _table(
    document: Document, codes: tuple[str, ...], held: dict[str, Document], by: str, address: Address
) -> html.Div:
    lang = address.lang
    columns = [table.Column("name", dimension_name(by, lang), href="href")]
    columns += [table.Column("rate", metric_name(ONTIME, lang), number=True)]
    keys = ("on_time", "late", "never_arrived")
    columns += [table.Column(key, text(f"whistles.{key}", lang), number=True) for key in keys]
    lines = [
        {
            "name": value_name(by, code, lang),
            "href": address.within(**{by: code}),
            "rate": numbers.percent(held[code]),
            **{key: numbers.exact(held[code]["bins"][key], lang) for key in keys},
        }
        for code in codes
        if code in held
    ]
    whole = document["total"]
    total = {"name": text("words.total", lang), "rate": numbers.percent(whole)}
    return table.plain(columns, lines, total | {key: numbers.exact(whole["bins"][key], lang) for key in keys})

"""Dispatches beside the duty lists: most mis-dispatched, matches, returns, a street's own duty; the worst rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views import cases, figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, metric_name, unit_name, word
from dashboard.views.worst import written
from warehouse import BUCKETS, metric
from warehouse.text import text

Document = dict[str, Any]
MATCHED, REJECTED, OWN = "list_match_rate", "buck_passing_rate", "own_duty_whistle_rate"
ARRIVED = "whistle_ontime_rate"
MISSES = {
    MATCHED: ("assisting", "street_duty", "elsewhere"),
    REJECTED: ("rejected",),
    OWN: ("own_duty",),
}
LISTED, DRAWN = 10, 12


def most(name: str, document: Document, by: str, address: Address, generation: int, path: str) -> html.Section:
    """The units with most dispatches off the list, returns rejected, or whistles over their own duty."""
    lang = address.lang
    heading = text(f"department.most_{name}", lang, by=dimension_name(by, lang))
    instead = unless_ok(document["total"], address, heading)
    if instead:
        return instead
    known = [group for group in document["groups"] if group["key"][by]["code"] not in BUCKETS and _misses(name, group)]
    known.sort(key=lambda group: (-_misses(name, group), group["key"][by]["code"]))
    asked = metric(name)
    labels = {each.name: word(each.label, lang) for each in asked.bins}
    columns = [table.Column("name", dimension_name(by, lang), href="href", wrap=True)]
    columns += [table.Column(each, labels[each], number=True) for each in MISSES[name]]
    columns += [table.Column("parts", text("department.of", lang), number=True)]
    columns += [table.Column("rate", metric_name(name, lang), number=True)]
    rows = [
        {
            "name": unit_name(group["key"][by], lang),
            "href": address.within(path, **{by: group["key"][by]["code"]}),
            **{each: numbers.exact(group["bins"].get(each, 0), lang) for each in MISSES[name]},
            "parts": numbers.exact(group["denominator"], lang),
            "rate": numbers.percent(group),
        }
        for group in known[:LISTED]
    ]
    files = table.downloads(*(address.export(name, kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    body = table.plain(columns, rows) if rows else _none(lang)
    return tile(heading, body, foot=caption(document, lang), actions=[files])


def _misses(name: str, group: Document) -> Any:
    return sum(numbers.count((group["bins"] or {}).get(each)) for each in MISSES[name])


def matches(document: Document, by: str, address: Address, generation: int, synthetic: bool) -> html.Section:
    """The share dispatched by the list, lowest first."""
    lang, name = address.lang, text("department.matches", address.lang, by=dimension_name(by, address.lang))
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    known = [group for group in document["groups"] if group["state"] == "ok"]
    known.sort(key=lambda group: (numbers.ratio(group) or 0, group["key"][by]["code"]))
    bars = [_bar(group, by, address) for group in known[:DRAWN]]
    height = max(150, 28 * len(bars) + 60)
    drawing = chart("matches", figure.bars(bars, " %"), text("department.matches_label", lang), lang, height, synthetic)
    columns = [
        table.Column("name", dimension_name(by, lang)),
        table.Column("parts", text("overview.parts", lang), number=True),
        table.Column("rate", metric_name(MATCHED, lang), number=True),
        table.Column("outside", text("department.unlisted", lang), number=True),
    ]
    rows = [_matched(group["key"][by]["name"], group, lang) for group in known]
    total = _matched(text("words.total", lang), document["total"], lang)
    files = table.downloads(*(address.export(MATCHED, kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    behind = table.sheet(table.plain(columns, rows, total), lang)
    return tile(name, drawing, foot=caption(document, lang), actions=[behind, files])


def _matched(name: str, group: Document, lang: str) -> dict[str, Any]:
    return {
        "name": name,
        "parts": numbers.exact_parts(group, lang),
        "rate": numbers.percent(group),
        "outside": numbers.exact(group["outside"]["unlisted"], lang),
    }


def _bar(group: Document, by: str, address: Address) -> figure.Bar:
    unit = group["key"][by]
    said = f"{unit['name']} · {numbers.percent(group)} · {numbers.exact_parts(group, address.lang)}"
    href = address.within(**{by: unit["code"]})
    return figure.Bar(unit["name"], numbers.hundredths(numbers.ratio(group)), numbers.percent(group), said, href)


def calls(
    document: Document, rows: Sequence[dict[str, Any]], chosen: bool, address: Address, generation: int
) -> html.Section:
    """The calls furthest past their limit, each leading to its whistle."""
    lang, name = address.lang, text("department.worst_calls", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    columns = [table.Column("whistle_id", text("whistles.whistle", lang), href="href")]
    columns += (
        [] if chosen else [table.Column("department_name", dimension_name("department", lang), href="department_href")]
    )
    columns += [
        table.Column("whistle_kind_name", dimension_name("whistle_kind", lang)),
        *(table.Column(key, text(f"whistles.{key}", lang)) for key in ("blown_at", "arrived_at", "beyond")),
    ]
    total = document["total"]
    missed = numbers.count(total["denominator"]) - numbers.count(total["numerator"])
    counts = {"n": numbers.exact(missed, lang), "of": numbers.exact(total["denominator"], lang)}
    body = table.plain(columns, [written(row, address) for row in rows]) if rows else _none(lang)
    foot = [html.Div(text("department.calls_foot", lang, **counts)), html.Div(caption(document, lang))]
    files = table.downloads(*(address.export(ARRIVED, kind, (), generation) for kind in ("xlsx", "csv")), lang)
    return tile(name, body, foot=foot, actions=[files])


def _none(lang: str) -> html.Strong:
    return html.Strong(text("department.none_found", lang))


def overdue(
    document: Document, rows: Sequence[Mapping[str, Any]], total: int, address: Address, generation: int
) -> html.Section:
    """The cases that have been overdue longest, each leading to itself, and the way to all of them."""
    lang, name = address.lang, text("department.overdue_cases", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    columns = [
        table.Column("case_id", cases.column_name("case_id", lang), href="href"),
        *(table.Column(key, cases.column_name(key, lang)) for key in ("due_at", "street", "item_3")),
    ]
    told = cases.listed(rows, "overdue", address, generation)
    every = dcc.Link(
        text("department.all_overdue", lang, n=numbers.exact(total, lang)),
        href=address.href("/closure", listed="overdue"),
    )
    body = table.plain(columns, told) if told else _none(lang)
    files = cases.whole("overdue", total, address, generation)
    return tile(name, body, foot=[html.Div(every), html.Div(caption(document, lang))], actions=[files])

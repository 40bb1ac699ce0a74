"""What comes back after it was closed, and what is reported more from week to week."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.caption import caption, code_name
from dashboard.views.tile import empty, tile, unless_ok
from dashboard.views.words import dimension_name, metric_name, unit_name
from warehouse import BUCKETS, Period
from warehouse.text import text

Document = dict[str, Any]
RELAPSE, REPORTED = "relapse_rate", "reported_count"
LISTED = 10


def most(document: Document, by: str, address: Address, generation: int) -> html.Section:
    """The units where most cases came back after closing."""
    lang, name = address.lang, text("verdict.again", address.lang, by=dimension_name(by, address.lang))
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    known = [group for group in document["groups"] if group["key"][by]["code"] not in BUCKETS]
    ordered = sorted(known, key=lambda group: (-numbers.count(group["numerator"]), group["key"][by]["code"]))
    listed = [group for group in ordered[:LISTED] if numbers.count(group["numerator"])]
    columns = [
        table.Column("name", dimension_name(by, lang), href="href", wrap=True),
        table.Column("n", text("verdict.came_back", lang), number=True),
        table.Column("rate", text("verdict.again_rate", lang), number=True),
    ]
    rows = [
        {
            "name": unit_name(group["key"][by], lang),
            "href": address.within("/closure", **{by: group["key"][by]["code"]}),
            "n": numbers.exact(group["numerator"], lang),
            "rate": numbers.percent(group),
        }
        for group in listed
    ]
    files = table.downloads(*(address.export(RELAPSE, kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    body = table.plain(columns, rows) if rows else html.Strong(text("verdict.none_again", lang))
    return tile(name, body, foot=caption(document, lang), actions=[files])


def rising(weeks: Sequence[Period], answers: Sequence[Document], address: Address, generation: int) -> html.Section:
    """The items that grew most, those first that grew every week."""
    lang, name = address.lang, text("verdict.rising", address.lang)
    if answers[-1]["total"]["state"] == "no_feed":
        return unless_ok(answers[-1]["total"], address, name) or empty(lang, name)
    if not any(numbers.count(answer["total"]["numerator"]) for answer in answers):
        return empty(lang, name)
    items = [item for item in _series(answers) if item[1][-1] > item[1][0]]
    listed = sorted(items, key=lambda item: (not _every_week(item[1]), item[1][0] - item[1][-1], item[0]["code"]))[
        :LISTED
    ]
    columns = [table.Column("name", dimension_name("item_3", lang), href="href", wrap=True)]
    columns += [table.Column(f"week_{at}", _week(week, lang), number=True) for at, week in enumerate(weeks)]
    rows = [
        {
            "name": ("▲ " if _every_week(counts) else "") + str(unit["name"]),
            "href": address.within("/closure", item_3=unit["code"]),
            **{f"week_{at}": numbers.exact(n, lang) for at, n in enumerate(counts)},
        }
        for unit, counts in listed
    ]
    there = replace(address, period=None, since=weeks[0].first, until=weeks[-1].last)
    files = table.downloads(
        *(there.export(REPORTED, kind, ("item_3", "week"), generation) for kind in ("xlsx", "csv")), lang
    )
    body = table.plain(columns, rows) if rows else html.Strong(text("verdict.none_rising", lang))
    foot = text(
        "verdict.rising_foot",
        lang,
        what=metric_name(REPORTED, lang),
        first=weeks[0].first,
        last=weeks[-1].last,
        as_of=answers[-1]["question"]["as_of"],
        n=numbers.exact(answers[-1]["total"]["numerator"], lang),
    )
    return tile(name, body, foot=foot, actions=[files])


def _series(answers: Sequence[Document]) -> list[tuple[Document, list[Any]]]:
    """Each item with its counts week by week; an item not seen in a week has none there."""
    counts = [
        {group["key"]["item_3"]["code"]: numbers.count(group["numerator"]) for group in answer["groups"]}
        for answer in answers
    ]
    units = {group["key"]["item_3"]["code"]: group["key"]["item_3"] for answer in answers for group in answer["groups"]}
    return [(unit, [week.get(code, 0) for week in counts]) for code, unit in units.items() if code not in BUCKETS]


def _every_week(counts: Sequence[Any]) -> bool:
    return all(after > before for before, after in zip(counts, counts[1:], strict=False))


def _week(week: Period, lang: str) -> str:
    return (
        text("verdict.week", lang, n=week.first.isocalendar().week) if week.first else code_name(week.code or "", lang)
    )

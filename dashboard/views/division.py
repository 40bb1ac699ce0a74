"""The rates divided by any dimension: as bars, and as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption, credited
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, metric_name, shown_name, unit_name
from warehouse import BUCKETS
from warehouse.text import text

Document = dict[str, Any]
RATES = ("closure_rate", "case_completion_rate", "ontime_closure_rate")
DRAWN = 24
# Room for a digit and for the edges of a cell, in pixels.
DIGIT, CELL = 7, 22
# A letter of a name, and between what a column of names may take.
NAME, SHORT, LONG = 13, 100, 190
# A title that takes two lines in this width.
LONG_TITLE = 100


def division(
    found: Mapping[str, Document], by: str, address: Address, generation: int, synthetic: bool
) -> html.Section:
    """The closure rate by one dimension as bars, the lowest first: that is where to look."""
    lang, name = address.lang, text("closure.division", address.lang, by=dimension_name(by, address.lang))
    document = found[RATES[0]]
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    known = [group for group in document["groups"] if group["state"] == "ok"]
    units = [group for group in known if not _bucket(group, by)]
    ordered = sorted(units, key=lambda group: _worst_first(group, by))
    drawn = [_bar(group, by, address) for group in ordered[:DRAWN]]
    rest = [_bar(group, by, address, "@grey") for group in known if _bucket(group, by)]
    height = max(150, 30 * (len(drawn) + len(rest)) + 60)
    foot = caption(document, lang) + (text("closure.lowest", lang, n=DRAWN) if len(units) > DRAWN else "")
    picture = figure.bars(drawn, " %", apart=rest)
    drawing = chart("division", picture, text("closure.division_label", lang), lang, height, synthetic)
    files = table.downloads(*(address.export(RATES[0], kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    return tile(name, drawing, foot=foot, actions=[files])


def division_table(found: Mapping[str, Document], by: str, address: Address, grid: Any) -> html.Section:
    """The same division as a table of counts and rates, with the total pinned."""
    lang, name = address.lang, text("closure.table", address.lang, by=dimension_name(by, address.lang))
    instead = unless_ok(found[RATES[0]]["total"], address, name)
    if instead:
        return instead
    total = _figures([found[each]["total"] for each in RATES]) | {"name": text("words.total", lang)}
    lines = [_line(groups, by, address) for groups in _ordered(found, by, address)]
    columns = _table_columns(found[RATES[0]], total, by, lang)
    foot = caption(found[RATES[0]], lang) + _sum_note(found[RATES[0]], by, lang)
    return tile(name, table.grid(grid, columns, lines, lang, total), foot=foot)


def deeper(by: str, code: str, address: Address) -> str:
    """Where a unit leads: the same page within it, divided by what comes next."""
    times = tuple(name for name in address.by if name != by)
    return address.href("/closure", by=times, where={**address.where, by: code})


def _bucket(group: Document, by: str) -> bool:
    return group["key"][by]["code"] in BUCKETS


def _worst_first(group: Document, by: str) -> tuple[bool, bool, Any, str]:
    """The order of units: the lowest rate first, then those without one, then what belongs to no unit."""
    rate = numbers.ratio(group)
    return _bucket(group, by), rate is None, rate or 0, group["key"][by]["code"]


def _ordered(found: Mapping[str, Document], by: str, address: Address) -> list[list[Document]]:
    """Each unit's groups, one a rate; within a department only the units that have its cases."""
    every = [[found[each]["groups"][at] for each in RATES] for at in range(len(found[RATES[0]]["groups"]))]
    if "department" in address.where:
        every = [groups for groups in every if numbers.count(groups[0]["n"])]
    return sorted(every, key=lambda groups: _worst_first(groups[0], by))


def _table_columns(document: Document, total: Mapping[str, Any], by: str, lang: str) -> list[table.Column]:
    digits = numbers.CREDIT_DIGITS if credited(document) else 0
    overdue = "overdue_of_period" if document["question"]["period"] else "overdue"
    titles = {"reported": "reported", "closed": "closed", "open": "open", "overdue": overdue}
    longest = max((len(shown_name(group["key"][by], lang)) for group in document["groups"]), default=0)
    room = min(max(NAME * longest + CELL, SHORT), LONG)
    columns = [table.Column("name", dimension_name(by, lang), href="href", width=room)]
    for key, title_ in titles.items():
        room = DIGIT * len(f"{total[key] or 0:,.{digits}f}") + CELL
        words = text(f"closure.{title_}", lang)
        columns.append(
            table.Column(
                key,
                words,
                number=True,
                width=max(LONG_TITLE if title_ == "overdue_of_period" else 66, room, _room(words)),
                digits=digits,
            )
        )
    for each in RATES:
        words = metric_name(each, lang)
        columns.append(table.Column(each, words, number=True, suffix=" %", width=max(80, _room(words)), digits=2))
    return columns


def _room(words: str) -> int:
    """What the longest word of a header takes, so that none is broken."""
    return DIGIT * max(len(word) for word in words.split()) + CELL if words.isascii() else 0


def _sum_note(document: Document, by: str, lang: str) -> str:
    if by != "department":
        return ""
    rows = "credited_sum" if credited(document) else "not_additive"
    return text(f"closure.{rows}", lang) + text("closure.own_deadlines", lang)


def _bar(group: Document, by: str, address: Address, colour: str = "@accent") -> figure.Bar:
    unit = group["key"][by]
    said = f"{unit_name(unit, address.lang)}<br>{numbers.percent(group)} · {numbers.exact_parts(group, address.lang)}"
    return figure.Bar(
        shown_name(unit, address.lang),
        numbers.hundredths(numbers.ratio(group)),
        numbers.percent(group),
        said,
        deeper(by, unit["code"], address),
        colour,
    )


def _line(groups: Sequence[Document], by: str, address: Address) -> dict[str, Any]:
    unit = groups[0]["key"][by]
    href = deeper(by, unit["code"], address)
    if by == "department" and unit["code"] not in BUCKETS:  # its own page tells more than its cases
        href = address.href("/department", by=(), where={by: unit["code"]})
    return {"name": shown_name(unit, address.lang), "href": href, **_figures(groups)}


def _figures(totals: Sequence[Document]) -> dict[str, Any]:
    closure, completion, _ = totals
    counts = {
        "reported": closure["denominator"],
        "closed": closure["bins"]["closed"],
        "open": closure["bins"]["open"],
        "overdue": completion["bins"]["open_overdue"],
    }
    rates_ = {name: numbers.hundredths(numbers.ratio(total)) for name, total in zip(RATES, totals, strict=True)}
    return {key: numbers.plain(n) for key, n in counts.items()} | rates_

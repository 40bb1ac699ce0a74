"""The verdict page: the rates of follow-ups, declared closed against confirmed, what became of the calls."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.reading import Reading
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.card import SMALL, card
from dashboard.views.chart import chart
from dashboard.views.pair import Layer, pairs
from dashboard.views.tile import loading, tile, unless_ok
from dashboard.views.words import dimension_name, metric_name, shown_name, unit_name, word
from warehouse import BUCKETS, metric
from warehouse.text import text

Document = dict[str, Any]
# No rate of follow-ups without what it rests on; signing and self-handling stand beside.
CARDS = (
    ("response_rate", None),
    ("resolution_rate", None),
    ("satisfaction_rate", None),
    ("callback_coverage", "auto_praise_rate"),
    ("sign_ontime_rate", None),
    ("street_self_handle_rate", None),
)
METRICS = tuple(name for pair in CARDS for name in pair if name)
DECLARED, CONFIRMED = PAIR = ("closure_rate", "confirmed_rate")
DRAWN = 16
GRID, PLAIN = "declared-grid", 100  # from so many units on a cell is no component of its own
_RATE: dict[str, Any] = {"suffix": " %", "digits": 2}
COLUMNS: dict[str, dict[str, Any]] = {
    **{"reported": {}, "closed": {}, "declared": _RATE},
    **{"heard": {}, "confirmed": {}, "rate": _RATE, "gap": {"digits": 2}},
}
COLOURS = {"valid": "@accent", "auto_default": "@second"}


def cards(readings: Mapping[str, Reading], address: Address, step: str) -> list[html.Section]:
    """The cards; each leads to the cases with the same filters."""
    return [
        card(readings[name], address, step, address.href("/theatre", by=(), metric=name), readings.get(pair or ""))
        for name, pair in CARDS
    ]


def waiting(lang: str) -> list[html.Section]:
    """What stands for the cards until they come."""
    return [loading(lang) for _ in CARDS]


def title(readings: Mapping[str, Reading], lang: str) -> str:
    """What people say in one sentence; the page's name where nobody was heard."""
    now = [readings[name].now for name in ("resolution_rate", "satisfaction_rate", "callback_coverage")]
    if any(total["state"] != "ok" for total in now):
        return text("verdict.name", lang)
    resolved, satisfied, covered = (numbers.percent(total) for total in now)
    return text("verdict.title", lang, resolved=resolved, satisfied=satisfied, covered=covered)


def declared(
    found: Mapping[str, Document], by: str, address: Address, generation: int, synthetic: bool
) -> html.Section:
    """The closure rate beside what people confirm of it, the widest gap on top."""
    lang, name = address.lang, text("verdict.declared", address.lang, by=dimension_name(by, address.lang))
    instead = unless_ok(found[CONFIRMED]["total"], address, name)
    if instead:
        return instead
    units = _units(found, by)
    known = [unit for unit in units if unit[0]["key"][by]["code"] not in BUCKETS and _gap(unit) is not None]
    drawn = known[:DRAWN]
    names = [shown_name(unit[0]["key"][by], lang) for unit in drawn]
    layers = [
        Layer(metric_name(each, lang), colour, [_bar(unit[at], by, address) for unit in drawn])
        for at, (each, colour) in enumerate(zip(PAIR, ("@grey", "@accent"), strict=True))
    ]
    height = max(200, 34 * len(drawn) + 90)
    drawing = chart(
        "declared", pairs(names, layers, " %"), text("verdict.declared_label", lang), lang, height, synthetic
    )
    files = table.downloads(*(address.export(CONFIRMED, kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    behind = table.sheet(_declared_table(found, units, by, address), lang)
    few = any(numbers.count(unit[1]["n"]) < SMALL for unit in drawn)
    foot = caption(found[CONFIRMED], lang) + (text("verdict.widest", lang, n=DRAWN) if len(known) > DRAWN else "")
    foot += text("verdict.few", lang, n=SMALL) if few else ""
    return tile(name, drawing, foot=foot, actions=[behind, files])


def calls(document: Document, address: Address, generation: int, synthetic: bool) -> html.Section:
    """Closed cases by what became of their follow-up: valid, by default, not reached, no answer, never called."""
    lang, name, total = address.lang, text("verdict.calls", address.lang), document["total"]
    instead = unless_ok(total, address, name)
    if instead:
        return instead
    names = {each.name: word(each.label, lang) for each in metric(document["metric"]).bins}
    picture = figure.bars([_part(key, written, total, lang) for key, written in names.items()])
    picture["layout"]["xaxis"]["tickformat"] = ","
    drawing = chart("calls", picture, text("verdict.calls_label", lang), lang, 34 * len(names) + 60, synthetic)
    files = table.downloads(
        *(address.export(document["metric"], kind, (), generation) for kind in ("xlsx", "csv")), lang
    )
    behind = table.sheet(_calls_table(names, total, lang), lang)
    return tile(name, drawing, foot=caption(document, lang), actions=[behind, files])


def _calls_table(names: Mapping[str, str], total: Document, lang: str) -> html.Div:
    columns = [
        table.Column("name", text("verdict.call", lang)),
        table.Column("n", text("closure.cases", lang), number=True),
        table.Column("share", text("closure.share", lang), number=True),
    ]
    lines = [
        {"name": written, "n": numbers.exact(total["bins"][key], lang), "share": _share(key, total)}
        for key, written in names.items()
    ]
    whole = {"name": text("verdict.all_closed", lang), "n": numbers.exact(total["denominator"], lang)}
    return table.plain(columns, lines, whole)


def _part(key: str, name: str, total: Document, lang: str) -> figure.Bar:
    n = total["bins"][key]
    said = f"{name} · {numbers.exact(n, lang)} · {_share(key, total)}"
    return figure.Bar(name, numbers.plain(n), numbers.compact(n, lang), said, colour=COLOURS.get(key, "@grey"))


def _share(key: str, total: Document) -> str:
    share = Fraction(numbers.count(total["bins"][key])) / Fraction(numbers.count(total["denominator"]))
    return f"{numbers.hundredths(share):.2f} %"


def _units(found: Mapping[str, Document], by: str) -> list[tuple[Document, Document]]:
    """Each unit's two rates, the widest gap first; after these where few were heard, then where nobody was."""
    confirmed = {group["key"][by]["code"]: group for group in found[CONFIRMED]["groups"]}
    both = [(group, confirmed[group["key"][by]["code"]]) for group in found[DECLARED]["groups"]]
    return sorted(
        both,
        key=lambda unit: (
            _gap(unit) is None,
            numbers.count(unit[1]["n"]) < SMALL,
            -(_gap(unit) or 0),
            unit[0]["key"][by]["code"],
        ),
    )


def _gap(unit: tuple[Document, Document]) -> Fraction | None:
    first, second = (numbers.ratio(total) for total in unit)
    return None if first is None or second is None else first - second


def _bar(group: Document, by: str, address: Address) -> figure.Bar:
    unit = group["key"][by]
    said = f"{unit_name(unit, address.lang)}<br>{numbers.percent(group)} · {numbers.exact_parts(group, address.lang)}"
    value = numbers.hundredths(numbers.ratio(group))
    return figure.Bar(unit["name"], value, numbers.percent(group), said, deeper(by, unit["code"], address))


def deeper(by: str, code: str, address: Address) -> str:
    """Where a unit leads: the same page within it, divided by what comes next."""
    return address.href(by=tuple(name for name in address.by if name != by), where={**address.where, by: code})


def _declared_table(
    found: Mapping[str, Document], units: Sequence[tuple[Document, Document]], by: str, address: Address
) -> Component:
    """Every unit's figures; more units than a plain table can bear stand in a grid, as numbers."""
    lang, many = address.lang, len(units) > PLAIN
    figures = _numbers if many else _figures
    columns = [table.Column("name", dimension_name(by, lang), href="href")]
    columns += [
        table.Column(key, text(f"verdict.column_{key}", lang), number=True, **of) for key, of in COLUMNS.items()
    ]
    lines = [
        {
            "name": unit_name(unit[0]["key"][by], lang),
            "href": deeper(by, unit[0]["key"][by]["code"], address),
            **figures(unit, lang),
        }
        for unit in units
    ]
    whole = figures((found[DECLARED]["total"], found[CONFIRMED]["total"]), lang)
    total = {"name": text("words.total", lang), **whole}
    return table.grid(GRID, columns, lines, lang, total) if many else table.plain(columns, lines, total)


def _numbers(unit: tuple[Document, Document], lang: str) -> dict[str, Any]:
    """What `_figures` says, as numbers that a grid sorts."""
    first, second = unit
    gap = _gap(unit)
    return {
        "reported": numbers.plain(first["denominator"]),
        "closed": numbers.plain(first["numerator"]),
        "declared": numbers.hundredths(numbers.ratio(first)),
        "heard": numbers.plain(second["denominator"]),
        "confirmed": numbers.plain(second["numerator"]),
        "rate": numbers.hundredths(numbers.ratio(second)),
        "gap": None if gap is None else numbers.hundredths(gap),
    }


def _figures(unit: tuple[Document, Document], lang: str) -> dict[str, str | None]:
    first, second = unit
    gap = _gap(unit)
    return {
        "reported": numbers.exact(first["denominator"], lang),
        "closed": numbers.exact(first["numerator"], lang),
        "declared": numbers.percent(first),
        "heard": numbers.exact(second["denominator"], lang),
        "confirmed": numbers.exact(second["numerator"], lang),
        "rate": numbers.percent(second),
        "gap": None if gap is None else f"{'−' if gap < 0 else ''}{numbers.points(gap, lang)}",
    }

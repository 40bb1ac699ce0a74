"""Who finds cases and who closes them: levels from city to community, grids and the public."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.pair import Layer, pairs
from dashboard.views.tile import empty, tile, unless_ok
from dashboard.views.words import dimension_name, metric_name
from warehouse import BUCKETS
from warehouse.text import text

Document = dict[str, Any]
CLOSED, SIDE = "handled_count", "found_by"
FOUND_AT, CLOSED_AT = LEVELS = ("found_level", "closed_level")
REPORTED, *OTHERS = RATES = ("reported_count", "closure_rate", "confirmed_rate")
# From the top down; a level the city names itself comes after these.
ORDER = ("city", "district", "street", "community", "grid")
COLOUR_OF = {"grid": "@accent", "public": "@second"}
COLOURS = ("@accent", "@second", "@third", "@scale", "@none")


def levels(document: Document, address: Address, generation: int, synthetic: bool) -> html.Section:
    """For each level that found cases the share of each level that closed them."""
    lang, name = address.lang, text("verdict.levels", address.lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    counts, words = _matrix(document)
    rows, closing = (_ordered({key[at] for key in counts}) for at in (0, 1))
    if all(level in BUCKETS for level in (*rows, *closing)):
        return empty(lang, name)
    known = {level: sum(counts.get((level, each), 0) for each in closing) for level in rows}
    layers = [
        Layer(
            words[CLOSED_AT, level],
            "@grey" if level in BUCKETS else COLOURS[at % len(COLOURS)],
            [_share(words, (row, level), counts.get((row, level), 0), known[row], lang) for row in rows],
        )
        for at, level in enumerate(closing)
    ]
    picture = pairs([words[FOUND_AT, row] for row in rows], layers, " %", stacked=True)
    drawing = chart("levels", picture, text("verdict.levels_label", lang), lang, 44 * len(rows) + 90, synthetic)
    columns = [table.Column("name", text("verdict.found_and_closed", lang))]
    columns += [table.Column(level, words[CLOSED_AT, level], number=True) for level in closing]
    columns.append(table.Column("total", text("words.total", lang), number=True))
    lines = [
        _line(words[FOUND_AT, row], {level: counts.get((row, level), 0) for level in closing}, lang) for row in rows
    ]
    whole = {level: sum(counts.get((row, level), 0) for row in rows) for level in closing}
    behind = table.sheet(table.plain(columns, lines, _line(text("words.total", lang), whole, lang)), lang)
    files = table.downloads(*(address.export(CLOSED, kind, LEVELS, generation) for kind in ("xlsx", "csv")), lang)
    return tile(name, drawing, foot=caption(document, lang), actions=[behind, files])


def sides(found: Mapping[str, Document], address: Address, generation: int, synthetic: bool) -> html.Section:
    """Reported cases by who found them, with what was closed of them and what people confirm."""
    lang, name, reported = address.lang, text("verdict.sides", address.lang), found[REPORTED]
    instead = unless_ok(reported["total"], address, name)
    if instead:
        return instead
    if not numbers.count(reported["total"]["numerator"]):
        return empty(lang, name)
    whole = Fraction(numbers.count(reported["total"]["numerator"]))
    names = {group["key"][SIDE]["code"]: group["key"][SIDE]["name"] for group in reported["groups"]}
    codes = sorted(names, key=lambda code: (code in BUCKETS, code not in COLOUR_OF, code))
    by_code = {each: {group["key"][SIDE]["code"]: group for group in found[each]["groups"]} for each in RATES}
    rows = [_bar(names[code], by_code[REPORTED][code], whole, code, lang) for code in codes]
    drawing = chart(
        "sides", figure.bars(rows, " %"), text("verdict.sides_label", lang), lang, 40 * len(rows) + 60, synthetic
    )
    columns = [
        table.Column("name", dimension_name(SIDE, lang)),
        table.Column("n", metric_name(REPORTED, lang), number=True),
    ]
    columns += [table.Column(each, metric_name(each, lang), number=True) for each in OTHERS]
    lines = [
        {
            "name": names[code],
            "n": numbers.exact(by_code[REPORTED][code]["numerator"], lang),
            **{each: _rate(by_code[each].get(code), lang) for each in OTHERS},
        }
        for code in codes
    ]
    files = table.downloads(*(address.export(REPORTED, kind, (SIDE,), generation) for kind in ("xlsx", "csv")), lang)
    return tile(name, [drawing, table.plain(columns, lines)], foot=caption(reported, lang), actions=[files])


def _matrix(document: Document) -> tuple[dict[tuple[str, str], int | Fraction], dict[tuple[str, str], str]]:
    """Closed cases by both levels, and the levels in words."""
    counts: dict[tuple[str, str], int | Fraction] = {}
    words: dict[tuple[str, str], str] = {}
    for group in document["groups"]:
        if numbers.count(group["numerator"]):
            counts[group["key"][FOUND_AT]["code"], group["key"][CLOSED_AT]["code"]] = numbers.count(group["numerator"])
            words |= {(each, group["key"][each]["code"]): group["key"][each]["name"] for each in LEVELS}
    return counts, words


def _ordered(levels_: set[str]) -> list[str]:
    """From the top down, what is not known last."""
    return sorted(levels_, key=lambda each: (each in BUCKETS, ORDER.index(each) if each in ORDER else len(ORDER), each))


def _share(
    words: Mapping[tuple[str, str], str], pair: tuple[str, str], n: int | Fraction, whole: int | Fraction, lang: str
) -> figure.Bar:
    share = numbers.hundredths(Fraction(n) / Fraction(whole)) if whole else None
    said = text(
        "verdict.level_hover",
        lang,
        found=words[FOUND_AT, pair[0]],
        closed=words[CLOSED_AT, pair[1]],
        n=numbers.exact(n, lang),
        share=f"{share or 0:.2f} %",
    )
    return figure.Bar(pair[1], share, "", said)


def _line(name: str, counts: Mapping[str, int | Fraction], lang: str) -> dict[str, str]:
    written = {level: numbers.exact(n, lang) for level, n in counts.items()}
    return {"name": name, **written, "total": numbers.exact(sum(counts.values()), lang)}


def _bar(name: str, group: Document, whole: Fraction, code: str, lang: str) -> figure.Bar:
    n = numbers.count(group["numerator"])
    share = numbers.hundredths(Fraction(n) / whole)
    colour = COLOUR_OF.get(code, "@grey")
    return figure.Bar(name, share, f"{share:.2f} %", f"{name} · {numbers.exact(n, lang)}", colour=colour)


def _rate(group: Document | None, lang: str) -> str:
    if group is None or group["state"] == "no_feed":
        return numbers.MISSING
    return f"{numbers.percent(group)} ({numbers.parts(group, lang)})" if group["state"] == "ok" else numbers.MISSING

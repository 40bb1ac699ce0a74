"""Streets as those who whistle: how many, how many with others, taken back, judged invalid; and how units sum up."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.caption import caption
from dashboard.views.tile import empty, tile, unless_ok
from dashboard.views.words import dimension_name, metric_name, shown_name, value_name
from warehouse import Answer
from warehouse.text import text

Document = dict[str, Any]
COUNT, ONTIME = "whistle_count", "whistle_ontime_rate"
METRICS = (COUNT, "whistle_withdrawn_rate", "whistle_validity_rate", ONTIME)
RATES = METRICS[1:]
OWN = "own_duty_whistle_rate"  # where lists say whose duty an item is


def streets(
    name: str, found: Mapping[str, Document], shared: Document, address: Address, generation: int
) -> html.Section:
    """Every street: whistles it took part in, its share of them, withdrawn and invalid ones, arrivals to it."""
    lang, document = address.lang, found[COUNT]
    titled = text("whistles.streets", lang)
    instead = _unless_blown(document["total"], address, titled)
    if instead:
        return instead
    shares = {group["key"]["street"]["code"]: group for group in shared["groups"]}
    rates_ = (*RATES, OWN) if OWN in found and found[OWN]["total"]["state"] == "ok" else RATES
    others = {each: {group["key"]["street"]["code"]: group for group in found[each]["groups"]} for each in rates_}
    lines = []
    for group in document["groups"]:
        unit = group["key"]["street"]
        if not numbers.count(group["rows"]) and unit["code"] not in shares:
            continue
        rates = {each: others[each].get(unit["code"]) for each in rates_}
        own = {"name": shown_name(unit, lang), "href": address.within(street=unit["code"])}
        lines.append(own | _line(group, shares.get(unit["code"]), rates))
    lines.sort(key=lambda line: (-(line["whole"] or 0), line["name"]))
    total = _line(document["total"], shared["total"], {each: found[each]["total"] for each in rates_})
    grid = table.grid(name, _columns(OWN in rates_, lang), lines, lang, {"name": text("words.total", lang)} | total)
    sums = _sums(document.get("identity"), document["total"]["n"], shared["total"]["n"], lang)
    foot = [html.Div(text("whistles.identity", lang, **sums)), html.Div(caption(document, lang))]
    return tile(titled, grid, foot=foot, actions=_files(address, "street", generation))


def joint(found: Mapping[str, tuple[Answer, Answer]], address: Address, generation: int) -> html.Section:
    """The identity by street and by department, counted whole and shared."""
    lang, name = address.lang, text("whistles.joint", address.lang)
    first = replace(found["street"][0], groups=()).document(lang)
    instead = _unless_blown(first["total"], address, name)
    if instead:
        return instead
    columns = [table.Column("by", text("words.unit", lang))]
    columns += [
        table.Column(key, text(f"whistles.{key}", lang), number=True)
        for key in ("units", "overlaps", "whole", "shared_sum")
    ]
    lines = [
        {"by": dimension_name(by, lang)} | _sums(whole.identity, whole.total.n, shared.total.n, lang)
        for by, (whole, shared) in found.items()
    ]
    parts = {key: numbers.exact(first["total"]["bins"][key], lang) for key in ("single", "joint")}
    files = [html.Div([dimension_name(by, lang), ":", *_files(address, by, generation)]) for by in found]
    foot = [html.Div(text("whistles.joint_foot", lang, **parts)), html.Div(caption(first, lang)), *files]
    return tile(name, table.plain(columns, lines), foot=foot)


def _unless_blown(total: Document, address: Address, name: str) -> html.Section | None:
    """The tile that stands for no whistles at all: a count of none is no figure to divide."""
    return unless_ok(total, address, name) or (None if numbers.count(total["n"]) else empty(address.lang, name))


def _sums(identity: Mapping[str, Any] | None, n: Any, shares: Any, lang: str) -> dict[str, str]:
    """The parts of the identity in words; where a filter leaves one unit nothing overlaps."""
    told = identity or {"units": n, "overlaps": 0, "whole": n}
    return {key: numbers.exact(number, lang) for key, number in (*told.items(), ("shared_sum", shares))}


def _files(address: Address, by: str, generation: int) -> list[html.Span]:
    """Both views as files: each says which it is."""
    lang, found = address.lang, []
    for view in ("participation", "shared"):
        there = replace(address, view=view)
        xlsx, csv = (there.export(COUNT, kind, (by,), generation) for kind in ("xlsx", "csv"))
        found.append(html.Span([f" {text(f'whistles.view_{view}', lang)} ", table.downloads(xlsx, csv, lang), " "]))
    return found


def _columns(own: bool, lang: str) -> list[table.Column]:
    counts = text("whistles.counts", lang)
    more = [table.Column(OWN, metric_name(OWN, lang), number=True, suffix=" %", digits=2)] if own else []
    return [
        table.Column("name", dimension_name("street", lang), href="href", width=130),
        table.Column("whole", text("whistles.view_participation", lang), number=True, under=(counts,)),
        table.Column("shared", text("whistles.view_shared", lang), number=True, digits=1, under=(counts,)),
        table.Column("joint", value_name("joint", "joint", lang), number=True, under=(counts,)),
        table.Column("withdrawn", text("whistles.withdrawn", lang), number=True),
        table.Column(RATES[0], metric_name(RATES[0], lang), number=True, suffix=" %", digits=2),
        table.Column("judged", text("whistles.judged", lang), number=True),
        table.Column("invalid", text("whistles.invalid", lang), number=True),
        table.Column(RATES[1], metric_name(RATES[1], lang), number=True, suffix=" %", digits=2),
        *more,
        table.Column("calls", text("whistles.calls", lang), number=True),
        table.Column(ONTIME, metric_name(ONTIME, lang), number=True, suffix=" %", digits=2),
    ]


def _line(whole: Document, share: Document | None, rates: Mapping[str, Document | None]) -> dict[str, Any]:
    withdrawn, validity, ontime = (rates[each] for each in RATES)
    return {
        "whole": numbers.plain(whole["numerator"]),
        "shared": numbers.plain(share["numerator"]) if share else None,
        "joint": numbers.plain(whole["bins"]["joint"]),
        "withdrawn": _of(withdrawn, "numerator"),
        "judged": _of(validity, "denominator"),
        "invalid": None if validity is None or not validity["bins"] else numbers.plain(validity["bins"]["invalid"]),
        "calls": _of(ontime, "denominator"),
        **{name: numbers.hundredths(numbers.ratio(each)) if each else None for name, each in rates.items()},
    }


def _of(total: Document | None, key: str) -> int | float | None:
    return numbers.plain(total[key]) if total else None

"""The whistles page: the cards, the title, whistles over time, arrivals in time by any dimension."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.reading import Reading
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.card import card
from dashboard.views.chart import chart
from dashboard.views.closure import switch
from dashboard.views.tile import empty, loading, tile, unless_ok
from dashboard.views.verdict import deeper
from dashboard.views.words import dimension_name, metric_name, shown_name, unit_name, value_name
from warehouse import BUCKETS
from warehouse.text import text

Document = dict[str, Any]
COUNT, ONTIME = "whistle_count", "whistle_ontime_rate"
METRICS = (
    *(COUNT, ONTIME, "signed_absent_rate", "left_early_rate"),
    *("whistle_validity_rate", "whistle_withdrawn_rate"),
)
CALLS = (ONTIME, "whistle_arrival", "signed_absent_rate", "left_early_rate")
RATES = (ONTIME, *CALLS[2:])
COUNTS = ("on_time", "late", "never_arrived")
KINDS = {"enforcement": "@accent", "key_work": "@third", "emergency": "@second"}
GRAINS = ("month", "week")
DRAWN, PLAIN = 16, 60
FEW = 10  # of fewer calls a rate says little
GRID = "whistles-divided-grid"
HEIGHT = 330


def cards(readings: Mapping[str, Reading], address: Address, step: str) -> list[html.Section]:
    """One card a figure; each leads to the tile below that says where."""
    return [card(each, address, step, f"{address.href()}#whistles-{_below(name)}") for name, each in readings.items()]


def waiting(lang: str) -> list[html.Section]:
    """What stands for the cards until they come."""
    return [loading(lang) for _ in METRICS]


def title(readings: Mapping[str, Reading], lang: str) -> str:
    """How many whistles, how many in time, in one sentence; the page's name where there are none."""
    blown, ontime = (readings[name].now if name in readings else {"state": "empty"} for name in (COUNT, ONTIME))
    if ontime["state"] != "ok" or blown["state"] != "ok":
        return text("whistles.name", lang)
    never = numbers.exact(ontime["bins"]["never_arrived"], lang)
    n = numbers.exact(blown["numerator"], lang)
    return text("whistles.title", lang, n=n, rate=numbers.percent(ontime), never=never)


def not_by(by: str, what: str, address: Address) -> html.Section:
    """What stands for a tile whose figures the page's filter does not know."""
    lang = address.lang
    said = html.Strong(text("whistles.not_by", lang, by=dimension_name(by, lang)))
    return tile(text(f"whistles.{what}", lang), html.Div(said, className="tile-words", role="status"), state="empty")


def course(
    each: Document, kinds: Document, grain: str, address: Address, generation: int, synthetic: bool
) -> html.Section:
    """Whistles by kind, one column a month or week, joint ones as a line within them."""
    lang, name = address.lang, text("whistles.course", address.lang)
    instead = unless_ok(each["total"], address, name)
    if instead or not numbers.count(each["total"]["n"]):
        return instead or empty(lang, name)
    points = [group["key"][grain]["code"] for group in each["groups"]]
    held = {(g["key"][grain]["code"], g["key"]["whistle_kind"]["code"]): g["numerator"] for g in kinds["groups"]}
    layers = [
        (value_name("whistle_kind", kind, lang), colour, [_column(at, kind, held, lang) for at in points])
        for kind, colour in KINDS.items()
    ]
    picture = figure.stacked(points, layers)
    picture["data"].append(_joint(points, each, lang))
    picture["layout"]["xaxis"]["nticks"] = 8
    drawing = chart("course", picture, text("whistles.course_label", lang), lang, HEIGHT, synthetic, "numbered")
    behind = table.sheet(_course_table(points, each, held, lang), lang)
    files = table.downloads(
        *(address.export(COUNT, kind, (grain, "whistle_kind"), generation) for kind in ("xlsx", "csv")), lang
    )
    others = tuple(word for word in address.by if word not in GRAINS)
    links = [switch(dimension_name(to, lang), address.href(by=(*others, to)), to == grain) for to in GRAINS]
    return tile(name, drawing, foot=caption(each, lang), actions=[html.Span(links, className="switch"), behind, files])


def divided(found: Mapping[str, Document], by: str, address: Address, generation: int, synthetic: bool) -> html.Section:
    """Arrivals in time as bars, the lowest on top; the table behind has times, absences and early leaving as well."""
    lang, document = address.lang, found[ONTIME]
    name = text("whistles.divided", lang, by=dimension_name(by, lang))
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    known = [group for group in document["groups"] if group["state"] == "ok"]
    known.sort(key=lambda group: _lowest_first(group, by))
    drawn = [_bar(group, by, address) for group in known[:DRAWN]]
    picture = figure.bars(drawn, " %")
    picture["layout"]["margin"]["r"] = 128
    height = max(180, 26 * len(drawn) + 60)
    drawing = chart("divided", picture, text("whistles.divided_label", lang), lang, height, synthetic)
    behind = table.sheet(_table(found, known, by, address), lang)
    files = table.downloads(*(address.export(ONTIME, kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    foot = caption(document, lang)
    foot += text("whistles.lowest", lang, n=DRAWN, few=FEW) if len(known) > DRAWN else ""
    return tile(name, drawing, foot=foot, actions=[behind, files])


def _lowest_first(group: Document, by: str) -> tuple[bool, bool, Any, str]:
    """The lowest first; after these where there are few calls, then what belongs to no unit."""
    code = group["key"][by]["code"]
    return code in BUCKETS, numbers.count(group["n"]) < FEW, numbers.ratio(group), code


def _below(name: str) -> str:
    places = {COUNT: "course", ONTIME: "divided", "signed_absent_rate": "absent", "left_early_rate": "left"}
    return places.get(name, "streets")


def _column(at: str, kind: str, held: Mapping[tuple[str, str], Any], lang: str) -> figure.Bar:
    n = held.get((at, kind), 0)
    written = numbers.exact(n, lang)
    return figure.Bar(at, numbers.plain(n), written, f"{at} · {value_name('whistle_kind', kind, lang)} {written}")


def _joint(points: Sequence[str], each: Document, lang: str) -> dict[str, Any]:
    name = value_name("joint", "joint", lang)
    counts = [group["bins"]["joint"] for group in each["groups"]]
    said = [f"{at} · {name} {numbers.exact(n, lang)}" for at, n in zip(points, counts, strict=True)]
    return {
        **{"type": "scatter", "mode": "lines+markers", "name": name, "x": list(points)},
        **{"y": [numbers.plain(n) for n in counts], "line": {"color": "@ink", "width": 2}, "marker": {"size": 5}},
        **{"hovertext": said, "hoverinfo": "text"},
    }


def _course_table(points: Sequence[str], each: Document, held: Mapping[tuple[str, str], Any], lang: str) -> html.Div:
    columns = [table.Column("at", dimension_name(each["question"]["by"][0], lang))]
    columns += [table.Column(kind, value_name("whistle_kind", kind, lang), number=True) for kind in KINDS]
    columns += [table.Column("all", text("words.total", lang), number=True)]
    columns += [table.Column("joint", value_name("joint", "joint", lang), number=True)]
    lines = [
        {"at": at, "all": numbers.exact(group["numerator"], lang), "joint": numbers.exact(group["bins"]["joint"], lang)}
        | {kind: numbers.exact(held.get((at, kind), 0), lang) for kind in KINDS}
        for at, group in zip(points, each["groups"], strict=True)
    ]
    return table.plain(columns, lines[::-1])


def _bar(group: Document, by: str, address: Address) -> figure.Bar:
    unit, parts = group["key"][by], numbers.exact_parts(group, address.lang)
    written = f"{numbers.percent(group)} {parts}"
    said = f"{unit_name(unit, address.lang)}<br>{numbers.percent(group)} · {parts}"
    value = numbers.hundredths(numbers.ratio(group))
    colour = "@grey" if unit["code"] in BUCKETS else "@accent"
    name = shown_name(unit, address.lang)
    return figure.Bar(name, value, written, said, deeper(by, unit["code"], address), colour)


def _table(found: Mapping[str, Document], groups: Sequence[Document], by: str, address: Address) -> html.Div:
    """Every unit's calls; more units than a plain table can bear stand in a grid."""
    lang, many = address.lang, len(groups) > PLAIN
    rate = {"number": True, "width": 150 if many else None}
    columns = [table.Column("name", dimension_name(by, lang), href="href", width=170 if many else None)]
    columns += [table.Column(ONTIME, metric_name(ONTIME, lang), shown=_shown(ONTIME, many), **rate)]
    columns += [table.Column(key, text(f"whistles.{key}", lang), number=True) for key in (*COUNTS, "not_yet_due")]
    columns += [table.Column("times", text("whistles.times", lang), width=190 if many else None)]
    columns += [table.Column(name, metric_name(name, lang), shown=_shown(name, many), **rate) for name in CALLS[2:]]
    by_code = {name: {each["key"][by]["code"]: each for each in found[name]["groups"]} for name in CALLS}
    lines = [
        {
            "name": shown_name(group["key"][by], lang),
            "href": deeper(by, group["key"][by]["code"], address),
            **_figures({name: by_code[name][group["key"][by]["code"]] for name in CALLS}, many, lang),
        }
        for group in groups
    ]
    whole = {"name": text("words.total", lang)} | _figures({name: found[name]["total"] for name in CALLS}, many, lang)
    return table.grid(GRID, columns, lines, lang, whole) if many else table.plain(columns, lines, whole)


def _figures(totals: Mapping[str, Document], many: bool, lang: str) -> dict[str, Any]:
    ontime = totals[ONTIME]
    counts = {key: ontime["bins"][key] for key in COUNTS}
    counts["not_yet_due"] = ontime["pending"]
    rates = {name: f"{numbers.percent(totals[name])} · {numbers.exact_parts(totals[name], lang)}" for name in RATES}
    told = {key: numbers.plain(n) if many else numbers.exact(n, lang) for key, n in counts.items()}
    told |= {name: numbers.hundredths(numbers.ratio(totals[name])) for name in RATES} if many else rates
    shown = {f"{name}_shown": said for name, said in rates.items()} if many else {}
    return told | shown | {"times": numbers.shown(totals["whistle_arrival"], "duration", lang)}


def _shown(name: str, many: bool) -> str | None:
    """The words that stand for a rate by which a grid is sorted."""
    return f"{name}_shown" if many else None

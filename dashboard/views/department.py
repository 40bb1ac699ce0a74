"""The department page: the cards, everything of one department and its teams, its place, its ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.address import Address
from dashboard.reading import Reading
from dashboard.views import figure, numbers, standing, table
from dashboard.views.caption import caption
from dashboard.views.card import card
from dashboard.views.chart import chart
from dashboard.views.frame import ALL
from dashboard.views.tile import loading, tile, unless_ok
from dashboard.views.words import metric_name, word
from warehouse import Total, metric
from warehouse.text import text

Document = dict[str, Any]
Totals = Mapping[str, Total]
ARRIVED, ONTIME, REWORK, RATED = "whistle_ontime_rate", "ontime_closure_rate", "rework_rate", "high_rating_rate"
MATCHED, FIRST, REJECTED = "list_match_rate", "first_dispatch_accuracy", "buck_passing_rate"
CLOSURE, DUE = "closure_rate", "case_completion_rate"
CARDS = (ARRIVED, ONTIME, REWORK, RATED, MATCHED, REJECTED)
PAIRS = {ONTIME: "extension_rate", REWORK: CLOSURE, MATCHED: FIRST, REJECTED: "returned_count"}
WORK = (CLOSURE, ONTIME, DUE, REWORK, ARRIVED, RATED, MATCHED)
ASKED = (*WORK, REJECTED)  # what is asked of all departments at once: cards and work
TITLES = {False: (MATCHED, FIRST, REJECTED), True: (ARRIVED, ONTIME, MATCHED)}


def chooser(known: Sequence[tuple[str, str]], chosen: str | None, address: Address) -> html.Div:
    """The choice of a department; the whole city is one of them."""
    lang = address.lang
    options = [{"label": text("words.city", lang), "value": ALL}]
    options += [{"label": f"{name} {code}", "value": code} for code, name in known]
    select = dbc.Select(options, chosen or ALL, id="choose-department", size="sm")
    back = [dcc.Link(text("department.to_city", lang), href=address.within(department=None))] if chosen else []
    label = html.Label([text("department.choose", lang), select], className="chooser")
    return html.Div([label, *back], className="bar-row")


def cards(readings: Mapping[str, Reading], address: Address, step: str) -> list[html.Section]:
    """One card a figure; each leads to the tile that tells more."""
    leads = {MATCHED: "items", REJECTED: "returns", ARRIVED: "calls", RATED: "ratings"}
    return [
        card(
            readings[name],
            address,
            step,
            f"{address.href()}#department-{leads.get(name, 'work')}",
            readings.get(PAIRS.get(name, "")),
        )
        for name in CARDS
    ]


def waiting(lang: str) -> list[html.Section]:
    """What stands for the cards until they come."""
    return [loading(lang) for _ in CARDS]


def title(readings: Mapping[str, Reading], name: str | None, lang: str) -> str:
    """The three figures that say most, of the department or of the city's dispatches."""
    shown = [readings[each].now for each in TITLES[name is not None]]
    if all(each["state"] != "ok" for each in shown):
        return name or text("department.name", lang)
    rates = dict(zip(("first", "second", "third"), map(numbers.percent, shown), strict=True))
    return text("department.title_one" if name else "department.title", lang, name=name or "", **rates)


def work(
    lines: Sequence[tuple[str, str, Totals]],
    closed: Document,
    totals: Totals,
    chosen: bool,
    address: Address,
    generation: int,
    grid: Any,
) -> html.Section:
    """Calls, cases, ratings and dispatches of the department and of each of its teams, or of all departments."""
    lang, name = address.lang, text("department.work" if chosen else "department.all", address.lang)
    instead = unless_ok(closed["total"], address, name)
    if instead:
        return instead
    rows = [{"name": unit, "href": address.within(department=code), **_figures(held)} for code, unit, held in lines]
    if not chosen:
        rows.sort(key=lambda row: (row["calls"] is None, -(row["calls"] or 0), row["name"]))
    total = None if chosen else {"name": text("words.total", lang), **_figures(totals)}
    foot = [html.Div(caption(closed, lang)), html.Div(text("department.work_note", lang))]
    everybody = replace(address, where={key: code for key, code in address.where.items() if key != "department"})
    files = table.downloads(
        *(everybody.export(CLOSURE, kind, ("department",), generation) for kind in ("xlsx", "csv")), lang
    )
    return tile(name, table.grid(grid, _columns(lang), rows, lang, total), foot=foot, actions=[files])


def _columns(lang: str) -> list[table.Column]:
    under = {
        "department.calls_head": ("calls", "arrived", "arrival"),
        "department.cases_head": ("reported", "closed", "open", "overdue", "ontime", "rework"),
        "department.ratings_head": ("ratings", "mean"),
        "department.dispatch_head": ("match",),
    }
    rates = ("arrival", "ontime", "rework", "match")
    found = [table.Column("name", text("department.unit", lang), href="href", width=170)]
    for head, keys in under.items():
        for key in keys:
            suffix, digits = (" %", 2) if key in rates else ("", 2 if key == "mean" else 0)
            credit = 1 if key in ("reported", "closed", "open", "overdue") else digits
            found.append(
                table.Column(
                    key,
                    text(f"department.{key}", lang),
                    number=True,
                    width=84,
                    suffix=suffix,
                    digits=credit,
                    under=(text(head, lang),),
                )
            )
    return found


def _figures(held: Totals) -> dict[str, Any]:
    """The counts and rates of one unit, each as the metric's answer has it."""
    calls, closed, due, rated = (_fed(held, name) for name in (ARRIVED, CLOSURE, DUE, RATED))
    rates = {"arrival": ARRIVED, "ontime": ONTIME, "rework": REWORK, "match": MATCHED}
    counts: dict[str, numbers.Number | None] = {
        "calls": calls and calls.rows,
        "arrived": calls and calls.of("hit"),
        "reported": closed and closed.n,
        "closed": closed and closed.of("hit"),
        "open": closed and closed.bins.get("open", 0),
        "overdue": due and due.bins.get("open_overdue", 0),
        "ratings": rated and rated.n,
    }
    return {
        **{key: numbers.plain(n) for key, n in counts.items()},
        **{key: numbers.hundredths(each.ratio) if (each := _fed(held, name)) else None for key, name in rates.items()},
        "mean": float(rated.beside["levels"] / Fraction(rated.n)) if rated and rated.n else None,
    }


def _fed(held: Totals, name: str) -> Total | None:
    """The total of a metric, None where a feed is missing or the filters leave the unit out."""
    found = held.get(name)
    return found if found and not found.missing_feeds else None


def mean(total: Document) -> Fraction | None:
    """The mean level of ratings: the sum of their levels by their number."""
    n = numbers.count(total.get("denominator"))
    return Fraction(numbers.count(total["beside"]["levels"])) / n if n and total["state"] == "ok" else None


def places(found: Mapping[str, Document], names: Sequence[str], address: Address, least: int) -> html.Section:
    """Where the department stands among its like by each rate; never counted anywhere."""
    lang, name = address.lang, text("department.places", address.lang)
    if not found:
        words = html.Div(html.Strong(text("department.choose_first", lang)), className="tile-words")
        return tile(name, words, state="empty")
    columns = [
        table.Column("name", text("department.metric", lang)),
        *(table.Column(key, text(f"department.{key}", lang), number=True) for key in ("own", "common")),
        table.Column("place", text("department.place", lang), wrap=True),
    ]
    rows = [
        {
            "name": metric_name(each, lang),
            "own": numbers.brief(found[each], "percent", lang),
            "common": _common(found[each]["common"]),
            "place": standing.place(found[each], least, lang),
        }
        for each in names
        if each in found
    ]
    group = next(iter(found.values()))["label"][lang]
    return tile(
        f"{name}:{group}" if lang == "zh" else f"{name}: {group}", table.plain(columns, rows), foot=_beside(lang)
    )


def _common(rate: Fraction | None) -> str:
    return numbers.MISSING if rate is None else f"{numbers.hundredths(rate):.2f} %"


def _beside(lang: str) -> str:
    return text("department.beside", lang)


def ratings(whole: Document, criteria: Document, address: Address, generation: int, synthetic: bool) -> html.Section:
    """How streets rated: how many of each level, the mean level, and each criterion in the table behind."""
    lang, name = address.lang, text("department.ratings_title", address.lang)
    total = whole["total"]
    instead = unless_ok(total, address, name)
    if instead:
        return instead
    bins = [(each.name, word(each.label, lang)) for each in metric(RATED).bins]
    bars = [_bar(label, total["bins"].get(key, 0), total, lang) for key, label in bins]
    drawing = chart("ratings", figure.bars(bars), text("department.ratings_label", lang), lang, 210, synthetic)
    columns = [table.Column("name", text("department.criterion", lang))]
    columns += [table.Column(key, label, number=True) for key, label in bins]
    columns += [table.Column(key, text(f"department.{key}", lang), number=True) for key in ("ratings", "mean")]
    rows = [_criterion(group["key"]["criterion"]["name"], group, lang) for group in criteria["groups"]]
    behind = table.plain(columns, rows, _criterion(text("words.total", lang), total, lang))
    files = table.downloads(
        *(address.export(RATED, kind, ("criterion",), generation) for kind in ("xlsx", "csv")), lang
    )
    told = mean(total)
    said = text("department.mean_level", lang, mean=f"{float(told):.2f}" if told is not None else numbers.MISSING)
    foot = [html.Div(said, **{"data-mean": str(told)}), html.Div(caption(whole, lang))]
    return tile(name, drawing, foot=foot, actions=[table.sheet(behind, lang), files])


def _bar(label: str, n: numbers.Number, total: Document, lang: str) -> figure.Bar:
    shown = numbers.exact(n, lang)
    return figure.Bar(label, numbers.plain(n), shown, f"{label} {shown} / {numbers.exact(total['denominator'], lang)}")


def _criterion(name: str, total: Document, lang: str) -> dict[str, Any]:
    told, bins = mean(total), total["bins"] or {}
    counts = {each.name: numbers.exact(bins.get(each.name, 0), lang) for each in metric(RATED).bins}
    ratings_ = numbers.exact(total["denominator"], lang)
    return {"name": name, **counts, "ratings": ratings_, "mean": f"{float(told):.2f}" if told is not None else None}

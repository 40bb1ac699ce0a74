"""The panel beside the table of scores: one cell's formula with its own numbers put in."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views import numbers, points
from dashboard.views.assessment import provisional
from dashboard.views.words import metric_name
from warehouse import Node, Scheme
from warehouse.text import text

Document = dict[str, Any]
SHUT = "shut"


def panel(subject: Document, code: str, scheme: Scheme, address: Address) -> html.Div:
    """How this unit came to what stands in this node; of the root, how the total came about."""
    lang, node = address.lang, next(each for each in scheme.nodes if each.code == code)
    found = points.nodes(subject).get(code)
    shut = html.Button("✕", type="button", className="tool", title=text("derivation.shut", lang), **{"data-act": SHUT})
    head = html.Div(
        [html.H2(text("derivation.title", lang, unit=subject["name"], node=points.label(scheme, code, lang))), shut],
        className="tile-head",
    )
    there = address.href("/assessment/unit", unit=subject["code"], node=code)
    whole = html.Div(dcc.Link(text("derivation.whole", lang), href=there))
    if node.parent is None:
        return html.Div([head, *total(subject, scheme, lang), whole], className="derivation")
    lines = formula(found, node, subject, scheme, lang) if found else []
    return html.Div([head, *lines, whole], className="derivation")


def formula(found: Document, node: Node, subject: Document, scheme: Scheme, lang: str) -> list[Any]:
    """The lines of a node below the root."""
    if found["state"] != "ok":
        return [_line(points.standing(found, lang)), *_missing(found, scheme, lang)]
    lines = {"metric": _of_metric, "group": _of_group, "bottom_up": _of_streets, "external": _of_external}
    told = lines[node.kind](found, node, subject, scheme, lang)
    return [*told, *_weighed(found, node, scheme, lang)]


def total(subject: Document, scheme: Scheme, lang: str) -> list[Any]:
    """What adds up to the published score."""
    nodes = points.nodes(subject)
    rows = [
        (points.label(scheme, each.code, lang), nodes[each.code].get("shown"))
        for each in scheme.leaves
        if each.code in nodes and nodes[each.code]["state"] == "ok"
    ]
    rows = [(name, points.points(value)) for name, value in rows]
    rows += [
        (points.label(scheme, each["code"], lang), points.signed(each["points"])) for each in subject["adjustments"]
    ]
    if subject["state"] != "ok":
        return [_line(points.state(subject["state"], lang)), _line(provisional(subject, lang))]
    items = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in rows]
    said = text("derivation.rounded", lang, exact=subject["exact"], score=subject["score"])
    return [html.Dl(items, className="sums"), _line(said)]


def _of_metric(found: Document, node: Node, _: Document, __: Scheme, lang: str) -> list[Any]:
    value = points.measured(found["value"], node.metric)
    above, below = (numbers.exact(found[key], lang) for key in ("numerator", "denominator"))
    said = {"metric": metric_name(str(node.metric), lang), "above": above, "below": below, "value": value}
    counted = text("derivation.value", lang, **said)
    return [_line(counted), *_mapped(found, node, value, lang)]


def _mapped(found: Document, node: Node, value: str, lang: str) -> list[Any]:
    """The mapping in words, with its floor, its target and this value."""
    said = {"value": value, "score": points.points(found["mapped"])}
    given = node.map or {}
    name = str(given.get("fn"))
    if name == "linear":
        ends = {key: points.measured(given[key], node.metric) for key in ("floor", "target")}
        low = {key: points.points(given.get(key, 0), 0) for key in ("floor_score", "below_floor")}
        past = _beyond(found, given)
        whole = text("derivation.linear", lang, **ends, **low)
        return [_line(whole), _line(text(f"derivation.{past}", lang, **said, **ends, **low))]
    if name == "piecewise":
        ends_ = "、".join(f"{points.measured(x, node.metric)} → {points.points(y, 0)}" for x, y in given["points"])
        return [_line(text("derivation.piecewise", lang, points=ends_, **said))]
    if name == "deduct":
        limits = {"per": given["per"], "max": given.get("max_total", 100)}
        return [_line(text("derivation.deduct", lang, **limits, **said))]
    return [_line(text("derivation.identity", lang, **said))]


def _beyond(found: Document, given: dict[str, Any]) -> str:
    """Whether the value lies below the floor, from there to the target, or beyond it."""
    value, floor, target = (Fraction(str(each)) for each in (found["value"], given["floor"], given["target"]))
    way = (value - floor) / (target - floor)
    return "under" if way < 0 else "over" if way >= 1 else "between"


def _of_group(found: Document, node: Node, subject: Document, scheme: Scheme, lang: str) -> list[Any]:
    nodes = points.nodes(subject)
    parts = [(each, nodes[each.code]) for each in scheme.children[node.code] if each.code in nodes]
    counted = [
        f"{points.share(part['effective_weight'])} × {points.points(part['mapped'])}"
        for _, part in parts
        if part["state"] == "ok"
    ]
    left = [points.label(scheme, each.code, lang) for each, part in parts if part["state"] != "ok"]
    said = [_line(" + ".join(counted) + " = " + points.points(found["mapped"]))]
    names = text("words.comma", lang).join(left)
    return said + ([_line(text("derivation.redistributed", lang, names=names))] if left else [])


def _of_streets(found: Document, _: Node, __: Document, scheme: Scheme, lang: str) -> list[Any]:
    streets: Sequence[Document] = found.get("streets", ())
    sums = " + ".join(points.points(each["score"]) for each in streets)
    said = {"n": len(streets), "sum": sums, "score": points.points(found["mapped"])}
    equal = scheme.rating is None or scheme.rating.street_weighting == "equal"
    key = "derivation.streets" if equal else "derivation.streets_weighed"
    return [_line(text(key, lang, **said)), *_missing(found, scheme, lang)]


def _of_external(found: Document, *rest: Any) -> list[Any]:
    return [_line(text("derivation.external", rest[-1], score=points.points(found["mapped"])))]


def _missing(found: Document, scheme: Scheme, lang: str) -> list[Any]:
    """How many streets have rated, how many must, and which have not."""
    if "coverage" not in found or scheme.rating is None:
        return []
    wanted = {"share": points.share(scheme.rating.min_street_coverage), "least": scheme.rating.min_streets}
    said = text("derivation.coverage", lang, coverage=points.share(found["coverage"]), **wanted)
    names = text("words.comma", lang).join(street_name(each) for each in found.get("missing_streets", ()))
    return [_line(said), *([_line(text("derivation.missing", lang, names=names))] if names else [])]


def street_name(street: Any) -> str:
    """A street of a document: by its name where it has one, else by its code."""
    return str(street.get("name") or street["code"]) if isinstance(street, dict) else str(street)


def _weighed(found: Document, node: Node, scheme: Scheme, lang: str) -> list[Any]:
    """The weights on the way to the total, what comes of them, what is lost, and what one row is worth."""
    nominal, effective = points.share(found["weight"]), points.share(found["effective_weight"])
    key = "derivation.weight" if nominal == effective else "derivation.weight_moved"
    said = [
        text(key, lang, nominal=nominal, effective=effective, path=points.share(found["effective_path_weight"])),
        text(
            "derivation.contribution",
            lang,
            score=points.points(found["mapped"]),
            path=points.share(found["effective_path_weight"]),
            points=points.points(found["contribution"], 4),
            lost=points.points(points.lost(found)),
        ),
    ]
    if found.get("impact_per_row") is not None:
        said.append(text("derivation.impact", lang, points=points.points(found["impact_per_row"])))
    return [_line(each) for each in said]


def _line(words: Any) -> html.P:
    return html.P(words)

"""One unit's score: its waterfall, the nodes it is made of with the way to their rows, and its streets' ratings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.address import ONE_PAGE, Address
from dashboard.views import derivation, numbers, points, table, waterfall
from dashboard.views.assessment import provisional
from dashboard.views.chart import chart
from dashboard.views.figure import Bar
from dashboard.views.scheme import depth
from dashboard.views.tile import tile
from dashboard.views.unit_rows import PATH as ROWS
from dashboard.views.words import word
from warehouse import Scheme, excluded_name, metric
from warehouse.text import text

Document = dict[str, Any]
EXCLUDED = "excluded:"
RATED = ("department", "team")


def title(subject: Document, scheme: Scheme, lang: str) -> str:
    """The unit's score, grade and place; what it waits for where it has none."""
    if subject["state"] != "ok":
        told = points.state(subject["state"], lang)
        return text("subject.title_waiting", lang, name=subject["name"], state=told)
    grade = points.grade(scheme, subject["grade"], lang) if scheme.grades else ""
    place = points.place(subject, lang)
    return text("subject.title", lang, name=subject["name"], score=subject["score"], grade=grade, place=place)


def falls(subject: Document, scheme: Scheme, address: Address, synthetic: bool) -> html.Section:
    """The waterfall from nothing to the score; its bars are the shown values of the document, so they add up."""
    lang, name = address.lang, text("subject.waterfall", address.lang)
    if subject["state"] != "ok":
        kept = html.Span(provisional(subject, lang)) if subject["provisional"] else None
        why = [html.Strong(points.state(subject["state"], lang)), kept, *_waiting(subject, scheme, lang)]
        return tile(name, html.Div(why, className="tile-words"), state="empty")
    bars = parts(subject, scheme, address)
    whole = Bar(text("assessment.total", lang), points.number(subject["score"]), subject["score"], subject["score"])
    picture = waterfall.waterfall(bars, whole)
    label = text("subject.waterfall_label", lang, name=subject["name"], score=subject["score"])
    drawing = chart("waterfall", picture, label, lang, waterfall.height(bars), synthetic)
    foot = text("subject.sum", lang, parts=_sum([bar.value or 0 for bar in bars]), score=subject["score"])
    return tile(
        name, drawing, foot=foot, actions=[table.sheet(_behind(bars, whole, lang), lang), table.files("nodes", address)]
    )


def _sum(values: Sequence[float]) -> str:
    """24.68 + 43.71 − 0.50."""
    told = " ".join(f"{'−' if value < 0 else '+'} {abs(value):.2f}" for value in values)
    return told.removeprefix("+ ")


def parts(subject: Document, scheme: Scheme, address: Address) -> list[Bar]:
    """A bar for each leaf that counts, then one for each adjustment."""
    nodes, lang = points.nodes(subject), address.lang
    bars = [_bar(nodes[each.code], scheme, address) for each in scheme.leaves if nodes[each.code]["state"] == "ok"]
    for each in subject["adjustments"]:
        value = points.number(each["points"])
        label, name = points.signed(each["points"]), points.label(scheme, each["code"], lang)
        bars.append(Bar(name, value, label, f"{name} {label}", colour="@bad" if (value or 0) < 0 else "@good"))
    return bars


def _bar(node: Document, scheme: Scheme, address: Address) -> Bar:
    name, told = points.label(scheme, node["code"], address.lang), points.signed(node["shown"])
    path = points.share(node["effective_path_weight"])
    hover = f"{name} {points.points(node['mapped'])} × {path} = {points.points(node['shown'])}"
    return Bar(name, points.number(node["shown"]), told, hover, address.href(node=node["code"]))


def _behind(bars: Sequence[Bar], whole: Bar, lang: str) -> html.Div:
    columns = [
        table.Column("name", text("subject.part", lang)),
        table.Column("points", text("subject.points", lang), number=True),
    ]
    rows = [{"name": bar.name, "points": bar.label} for bar in bars]
    return table.plain(columns, rows, {"name": whole.name, "points": whole.label})


def _waiting(subject: Document, scheme: Scheme, lang: str) -> list[Any]:
    """What the unit waits for: each leaf without a score."""
    left = [each for each in subject["nodes"] if each["kind"] != "group" and each["state"] != "ok"]
    return [html.P(f"{points.label(scheme, each['code'], lang)}:{points.standing(each, lang)}") for each in left]


def opened(subject: Document, scheme: Scheme, address: Address) -> html.Section:
    """How the node of the address, or the total, came about."""
    lang = address.lang
    known = {each.code: each for each in scheme.nodes}
    node = known.get(address.node or "", scheme.root)
    name = text("subject.opened", lang, node=points.label(scheme, node.code, lang))
    if node.parent is None:
        lines = derivation.total(subject, scheme, lang)
    else:
        lines = derivation.formula(points.nodes(subject)[node.code], node, subject, scheme, lang)
    return tile(name, html.Div(lines, className="derivation"))


def tree(subject: Document, scheme: Scheme, address: Address) -> html.Section:
    """Every node of the scheme: weights, value, points, what it brings, and its rows bin by bin."""
    lang, nodes = address.lang, points.nodes(subject)
    deep = depth(scheme)
    rows = [_row(each, deep[each.code], nodes[each.code], scheme, address) for each in scheme.walk()]
    numbers_ = ("nominal", "effective", "path", "parts", "value", "mapped", "shown", "lost", "impact")
    columns = [
        table.Column("name", text("subject.node", lang), href="href"),
        *(table.Column(key, text(f"subject.{key}", lang), number=True) for key in numbers_),
        table.Column("bins", text("subject.bins", lang), wrap=True),
    ]
    teams = html.Div(text("subject.teams", lang)) if scheme.scheme.subject == "department" else None
    foot = [html.Div(text("subject.tree_foot", lang)), teams]
    files = table.files("nodes", address)
    return tile(text("subject.tree", lang), table.plain(columns, rows), foot=foot, actions=[files])


def _row(node: Any, deep: int, told: Document, scheme: Scheme, address: Address) -> dict[str, Any]:
    lang, measured = address.lang, node.kind == "metric"
    ok = told["state"] == "ok"
    return {
        "name": "　" * deep + points.label(scheme, node.code, lang),
        "href": address.href(node=node.code),
        "nominal": points.share(told["weight"]),
        "effective": points.share(told["effective_weight"]) if ok else points.state(told["state"], lang),
        "path": points.share(told["effective_path_weight"]) if ok else None,
        "parts": f"{numbers.exact(told['numerator'], lang)} / {numbers.exact(told['denominator'], lang)}"
        if measured and told["denominator"] is not None
        else None,
        "value": points.measured(told["value"], node.metric) if measured else None,
        "mapped": points.points(told["mapped"]),
        "shown": points.points(told["shown"] if told["shown"] is not None else told["contribution"]) if ok else None,
        "lost": points.points(points.lost(told)) if ok else None,
        "impact": points.points(told["impact_per_row"]) if measured else None,
        "bins": _bins(node, told, address) if measured else None,
    }


def _bins(node: Any, told: Document, address: Address) -> list[Any]:
    """Each bin of the metric, leading to its rows."""
    lang, asked = address.lang, metric(node.metric)
    if told["missing_feeds"]:
        return [points.missing_feeds(told, lang)]
    found: list[Any] = []
    for each in asked.bins:
        n = told["bins"].get(each.name)
        if n:
            found += [_rows(f"{word(each.label, lang)} {numbers.exact(n, lang)}", node, each.name, address), " · "]
    for reason, n in (told["excluded"] or {}).items():
        if n:
            words = f"{excluded_name(reason, lang)} {numbers.exact(n, lang)}"
            found += [_rows(words, node, f"{EXCLUDED}{reason}", address, "muted"), " · "]
    return found[:-1]


def _rows(words: str, node: Any, bin: str, address: Address, look: str = "") -> dcc.Link:
    """The rows of a bin for the unit of the address, as its score counted them."""
    return dcc.Link(words, href=address.href(ROWS, node=node.code, listed=bin), className=look)


def department(scheme: Scheme, day: date, address: Address) -> html.Div | None:
    """The way to the page of a department or team as of the score's day; None of other units."""
    if scheme.scheme.subject not in RATED:
        return None
    where = {"department": address.unit or ""}
    there = address.href("/department", **{**ONE_PAGE, "where": where, "by": (), "as_of": day})
    return html.Div(dcc.Link(text("subject.to_department", address.lang), href=there), className="bar-row")


def streets(subject: Document, scheme: Scheme, address: Address) -> html.Section | None:
    """How each street rated the unit, on what, and which streets have not; None of a scheme without ratings."""
    lang = address.lang
    rated = next((each for each in subject["nodes"] if each["kind"] == "bottom_up"), None)
    if rated is None or scheme.rating is None:
        return None
    columns = [table.Column("name", text("subject.street", lang))]
    columns += [
        table.Column(key, text(f"subject.{key}", lang), number=key != "basis")
        for key in ("street_score", "basis", "forms", "interactions")
    ]
    rows = [
        {
            "name": each["name"],
            "street_score": points.points(each["score"]),
            "basis": text(f"subject.basis_{each['basis']}", lang),
            "forms": each["forms"],
            "interactions": each.get("interactions"),
        }
        for each in rated["streets"]
    ]
    missing = text("words.comma", lang).join(each["name"] for each in rated["missing_streets"])
    least = {"share": points.share(scheme.rating.min_street_coverage), "least": scheme.rating.min_streets}
    coverage = text("derivation.coverage", lang, coverage=points.share(rated["coverage"]), **least)
    chip = html.Span(points.state(rated["state"], lang), className=f"chip {LOOK.get(rated['state'], 'watch')}")
    head = [html.P([chip, " ", coverage])]
    head += [html.P(text("derivation.missing", lang, names=missing), className="missing")] if missing else []
    audit = dcc.Link(text("assessment.to_audit", lang), href=address.href("/assessment/audit", node=None, unit=None))
    return tile(
        text("subject.streets", lang),
        [*head, table.plain(columns, rows)],
        actions=[audit, table.files("streets", address)],
    )


LOOK = {"ok": "good"}

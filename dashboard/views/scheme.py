"""A scheme rendered from its file: where it comes from, its tree with weights and mappings, forms, grades."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import points, table
from dashboard.views.tile import tile
from dashboard.views.words import metric_name
from warehouse import Node, Scheme
from warehouse.text import text

CHIPS = {"approved": "good", "draft": "watch", "retired": ""}


def title(scheme: Scheme, lang: str) -> str:
    """The scheme's name and version."""
    return f"{scheme.scheme.title(lang)} {scheme.scheme.version}"


def head(scheme: Scheme, file: str, versions: Sequence[Scheme], lang: str) -> html.Section:
    """Which document it transcribes, who approved it, when it holds, and the hash of the file."""
    told = scheme.scheme
    last = told.effective_to.isoformat() if told.effective_to else text("scheme.open_end", lang)
    facts = [
        ("id", f"{told.id} {told.version}"),
        ("subject", text(f"scheme.subject_{told.subject}", lang)),
        ("basis", told.basis_document),
        ("approved_by", told.approved_by),
        ("effective", f"{told.effective_from} – {last}"),
        ("rules", told.rules),
        ("file", html.Code(file, className="mono")),
        ("sha256", html.Code(scheme.sha256, className="mono")),
        ("versions", ", ".join(f"{each.scheme.version} ({each.scheme.effective_from})" for each in versions)),
    ]
    body = html.Dl(
        [html.Div([html.Dt(text(f"scheme.{key}", lang)), html.Dd(value or "—")]) for key, value in facts],
        className="facts",
    )
    chip = html.Span(text(f"score.status_{told.status}", lang), className=f"chip {CHIPS[told.status]}".strip())
    return tile(text("scheme.head", lang), body, foot=text("scheme.head_foot", lang), actions=[chip])


def tree(scheme: Scheme, address: Address) -> html.Section:
    """Every node with its weight in its group and in the whole, and how its figure becomes points."""
    lang = address.lang
    keys = ("weight", "path", "kind", "metric", "map", "empty")
    columns = [table.Column("name", text("subject.node", lang))]
    columns += [
        table.Column(
            key,
            text(f"scheme.{key}", lang),
            number=key in ("weight", "path"),
            wrap=key in ("map", "empty"),
            href="href" if key == "metric" else None,
        )
        for key in keys
    ]
    depths = depth(scheme)
    rows = [_row(node, depths[node.code], scheme, address) for node in scheme.walk()]
    return tile(text("scheme.tree", lang), table.plain(columns, rows), foot=text("scheme.tree_foot", lang))


def depth(scheme: Scheme) -> dict[str, int]:
    """How deep each node lies below the root."""
    found: dict[str, int] = {}
    for node in scheme.walk():
        found[node.code] = 0 if node.parent is None else found[node.parent] + 1
    return found


def _row(node: Node, deep: int, scheme: Scheme, address: Address) -> dict[str, Any]:
    lang = address.lang
    return {
        "name": "　" * deep + node.title(lang),
        "weight": points.share(node.weight),
        "path": points.share(scheme.path_weights[node.code]),
        "kind": text(f"scheme.kind_{node.kind}", lang),
        "metric": metric_name(node.metric, lang) if node.metric else None,
        "href": f"{address.plain('/definitions')}#{node.metric}" if node.metric else None,
        "map": mapping(node, lang),
        "empty": _empty(node, lang),
    }


def mapping(node: Node, lang: str) -> str | None:
    """How a figure becomes points, in words."""
    given = node.map
    if node.kind == "external":
        return text("scheme.range", lang, low=points.points(node.range[0], 0), high=points.points(node.range[1], 0))
    if given is None:
        return None
    if given["fn"] == "linear":
        ends = {key: points.measured(given[key], node.metric) for key in ("floor", "target")}
        low = {key: points.points(given.get(key, 0), 0) for key in ("floor_score", "below_floor")}
        return text("scheme.linear", lang, **ends, **low)
    if given["fn"] == "piecewise":
        told = [f"{points.measured(x, node.metric)} → {points.points(y, 0)}" for x, y in given["points"]]
        return text("scheme.piecewise", lang, points=text("words.comma", lang).join(told))
    if given["fn"] == "deduct":
        return text("scheme.deduct", lang, per=given["per"], max=given.get("max_total", 100))
    return text("scheme.identity", lang)


def _empty(node: Node, lang: str) -> str | None:
    """What happens where nothing was counted."""
    if node.kind == "group":
        return text("scheme.max_missing", lang, share=points.share(node.max_missing))
    if node.kind == "bottom_up":
        return text("scheme.blocks_coverage", lang)
    return text(f"scheme.on_empty_{node.on_empty}", lang)


def form(scheme: Scheme, lang: str) -> html.Section | None:
    """The form that streets fill in, and when their ratings count; None of a scheme without."""
    if scheme.rating is None:
        return None
    columns = [
        table.Column("name", text("scheme.item", lang)),
        table.Column("weight", text("scheme.weight", lang), number=True),
    ]
    rows = [
        {"name": {"zh": each.zh, "en": each.en}[lang] or each.code, "weight": points.share(each.weight)}
        for each in scheme.rating.items
    ]
    told = scheme.rating
    said = text(
        "scheme.form_foot",
        lang,
        low=told.scale_min,
        high=told.scale_max,
        process=points.share(told.process_share),
        periodic=points.share(told.periodic_share),
        answered=points.share(told.min_answered_weight),
        coverage=points.share(told.min_street_coverage),
        least=told.min_streets,
        days=told.rating_close_days,
    )
    return tile(text("scheme.form", lang), table.plain(columns, rows), foot=said)


def grades(scheme: Scheme, lang: str) -> html.Section:
    """Grades from their lowest score on, what is taken off or added, what vetoes, and how scores are ranked."""
    columns = [
        table.Column("name", text("assessment.grade", lang)),
        table.Column("span", text("scheme.span", lang), number=True),
    ]
    tops: list[Fraction | None] = [None, *(each.min for each in scheme.grades)]
    rows = [
        {"name": points.grade(scheme, each.name, lang), "span": _span(each.min, top, lang)}
        for each, top in zip(scheme.grades, tops, strict=False)
    ]
    lines = [_adjustment(each, scheme, lang) for each in scheme.adjustments]
    lines += [_veto(each, scheme, lang) for each in scheme.vetoes]
    said = text(
        "scheme.ranked",
        lang,
        decimals=scheme.publish.score_decimals,
        within=text(f"scheme.within_{scheme.publish.rank_within}", lang),
        least=scheme.publish.min_rank_cases,
    )
    body = [table.plain(columns, rows) if rows else None, *(html.P(line) for line in lines), html.P(said)]
    return tile(text("scheme.grades", lang), body)


def _span(low: Fraction, top: Fraction | None, lang: str) -> str:
    if top is None:
        return text("scheme.from", lang, low=points.points(low, 0))
    return text("scheme.between", lang, low=points.points(low, 0), high=points.points(top, 0))


def _adjustment(each: Any, scheme: Scheme, lang: str) -> str:
    key = f"scheme.{each.fn}_each"
    values = {"per": points.points(each.per_incident), "max": points.points(each.max_total)}
    return text(key, lang, name=points.label(scheme, each.code, lang), **values)


def _veto(each: Any, scheme: Scheme, lang: str) -> str:
    name, grade = points.label(scheme, each.code, lang), points.grade(scheme, each.grade, lang)
    return text("scheme.veto", lang, name=name, grade=grade)


def faults(told: Sequence[str], lang: str) -> html.Section | None:
    """Files that cannot be used, and why; None where every file can."""
    if not told:
        return None
    items = html.Ul([html.Li(html.Code(each, className="mono")) for each in told], className="needs")
    return tile(text("scheme.faults", lang), items, state="error", foot=text("scheme.faults_foot", lang))

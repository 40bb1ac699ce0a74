"""The assessment page: the choice of scheme, what stands above every score, and the table of all units."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.address import Address
from dashboard.views import numbers, points, table
from dashboard.views.caption import period_name
from dashboard.views.frame import ALL
from dashboard.views.tile import empty, tile
from warehouse import Scheme
from warehouse.text import text

Document = dict[str, Any]
SCHEME, GROUP = "choose-scheme", "choose-group"
LISTEN = {
    "cellClicked": ["openScore(params)"],
    "cellKeyDown": ["openScoreByKey(params)"],
    "gridSizeChanged": ["narrowScores(params)"],
    "sortChanged": ["keepSort(params)"],
}
STATUS = {"draft": "watch", "reviewed": "watch", "published": "good", "locked": "good"}
PUBLIC = ("published", "locked")
# About how wide a letter of a head is, and the room beside it.
LETTER, ROOM = {"zh": 13, "en": 7}, 16


def switches(schemes: Sequence[Scheme], chosen: Scheme, address: Address) -> html.Div:
    """Which scheme evaluates; several versions of one are one choice, the period says which holds."""
    lang = address.lang
    options = [{"label": each.scheme.title(lang), "value": each.scheme.id} for each in schemes]
    choice = dbc.Select(options, chosen.scheme.id, id=SCHEME, size="sm")
    return html.Div(
        [html.Label([text("assessment.scheme", lang), choice], className="chooser wide"), _pages(address)],
        className="bar-row",
    )


def groups(several: Sequence[tuple[str, str]], chosen: str, address: Address, everybody: bool) -> html.Div | None:
    """Among whom; where `everybody` holds, all of them together are a choice too. None where there is one group."""
    if len(several) < 2:
        return None
    options = [{"label": text("assessment.everybody", address.lang), "value": ALL}] if everybody else []
    options += [{"label": name, "value": code} for code, name in several]
    choice = dbc.Select(options, chosen or ALL, id=GROUP, size="sm")
    label = html.Label([text("assessment.group", address.lang), choice], className="chooser wide")
    return html.Div(label, className="bar-row")


def grouped(document: Document) -> list[tuple[str, str]]:
    """The groups of a document, by code and name."""
    return list({each["group_code"]: each["group"] for each in document["subjects"]}.items())


def _pages(address: Address) -> html.Nav:
    """The pages that belong to the same scores."""
    links = [
        dcc.Link(text(f"assessment.to_{name}", address.lang), href=address.href(f"/assessment/{name}", node=None))
        for name in ("audit", "whatif", "scheme", "exclusions")
    ]
    return html.Nav([html.Span(link) for link in links], className="filters note")


def header(document: Document, publication: Document | None, scheme: Scheme, address: Address) -> html.Div:
    """Period, closing day, generation, scheme and whether it is published: what every score stands on."""
    lang, waiting = address.lang, len(document["blocked"])
    version = f"{scheme.scheme.title(lang)} {scheme.scheme.version}"
    facts = [
        (text("assessment.period", lang), period_name(document["period"], lang)),
        (text("assessment.as_of", lang), document["as_of"]),
        (text("assessment.generation", lang), text("frame.generation", lang, n=document["snapshot"]["generation"])),
        (text("assessment.scheme", lang), dcc.Link(version, href=address.href("/assessment/scheme", node=None))),
        (text("assessment.units", lang), len(document["subjects"])),
        (text("assessment.waiting", lang), waiting),
    ]
    told = [html.Span([html.Span(name, className="muted"), " ", html.B(value)]) for name, value in facts]
    return html.Div([*status(publication, lang), *told], className="score-header")


def status(publication: Document | None, lang: str) -> list[html.Span]:
    """Draft, reviewed, published or locked; and whether what the page counts now is what was published."""
    state = publication["state"] if publication else "draft"
    said = publication or {}
    words = text(f"assessment.status_{state}", lang, number=said.get("number"), at=numbers.stamp(said.get("at")))
    chips = [html.Span(words, className=f"chip {STATUS[state]}")]
    if publication and state in PUBLIC:
        n = len(publication["differ"])
        told = text("assessment.differs" if n else "assessment.as_published", lang, n=n)
        chips.append(html.Span(told, className="chip bad" if n else "chip good"))
    return chips


def title(document: Document, scheme: Scheme, lang: str) -> str:
    """How many are scored and who is first; the page's name where nobody is."""
    ranked = [each for each in document["subjects"] if each["ranked"]]
    if not ranked:
        return text("assessment.name", lang)
    first = [each for each in ranked if each["rank"] == 1]
    waiting = len(document["blocked"])
    told = [text("assessment.title", lang, scheme=scheme.scheme.title(lang), n=len(ranked))]
    if len(first) == 1:
        told.append(text("assessment.title_first", lang, name=first[0]["name"], score=first[0]["score"]))
    told += [text("assessment.title_waiting", lang, n=waiting)] if waiting else []
    unranked = len(document["subjects"]) - len(ranked) - waiting
    told += [text("assessment.title_unranked", lang, n=unranked)] if unranked else []
    return text("assessment.title_comma", lang).join(told)


def scores(
    document: Document, before: Document | None, scheme: Scheme, address: Address, grid: str, files: Any
) -> html.Section:
    """Every unit with rank, grade and total, and every node with value, score and deduction."""
    lang, name = address.lang, text("assessment.table", address.lang)
    if not document["subjects"]:
        return empty(lang, name)
    earlier = {each["code"]: each for each in before["subjects"]} if before else {}
    asked = [each for each in _ordered(document) if address.group in (None, each["group_code"])]
    rows = [_row(each, earlier.get(each["code"]), scheme, address) for each in asked]
    body = table.grid(
        grid,
        _columns(scheme, document, lang),
        rows,
        lang,
        sort=address.sort,
        getRowId="params.data.code",
        eventListeners=LISTEN,
    )
    foot = [
        html.Div(text("assessment.cells", lang)),
        html.Div(text("assessment.compared", lang, period=period_name(before["period"], lang)) if before else None),
    ]
    return tile(name, body, foot=foot, actions=[files], kind="scores")


def _ordered(document: Document) -> list[Document]:
    """Ranked units first, place by place; then those without a place, then those pending."""
    kept = sorted(document["subjects"], key=lambda each: (each["rank"] or 0, each["group"]))
    return sorted(kept, key=lambda each: (not each["ranked"], each["state"] != "ok"))


def _columns(scheme: Scheme, document: Document, lang: str) -> list[table.Column]:
    several = len({each["group"] for each in document["subjects"]}) > 1
    own = [
        table.Column("name", text("words.unit", lang), href="href", width=164),
        table.Column("rank", text("assessment.rank", lang), shown="place", width=128, look="rank_look", apart=True),
        table.Column("grade", text("assessment.grade", lang), width=72, look="grade_look", apart=True)
        if scheme.grades
        else None,
        table.Column("total", text("assessment.total", lang), shown="total_words", width=84, apart=True, tag="total"),
        table.Column("change", text("assessment.change", lang), shown="change_words", width=170, look="change_look"),
        table.Column("group", text("assessment.group", lang), width=110) if several else None,
    ]
    return [each for each in own if each] + _of_nodes(scheme, lang) + _of_adjustments(scheme, lang)


def _of_nodes(scheme: Scheme, lang: str) -> list[table.Column]:
    """A column for each node below the root, under the groups it lies in."""
    at = {node.code: number for number, node in enumerate(scheme.nodes)}
    heads: dict[str, tuple[str, ...]] = {scheme.root.code: ()}
    columns = []
    for node in scheme.walk():
        if node.parent is None:
            continue
        told = f"{points.label(scheme, node.code, lang)} {points.share(node.weight)}"
        heads[node.code] = (*heads[node.parent], told)
        under = heads[node.code] if node.kind == "group" or not heads[node.parent] else heads[node.parent]
        title_ = text(f"assessment.part_{node.kind}", lang) if under == heads[node.code] else told
        key = f"at_{at[node.code]}"
        cell = {"shown": f"{key}_words", "look": f"{key}_look", "tag": node.code}
        columns.append(table.Column(key, title_, width=_room(node.kind, told, lang), under=under, **cell))
    return columns


def _room(kind: str, head: str, lang: str) -> int:
    """What a column takes in pixels, so that neither its cells nor its head are cut."""
    return max(204 if kind == "metric" else 164, LETTER[lang] * len(head) + 2 * ROOM)


def _of_adjustments(scheme: Scheme, lang: str) -> list[table.Column]:
    under = (text("assessment.adjustments", lang),)
    columns = []
    for at, each in enumerate(scheme.adjustments):
        key, name = f"adjusted_{at}", points.label(scheme, each.code, lang)
        columns.append(table.Column(key, name, shown=f"{key}_words", under=under, width=104, tag="total"))
    return columns


def _row(subject: Document, before: Document | None, scheme: Scheme, address: Address) -> dict[str, Any]:
    lang, found = address.lang, points.nodes(subject)
    cells = [_cell(f"at_{at}", found.get(node.code), node.metric, lang) for at, node in enumerate(scheme.nodes)]
    taken = {each["code"]: each for each in subject["adjustments"]}
    adjusted = [_adjusted(f"adjusted_{at}", taken.get(each.code)) for at, each in enumerate(scheme.adjustments)]
    ok = subject["state"] == "ok"
    row = {
        "code": subject["code"],
        "name": subject["name"],
        "href": address.href("/assessment/unit", unit=subject["code"], node=None),
        "group": subject["group"],
        "rank": subject["rank"],
        "place": points.place(subject, lang),
        "rank_look": "" if subject["ranked"] else "watch",
        "grade": points.grade(scheme, subject["grade"], lang) + (" ✘" if subject["vetoes"] else ""),
        "grade_look": "bad" if subject["vetoes"] else "",
        "total": points.number(subject["score"]),
        "total_words": subject["score"] if ok else provisional(subject, lang),
        **_change(subject, before, lang),
    }
    return {**row, **{key: value for cell in (*cells, *adjusted) for key, value in cell.items()}}


def provisional(subject: Document, lang: str) -> str:
    """The score that would be, in brackets; — where there is none."""
    told = subject["provisional"]
    return text("assessment.provisional", lang, score=points.points(told)) if told else numbers.MISSING


def _cell(key: str, node: Document | None, name: str | None, lang: str) -> dict[str, Any]:
    """Value · score · deduction; a state in words where there is no score."""
    if node is None:
        return {}
    if node["state"] != "ok":
        return {f"{key}_words": points.standing(node, lang), f"{key}_look": points.LOOK.get(node["state"], "")}
    lost, mapped = points.lost(node), points.points(node["mapped"])
    told = [points.measured(node.get("value"), name)] if node["kind"] == "metric" else []
    told += [mapped, points.signed(None if lost is None else -lost)]
    return {key: float(mapped), f"{key}_words": " · ".join(told)}


def _adjusted(key: str, taken: Document | None) -> dict[str, Any]:
    return {key: points.number(taken["points"]), f"{key}_words": points.signed(taken["points"])} if taken else {}


def _change(subject: Document, before: Document | None, lang: str) -> Mapping[str, Any]:
    """What moved on the period before: the score, and the place."""
    if before is None or before["score"] is None or subject["score"] is None:
        return {"change": None}
    moved = (points.exact(subject["score"]) or 0) - (points.exact(before["score"]) or 0)
    arrow, look = ("▲", "good") if moved > 0 else ("▼", "bad") if moved < 0 else ("●", "")
    told = f"{arrow} {points.signed(moved)}"
    if subject["rank"] and before["rank"]:
        told += text("assessment.from_rank", lang, before=before["rank"], now=subject["rank"])
    return {"change": float(moved), "change_words": told, "change_look": look}

"""The tables of the assessment's pages as files: what a tile shows in words stands here in numbers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from dashboard import data
from dashboard.data import Visit
from dashboard.views import points
from dashboard.views.audit import hint_rows
from warehouse import Scheme, Unknown, half_up
from warehouse.sheets import Cell, Column, Kind, Table, score_facts, synthetic_mark
from warehouse.text import text

Document = Mapping[str, Any]
Made = tuple[Sequence[Column], Iterable[Sequence[Cell]]]
NODES = (
    *("text subject.node", "text scores.state", "percent subject.nominal", "percent subject.path"),
    *("number sheets.numerator", "number sheets.denominator", "number subject.value", "number subject.mapped"),
    *("number subject.shown", "number subject.lost", "number subject.impact"),
)
STREETS = ("text subject.street", "number subject.street_score", "text subject.basis", "whole subject.forms")
FORMS = (
    *("text form.about", "text form.street", "text form.department", "text form.item", "whole form.level"),
    *("text form.reason", "stamp form.submitted_at", "text form.state", "text form.rating"),
)
BESIDE = (
    *("text subject.node", "percent standing.interval_low", "percent standing.interval_high", "percent beside.shrunk"),
    *("whole standing.rank_from", "whole standing.rank_to", "number beside.funnel"),
)
COVERAGE = ("text words.unit", "text audit.state", "percent audit.coverage", "whole audit.rated", "whole audit.missing")
LEVELS = ("text subject.street", "whole audit.answers", "number audit.mean", "percent audit.ceiling")
HINTS = ("text audit.kind", "text subject.street", "text audit.department", "text audit.what", "text audit.counts")


def table(here: Visit, name: str) -> Table:
    """The table of that name for the address: of its unit, or of its audit; raises Unknown."""
    if name not in TABLES:
        raise Unknown("table", name, TABLES)
    document, scheme, lang = data.scored(here), data.scheme(here), here.lang
    title, make, of_unit = TABLES[name]
    columns, rows = make(here, scheme)
    about = [scheme.scheme.title(lang), scheme.scheme.version, text(title, lang)]
    about += [data.subject(here, document)["name"]] if of_unit else []
    return Table(
        name=text(title, lang),
        title=" · ".join(about),
        facts=score_facts(document, lang),
        columns=columns,
        rows=rows,
        mark=synthetic_mark(document, lang),
    )


def _columns(lang: str, *spelt: str) -> list[Column]:
    """Columns written as a kind and the key of their words."""
    return [Column(text(key, lang), cast(Kind, kind)) for kind, _, key in (each.partition(" ") for each in spelt)]


def _number(written: object, digits: int = 2) -> float | None:
    """An exact number as it is shown; a share keeps six digits, for a workbook shows it in percent."""
    value = points.exact(written)
    return None if value is None else float(half_up(value, digits))


def _share(written: object) -> float | None:
    return _number(written, 6)


def _unit(here: Visit) -> Document:
    return data.subject(here, data.scored(here))


def _nodes(here: Visit, scheme: Scheme) -> Made:
    """Every node and adjustment of the unit: the waterfall is its column of contributions."""
    return _columns(here.lang, *NODES), list(_node_rows(_unit(here), scheme, here.lang))


def _node_rows(unit: Document, scheme: Scheme, lang: str) -> Iterator[list[Cell]]:
    told = points.nodes(unit)
    for node in scheme.walk():
        each = told[node.code]
        parts = [_number(each.get("numerator")), _number(each.get("denominator")), _number(each.get("value"), 4)]
        brings = each["shown"] if each["shown"] is not None else each["contribution"]
        made = [_number(each["mapped"]), _number(brings), _number(points.lost(each))]
        weights = [_share(each["weight"]), _share(each["effective_path_weight"])]
        impact = _number(each.get("impact_per_row"), 4)
        yield [points.label_of(node, lang), points.standing(each, lang), *weights, *parts, *made, impact]
    for change in unit["adjustments"]:
        yield [points.label(scheme, change["code"], lang), *[None] * 7, _number(change["points"]), None, None]


def _moved(here: Visit, scheme: Scheme) -> Made:
    """Why the unit's score moved, part by part; nothing where there is nothing to compare."""
    rows: list[list[Cell]] = []
    for moved in (data.why_moved(here, _unit(here)["code"]) or {"subjects": ()})["subjects"]:
        for each in moved["nodes"]:
            name = points.label(scheme, each["code"], here.lang)
            rows.append([name, _number(each["performance"], 4), _number(each["weight"], 4)])
        rows.append([text("assessment.adjustments", here.lang), _number(moved["adjustments"], 4), None])
    return _columns(here.lang, "text subject.part", "number because.performance", "number because.weighting"), rows


def _streets(here: Visit, scheme: Scheme) -> Made:
    """How each street rated the unit; those that have not, without a score."""
    rows: list[list[Cell]] = []
    for node in _unit(here)["nodes"]:
        for each in node.get("streets", ()):
            basis = text(f"subject.basis_{each['basis']}", here.lang)
            rows.append([each["name"], _number(each["score"]), basis, each["forms"], each["interactions"]])
        owing = text("audit.owed", here.lang)
        rows += [[each["name"], None, owing, 0, None] for each in node.get("missing_streets", ())]
    return _columns(here.lang, *STREETS, "whole subject.interactions"), rows


def _forms(here: Visit, scheme: Scheme) -> Made:
    """Every version of every answer about the unit."""
    items = {each.code: points.label_of(each, here.lang) for each in scheme.rating.items} if scheme.rating else {}
    rows: list[list[Cell]] = []
    for told in data.forms(here):
        about = [told.form.whistle or told.form.period, told.street, told.department]
        for each in told.form.answers:
            state = text(f"form.state_{each.state}", here.lang)
            said = [items.get(each.criterion, each.criterion), each.level, each.reason, each.submitted_at]
            rows.append([*about, *said, state, each.rating])
    return _columns(here.lang, *FORMS), rows


def _beside(here: Visit, scheme: Scheme) -> Made:
    """What stands beside the unit's rates and never counts."""
    code, rows = _unit(here)["code"], []
    found = [pair for group in data.beside(here)["groups"] for pair in group["rates"].items()]
    for node, each in ((node, unit) for node, rates in found for unit in rates["units"] if unit["code"] == code):
        low, high = each["wilson"] or (None, None)
        place, funnel = each["rank_interval"] or (None, None), each["funnel"] or {"z": None}
        said = [_share(low), _share(high), _share(each["shrunk"]), *place, _number(funnel["z"])]
        rows.append([points.label(scheme, node, here.lang), *said])
    return _columns(here.lang, *BESIDE), rows


def _coverage(here: Visit, scheme: Scheme) -> Made:
    """Every unit with the streets that have not rated it."""
    rows: list[list[Cell]] = []
    for each in data.audit(here)["units"]:
        rated, missing = each["rated"], [street["name"] for street in each["rated"]["missing_streets"]]
        told = [points.state(rated["state"], here.lang), _share(rated["coverage"]), len(rated["streets"]), len(missing)]
        rows.append([each["name"], *told, text("words.comma", here.lang).join(missing)])
    return _columns(here.lang, *COVERAGE, "text audit.names"), rows


def _duties(here: Visit, scheme: Scheme) -> Made:
    """How many units each street has rated, and how many it owes."""
    rows = [[each["name"], each["done"], each["owed"]] for each in data.audit(here)["duties"]]
    return _columns(here.lang, "text subject.street", "whole audit.done", "whole audit.owed"), rows


def _levels(here: Visit, scheme: Scheme) -> Made:
    """How many answers of each level every street gave."""
    rating = scheme.rating
    steps = [str(level) for level in range(rating.scale_min, rating.scale_max + 1)] if rating else []
    columns = _columns(here.lang, *LEVELS)
    columns += [Column(text("audit.level", here.lang, n=step), "whole") for step in steps]
    rows: list[list[Cell]] = []
    for each in data.audit(here)["streets"]:
        told = [each["street_name"], each["answers"], _number(each["mean"]), _share(each["ceiling"])]
        rows.append([*told, *(each["levels"][step] for step in steps)])
    return columns, rows


def _hints(here: Visit, scheme: Scheme) -> Made:
    """Everything that asks for a reason."""
    keys = ("kind", "street", "department", "words", "counts")
    found = hint_rows(data.audit(here), scheme, here.address)
    return _columns(here.lang, *HINTS), [[each.get(key) for key in keys] for each in found]


TABLES: Mapping[str, tuple[str, Callable[[Visit, Scheme], Made], bool]] = {
    "nodes": ("subject.tree", _nodes, True),
    "moved": ("because.name", _moved, True),
    "streets": ("subject.streets", _streets, True),
    "forms": ("form.answers", _forms, True),
    "beside": ("beside.name", _beside, True),
    "coverage": ("audit.coverage_name", _coverage, False),
    "duties": ("audit.duties", _duties, False),
    "levels": ("audit.levels", _levels, False),
    "hints": ("audit.hints", _hints, False),
}

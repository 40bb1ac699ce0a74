"""A score as the contract has it: one JSON document."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from warehouse.answer import CONTRACT, release_document, window_document
from warehouse.scoring.aside import aside_document
from warehouse.scoring.bottom_up import Rated
from warehouse.scoring.counts import Measured
from warehouse.scoring.grading import Adjusted
from warehouse.scoring.number import decimal, told
from warehouse.scoring.scheme import Scheme
from warehouse.scoring.subjects import group_label, group_of
from warehouse.scoring.tree import Branch
from warehouse.statistics import Quantity, half_up, plain

if TYPE_CHECKING:  # a score tells itself as a document
    from warehouse.scoring.scored import Score, Scored

Document = dict[str, Any]
FEEDS = {"bottom_up": ("rating",), "external": ("external_score",)}


def score_document(found: "Score", lang: str) -> Document:
    """The whole score without its statistics: every subject, and those that are blocked by name."""
    every = [_subject(found, each, lang) for each in found.scored.values()]
    return {
        "contract": CONTRACT,
        "scheme": scheme_document(found.scheme, lang),
        **window_document(found.window),
        "snapshot": release_document(found.record),
        "status": found.scheme.scheme.status,
        "publication": None,
        "subject": found.scheme.scheme.subject,
        "subjects": sorted(every, key=order),
        "blocked": [blocked_document(found.scheme, each) for each in found.scored.values() if each.state == "blocked"],
        "missing_feeds": _missing_feeds(found),
        "warnings": list(found.warnings),
        "set_aside": aside_document(found.aside),
    }


def _missing_feeds(found: "Score") -> list[str]:
    """Feeds that the scheme reads and that nobody has loaded."""
    held = found.record.get("feeds", {})
    needed = [name for node in found.scheme.leaves for name in FEEDS.get(node.kind, ()) or node.measured.feeds]
    return [name for name in dict.fromkeys(needed) if not held.get(name)]


def scheme_document(scheme: Scheme, lang: str) -> Document:
    """Which scheme it is, and its tree."""
    head = scheme.scheme
    return {
        "id": head.id,
        "version": head.version,
        "title": head.title(lang),
        "sha256": scheme.sha256,
        "status": head.status,
        "basis_document": head.basis_document,
        "approved_by": head.approved_by,
        "rules": head.rules,
        "effective_from": head.effective_from.isoformat(),
        "effective_to": head.effective_to.isoformat() if head.effective_to else None,
        "sum_of_weights": told(sum((each.weight for each in scheme.children[scheme.root.code]), Fraction(0))),
        "made_of": scheme.period.made_of,
        "nodes": [
            {
                "code": node.code,
                "parent": node.parent,
                "kind": node.kind,
                "label": {"zh": node.title("zh"), "en": node.title("en")},
                "weight": told(node.weight),
                "path_weight": told(scheme.path_weights[node.code]),
                "metric": node.metric,
            }
            for node in scheme.walk()
        ],
    }


def _subject(found: "Score", each: "Scored", lang: str) -> Document:
    key = group_of(found.scheme, each.subject)
    return {
        "code": each.subject.code,
        "name": found.known.name(found.dimension, each.subject.code, found.day, lang),
        "group": group_label(found.known, key, each.subject.group.label, found.day)[lang],
        "group_code": "@".join(part for part in key if part),
        "district": each.subject.district,
        **result_document(found.scheme, each),
        "nodes": found.nodes[each.subject.code],
    }


def node_documents(scheme: Scheme, each: "Scored") -> list[Document]:
    """Every node of a subject's tree."""
    return [_node(scheme, each, branch) for branch in each.tree.values()]


def result_document(scheme: Scheme, each: "Scored") -> Document:
    """What follows for a subject from its tree: score, grade, rank, adjustments and vetoes."""
    places = scheme.publish.score_decimals
    return {
        "state": each.state,
        "score": None if each.score is None else half_up(each.score, places),
        "exact": told(each.exact),
        "grade": each.grade,
        "grade_before_veto": each.grade_before_veto,
        "rank": each.rank.rank if each.rank else None,
        "tied": each.rank.tied if each.rank else None,
        "rank_of": each.rank.of if each.rank else None,
        "ranked": each.rank is not None,
        "unranked_reason": each.reason,
        "provisional": None if each.provisional is None else half_up(each.provisional, places),
        "n": plain(each.n),
        "adjustments": [_adjustment(scheme, change) for change in each.adjustments],
        "vetoes": [{"code": veto.code, "grade": veto.grade, "rank": veto.rank} for veto in each.vetoes],
    }


def _node(scheme: Scheme, each: "Scored", branch: Branch) -> Document:
    made = branch_document(scheme, each, branch)
    if branch.node.kind == "metric":
        return made | _metric(branch, each.measured[branch.node.code])
    return made | (rated_document(each.rated, branch) if branch.node.kind == "bottom_up" else {})


def branch_document(scheme: Scheme, each: "Scored", branch: Branch) -> Document:
    """What follows for a node from the tree: its points, its weights, its part of the whole."""
    node, places = branch.node, scheme.publish.score_decimals
    shown = None if branch.contribution is None else each.shown.get(node.code)
    made: Document = {
        "code": node.code,
        "parent": node.parent,
        "kind": node.kind,
        "state": branch.state,
        "weight": told(node.weight),
        "effective_weight": told(branch.effective),
        "path_weight": told(scheme.path_weights[node.code]),
        "effective_path_weight": told(branch.path),
        "mapped": told(branch.score),
        "contribution": told(branch.contribution),
        "shown": None if shown is None else half_up(shown, places),
    }
    if node.kind == "group":
        made |= {"missing": told(branch.missing), "redistributed": branch.redistributed, "blocked_by": branch.why}
        made["provisional"] = told(branch.provisional) if branch.state == "blocked" else None
    return made


def _metric(branch: Branch, found: Measured) -> Document:
    """A metric with its reconciliation, and what one row is worth."""
    total = found.total.document("zh")
    kept = ("numerator", "denominator", "n", "rows", "pending", "outside", "excluded", "bins")
    return {
        "metric": branch.node.metric,
        **{key: total[key] for key in kept},
        "missing_feeds": list(found.total.missing_feeds),
        "value": told(found.value),
        "impact_per_row": told(impact(branch, found)),
        "months": [
            {"code": month.code, "n": plain(month.total.n), "mapped": told(month.mapped)} for month in found.months
        ],
    }


def impact(branch: Branch, found: Measured) -> Fraction | None:
    """What one row is worth in the whole: weight on the path times steepness, by the rows it is one of."""
    return worth(branch, found.value, found.total.n)


def worth(branch: Branch, value: Fraction | None, n: Quantity) -> Fraction | None:
    """The same of a figure and the rows it rests on."""
    if value is None or not branch.path:
        return None
    return branch.path * branch.node.mapping.slope(value) / (n if branch.node.measured.kind == "ratio" else 1)


def rated_document(found: Rated | None, branch: Branch) -> Document:
    """What the streets said, and which did not."""
    if found is None:
        return {"coverage": "0", "provisional": None, "streets": [], "missing_streets": [], "dropped": []}
    return {
        "coverage": told(found.coverage),
        "provisional": told(branch.provisional) if branch.state != "ok" else None,
        "streets": [
            {
                "code": each.street,
                "score": told(each.score),
                "basis": each.basis,
                "forms": each.forms,
                "interactions": found.interactions.get(each.street, 0),
            }
            for each in found.streets
        ],
        "missing_streets": list(found.missing),
        "dropped": list(found.dropped),
    }


def _adjustment(scheme: Scheme, change: Adjusted) -> Document:
    points = decimal(change.shown, scheme.publish.score_decimals)
    return {"code": change.code, "incidents": change.incidents, "points": points}


def blocked_document(scheme: Scheme, each: "Scored") -> Document:
    """Why a subject has no score yet."""
    node = each.tree[scheme.root.code].why or scheme.root.code
    coverage = each.rated.coverage if each.rated and each.tree[node].node.kind == "bottom_up" else None
    return {"code": each.subject.code, "node": node, "state": each.tree[node].state, "coverage": told(coverage)}


def order(told: Document) -> tuple[Any, ...]:
    """By group, the ranked first by rank, then the others by code."""
    return (told["group_code"], told["rank"] is None, told["rank"] or 0, told["code"])

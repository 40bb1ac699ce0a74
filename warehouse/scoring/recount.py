"""A score put together again from what was kept of it and its scheme: the same document to the last byte."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from warehouse.feed import Label
from warehouse.peers import Peers
from warehouse.scoring.bottom_up import Rated, StreetScore, rated
from warehouse.scoring.document import (
    blocked_document,
    branch_document,
    order,
    rated_document,
    result_document,
    worth,
)
from warehouse.scoring.frozen import LEAF, NUMBERS, Document, Frozen, Row
from warehouse.scoring.number import told
from warehouse.scoring.scheme import Node, Scheme
from warehouse.scoring.score import judged, placed
from warehouse.scoring.scored import Scored
from warehouse.scoring.subjects import Subject
from warehouse.scoring.tree import Points, compose
from warehouse.statistics import Quantity

ZERO = Fraction(0)
METRIC = frozenset(LEAF) - {"streets", "missing_streets"}
Leaves = Mapping[str, Mapping[str, Any]]


def put_together(scheme: Scheme, kept: Frozen) -> Document:
    """The document of the score."""
    leaves = _leaves(kept.counts)
    incidents: dict[str, dict[str, int]] = {}
    for row in kept.incidents:
        incidents.setdefault(row["subject"] or "", {})[row["kind"] or ""] = int(row["times"] or 0)
    units = {unit["code"]: unit for unit in kept.frame["subjects"]}
    scored = {
        code: _scored(scheme, unit, leaves[code], incidents.get(code, {})) for code, unit in sorted(units.items())
    }
    ranked: dict[str, Scored] = {}
    for group in {unit["group_code"] for unit in units.values()}:
        ranked |= placed(scheme, [scored[code] for code, unit in units.items() if unit["group_code"] == group])
    every = [_unit(scheme, ranked[code], units[code], leaves[code]) for code in scored]
    blocked = [blocked_document(scheme, ranked[code]) for code in scored if ranked[code].state == "blocked"]
    return {**kept.frame, "subjects": sorted(every, key=order), "blocked": blocked}


def _leaves(counts: Sequence[Row]) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in counts:
        held: dict[str, Any] = {key: _read(key, value) for key in LEAF if (value := row[key]) is not None}
        held["points"] = None if row["points"] is None else Fraction(row["points"])
        found.setdefault(row["subject"] or "", {})[row["node"] or ""] = held
    return found


def _read(key: str, cell: str) -> Any:
    """A cell as the document has it: a number, a credited quantity p/q, or what is written as JSON."""
    if key in NUMBERS:
        return int(cell) if "/" not in cell else cell
    return cell if key == "metric" else json.loads(cell)


def _scored(scheme: Scheme, unit: Mapping[str, Any], leaves: Leaves, incidents: Mapping[str, int]) -> Scored:
    given: dict[str, Points] = {}
    said: Rated | None = None
    for node in scheme.leaves:
        if node.kind == "bottom_up":
            said = _rated(scheme, leaves[node.code])
            given[node.code] = said.points if said else Points("insufficient_coverage")
        else:
            given[node.code] = _points(node, leaves[node.code])
    subject = Subject(unit["code"], Peers(name=unit["group_code"], label=Label(zh="", en="")), unit["district"])
    tree = compose(scheme, given)
    return judged(scheme, Scored(subject, tree, {}, {}, said, _exact(unit["n"])), incidents)


def _points(node: Node, leaf: Mapping[str, Any]) -> Points:
    if node.kind == "external":
        points = leaf["points"]
    elif leaf["months"]:
        told_months = [Fraction(month["mapped"]) for month in leaf["months"] if month["mapped"] is not None]
        points = sum(told_months, ZERO) / len(told_months) if told_months else None
    else:
        value = _value(node, leaf)
        points = None if value is None else node.mapping.score(value)
    return Points("empty") if points is None else Points("ok", points)


def _value(node: Node, leaf: Mapping[str, Any]) -> Fraction | None:
    if leaf.get("numerator") is None:
        return None
    if node.measured.kind != "ratio":
        return Fraction(leaf["numerator"])
    below = Fraction(leaf["denominator"])
    return None if below < node.min_den or not below else Fraction(leaf["numerator"]) / below


def _rated(scheme: Scheme, leaf: Mapping[str, Any]) -> Rated | None:
    if scheme.rating is None:
        return None
    streets = [
        StreetScore(each["code"], Fraction(each["score"]), each["basis"], each["forms"]) for each in leaf["streets"]
    ]
    eligible = [*(each.street for each in streets), *leaf["missing_streets"]]
    return rated(scheme.rating, streets, eligible, {each["code"]: each["interactions"] for each in leaf["streets"]})


def _unit(scheme: Scheme, each: Scored, unit: Mapping[str, Any], leaves: Leaves) -> Document:
    nodes = []
    for code, branch in each.tree.items():
        made, node = branch_document(scheme, each, branch), branch.node
        if node.kind == "metric":
            value = _value(node, leaves[code])
            made |= {key: leaves[code].get(key) for key in LEAF if key in METRIC}
            made |= {"value": told(value), "impact_per_row": told(worth(branch, value, _exact(leaves[code].get("n"))))}
        elif node.kind == "bottom_up":
            made |= rated_document(each.rated, branch)
        nodes.append(made)
    return {**unit, **result_document(scheme, each), "nodes": nodes}


def _exact(n: int | str | None) -> Quantity:
    given = Fraction(n or 0)
    return given.numerator if given.denominator == 1 else given

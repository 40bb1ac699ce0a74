"""What a scheme must fulfil, checked fail-closed and all at once; nothing is put right by itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from warehouse.metric import metrics
from warehouse.peers import groups
from warehouse.scoring.faults import Fault
from warehouse.scoring.mapping import FULL, mapping
from warehouse.scoring.scheme import RATED, Adjustment, Grade, Head, Item, Node, Rating, Scheme, Veto

Parts = dict[str, Any]
SCORED_KINDS = ("ratio", "count")


def faults_of(parts: Parts, rules_version: str) -> list[Fault]:
    """Every fault in the parts of a scheme that could be read; a part that could not is passed over."""
    nodes: Sequence[Node] = parts.get("node", ())
    head: Head | None = parts.get("scheme")
    rating: Rating | None = parts.get("rating")
    return [
        *_of_head(head, rules_version),
        *_of_tree(nodes, parts["nodes_whole"]),
        *(fault for node in nodes for fault in _of_node(node, head, parts["rating_given"])),
        *_of_rating(rating),
        *_of_adjustments(parts.get("adjustment", ())),
        *_of_grades(parts.get("grade", ())),
        *_of_names(parts),
    ]


def warnings_of(scheme: Scheme) -> list[str]:
    """What may be meant and deserves a look."""
    found = [] if scheme.scheme.rules else ["rules_unnamed"]
    for node in scheme.leaves:
        if node.kind == "metric" and node.metric and node.map:
            asked = metrics()[node.metric]
            wanted = {"higher": 1, "lower": -1}.get(asked.better, 0)
            if mapping(node.map).direction * wanted < 0:
                found.append(f"map_against_metric:{node.code}")
    return found


def _of_head(head: Head | None, rules_version: str) -> Iterator[Fault]:
    if head is None:
        return
    if head.rules and head.rules != rules_version:
        yield Fault("RULES_MISMATCH", "rules", head.rules, rules_version)
    if head.effective_to and head.effective_to < head.effective_from:
        yield Fault("BAD_VALUE", "effective_to", str(head.effective_to), f"{head.effective_from} or later")
    known = [each.name for each in groups().of(head.dimension)]
    for name in head.groups:
        if name not in known:
            yield Fault("UNKNOWN_GROUP", "groups", name, ", ".join(known))


def _of_tree(nodes: Sequence[Node], whole: bool) -> Iterator[Fault]:
    for code, times in Counter(each.code for each in nodes).items():
        if times > 1:
            yield Fault("DUPLICATE_CODE", code, str(times), "1")
    if not whole:  # a node that could not be read would make every sum look wrong
        return
    roots = [each.code for each in nodes if each.parent is None]
    if len(roots) != 1 or next(each.kind for each in nodes if each.code == roots[0]) != "group":
        yield Fault("BAD_TREE", None, ", ".join(roots) or None, "one group without parent")
    groups = [each.code for each in nodes if each.kind == "group"]
    yield from _of_parents(nodes, groups)
    for code in groups:
        yield from _of_sum(code, [each.weight for each in nodes if each.parent == code])


def _of_parents(nodes: Sequence[Node], groups: Sequence[str]) -> Iterator[Fault]:
    for each in nodes:
        if each.parent is not None and each.parent not in groups:
            yield Fault("BAD_TREE", each.code, f"parent {each.parent}", "the code of a group")
        elif _circular(each, nodes):
            yield Fault("BAD_TREE", each.code, f"parent {each.parent}", "a way up to the root")


def _circular(node: Node, nodes: Sequence[Node]) -> bool:
    above = {each.code: each.parent for each in nodes}
    code: str | None = node.code
    for _ in range(len(nodes) + 1):
        if code is None:
            return False
        code = above.get(code)
    return True


def _of_sum(node: str, weights: Sequence[Fraction]) -> Iterator[Fault]:
    total = sum(weights, Fraction(0))
    if total != 1:
        yield Fault("WEIGHT_SUM", node, str(total), "1")


def _of_node(node: Node, head: Head | None, rating_given: bool) -> Iterator[Fault]:
    if node.weight < 0:
        yield Fault("WEIGHT_NEGATIVE", node.code, str(node.weight), "0 or more")
    if not 0 <= node.max_missing <= 1:
        yield Fault("BAD_VALUE", node.code, f"max_missing {node.max_missing}", "0 to 1")
    if node.kind == "metric":
        yield from _of_metric(node)
    elif node.metric is not None or node.map is not None:
        yield Fault("UNKNOWN_KEY", node.code, "metric, map", f"a node of kind metric, not {node.kind}")
    if node.kind == "bottom_up" and not rating_given:
        yield Fault("MISSING_KEY", node.code, None, "[rating] with its items")
    if node.kind == "bottom_up" and head is not None and head.subject not in RATED:
        yield Fault("BAD_VALUE", node.code, f"subject {head.subject}", f"streets rate {' and '.join(RATED)} only")
    if node.kind == "external" and not node.range[0] < node.range[1]:
        yield Fault("BAD_VALUE", node.code, f"range {node.range[0]}, {node.range[1]}", "the lower end first")


def _of_metric(node: Node) -> Iterator[Fault]:
    asked = metrics().get(node.metric or "")
    if asked is None:
        yield Fault("UNKNOWN_METRIC", node.code, node.metric, ", ".join(metrics()))
    elif asked.kind not in SCORED_KINDS:
        yield Fault("UNKNOWN_METRIC", node.code, f"{node.metric}, a {asked.kind}", "a rate or a count")
    try:
        found = mapping(node.map or {})
    except ValueError as error:
        yield Fault("MAP_INVALID", node.code, str(node.map and node.map.get("fn")), str(error))
    else:
        if found.direction and node.min_den < 0:
            yield Fault("BAD_VALUE", node.code, f"min_den {node.min_den}", "0 or more")


def _of_rating(rating: Rating | None) -> Iterator[Fault]:
    if rating is None:
        return
    items: Sequence[Item] = rating.items
    yield from _of_sum("rating.items", [each.weight for each in items])
    yield from _of_sum("rating.process_share", [rating.process_share, rating.periodic_share])
    for each in items:
        if each.weight < 0:
            yield Fault("WEIGHT_NEGATIVE", f"rating.{each.code}", str(each.weight), "0 or more")
    if min(rating.process_share, rating.periodic_share) < 0:
        yield Fault("WEIGHT_NEGATIVE", "rating.process_share", str(rating.process_share), "0 to 1")
    if rating.scale_min >= rating.scale_max:
        yield Fault("BAD_VALUE", "rating.scale_max", str(rating.scale_max), f"above {rating.scale_min}")
    for name in ("min_answered_weight", "min_street_coverage"):
        value: Fraction = getattr(rating, name)
        if not 0 <= value <= 1:
            yield Fault("BAD_VALUE", f"rating.{name}", str(value), "0 to 1")


def _of_adjustments(adjustments: Sequence[Adjustment]) -> Iterator[Fault]:
    for each in adjustments:
        if each.per_incident <= 0 or each.max_total <= 0:
            yield Fault("BAD_VALUE", each.code, f"{each.per_incident}, {each.max_total}", "points above 0")


def _of_grades(grades: Sequence[Grade]) -> Iterator[Fault]:
    """From the highest to the one that begins at 0, each up to where the one above begins."""
    if not grades:
        return
    above: Fraction | None = None
    for each in grades:
        if above is not None and each.min >= above:
            yield Fault("GRADE_GAP", each.name, f"min {each.min}", f"below {above}: the highest grade comes first")
        top = FULL if above is None else above
        if each.max is not None and each.max != top:
            yield Fault("GRADE_GAP", each.name, f"max {each.max}", str(top))
        above = each.min
    if grades[-1].min != 0:
        yield Fault("GRADE_GAP", grades[-1].name, f"min {grades[-1].min}", "0")
    if grades[0].min > FULL:
        yield Fault("GRADE_GAP", grades[0].name, f"min {grades[0].min}", f"{FULL} at most")


def _of_names(parts: Parts) -> Iterator[Fault]:
    """Names that are used must have been given: grades of vetoes, nodes of the tie-break."""
    grades = {each.name for each in parts.get("grade", ())}
    vetoes: Sequence[Veto] = parts.get("veto", ())
    for each in vetoes:
        if each.grade not in grades:
            yield Fault("UNKNOWN_GRADE", each.code, each.grade, ", ".join(sorted(grades)))
    codes = {each.code for each in parts.get("node", ())}
    for code in parts["publish"].tie_break if "publish" in parts else ():
        if code not in codes:
            yield Fault("UNKNOWN_NODE", "tie_break", code, ", ".join(sorted(codes)))

"""The score: counts, ratings and what comes from outside, through one scheme, for every subject of a period."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from warehouse.period import Window
from warehouse.question import EVERYTHING, Scope, period
from warehouse.register import registers
from warehouse.scoring.anomalies import hinted
from warehouse.scoring.aside import incomplete
from warehouse.scoring.bottom_up import Rated
from warehouse.scoring.counts import Counted, Measured, counted
from warehouse.scoring.evidence import Evidence, evidence
from warehouse.scoring.grading import Adjusted, adjusted, grade, published, vetoes, worst
from warehouse.scoring.mapping import FULL, ZERO
from warehouse.scoring.places import Standing, ranks
from warehouse.scoring.ratings import ratings, unknown_criteria
from warehouse.scoring.scheme import Node, Scheme
from warehouse.scoring.scored import Reason, Score, Scored
from warehouse.scoring.shares import shown
from warehouse.scoring.subjects import Subject, subjects
from warehouse.scoring.tree import Branch, Points, compose
from warehouse.scoring.validation import warnings_of
from warehouse.snapshot import Snapshot


def score(
    snapshot: Snapshot,
    scheme: Scheme,
    period_code: str,
    as_of: date | None = None,
    scope: Scope = EVERYTHING,
    warnings: tuple[str, ...] = (),
) -> Score:
    """The scores of a scheme for a period, as of its last day where the data reaches so far."""
    window = scored_window(snapshot, period_code, as_of)
    whom = subjects(snapshot, scheme, window.as_of, scope)
    found = counted(snapshot, scheme, whom, window, scope)
    told = evidence(snapshot, scheme, whom, window)
    rated = ratings(snapshot, scheme, whom, told, window.as_of)
    scored = {code: _scored(scheme, each, found, told, rated.get(code)) for code, each in whom.units.items()}
    known, hints = registers(snapshot), hinted(scheme.rating, told)
    aside = (*told.aside, *incomplete(scheme.rating, told.answers))
    made = Score(snapshot.record, known, scheme, window, whom, scored, told.incidents, hints, aside)
    ranked = {code: each for group in made.groups().values() for code, each in placed(scheme, group).items()}
    more = (*warnings, *warnings_of(scheme), *_odd(scheme, told, snapshot, window))
    return replace(made, scored={code: ranked[code] for code in scored}, warnings=more)


def scored_window(snapshot: Snapshot, period_code: str, as_of: date | None) -> Window:
    """The period, as of the day that is named, else its last day or the last day of the data."""
    found = period(snapshot, period_code)
    last = min(found.last, snapshot.data_day) if found.last else snapshot.data_day
    return Window(found, as_of or last)


def _scored(scheme: Scheme, subject: Subject, found: Counted, told: Evidence, rated: Rated | None) -> Scored:
    measured = found.measured[subject.code]
    leaves = {node.code: _leaf(node, subject, measured, told, rated) for node in scheme.leaves}
    tree = compose(scheme, leaves)
    incidents = told.incidents.get(subject.code, {})
    n = max([found.cases[subject.code], *(each.total.n for each in measured.values())])
    return judged(scheme, Scored(subject, tree, {}, measured, rated, n), incidents)


def judged(scheme: Scheme, composed: Scored, incidents: Mapping[str, int]) -> Scored:
    """The score that follows from a composed tree: adjustments, the one rounding, grade and vetoes."""
    tree, made = composed.tree, replace(composed, vetoes=tuple(vetoes(scheme, incidents)))
    root = tree[scheme.root.code]
    if root.score is None:
        kept = None if root.provisional is None else _total(scheme, root.provisional, incidents)[1]
        return replace(made, provisional=None if kept is None else published(scheme, kept), reason=_reason(root))
    changes, exact = _total(scheme, root.score, incidents)
    final = published(scheme, exact)
    before = grade(scheme, final)
    return replace(
        made,
        shown=shown(scheme, tree, final - sum((each.shown for each in changes), ZERO)),
        adjustments=tuple(changes),
        exact=exact,
        score=final,
        grade=worst(scheme, list(made.vetoes)) if made.vetoes else before,
        grade_before_veto=before if made.vetoes else None,
    )


def _total(scheme: Scheme, tree: Fraction, incidents: Mapping[str, int]) -> tuple[list[Adjusted], Fraction]:
    changes = adjusted(scheme, tree, incidents)
    return changes, tree + sum((each.points for each in changes), ZERO)


def _reason(root: Branch) -> Reason:
    return "empty" if root.state == "empty" else "blocked"


def _leaf(
    node: Node, subject: Subject, measured: Mapping[str, Measured], told: Evidence, rated: Rated | None
) -> Points:
    """What a leaf brings to the tree."""
    if node.kind == "metric":
        return measured[node.code].points
    if node.kind == "bottom_up":
        return rated.points if rated else Points("insufficient_coverage")
    given, (low, high) = told.external.get((subject.code, node.code)), node.range
    if given is None or not low <= given <= high:
        return Points("empty")
    return Points("ok", (given - low) / (high - low) * FULL)


def placed(scheme: Scheme, group: list[Scored]) -> dict[str, Scored]:
    """The members of a group with their ranks; those with too few cases are listed and not ranked."""
    least = scheme.publish.min_rank_cases
    told = {each.subject.code: each for each in group}
    firm = {code: _standing(scheme, each) for code, each in told.items() if each.score is not None and each.n >= least}
    found_ranks = ranks(firm)
    found = {}
    for code, each in told.items():
        few: Reason | None = "few_cases" if each.score is not None and code not in found_ranks else each.reason
        found[code] = replace(each, rank=found_ranks.get(code), reason=few)
    return found


def _standing(scheme: Scheme, each: Scored) -> Standing:
    value = each.score if scheme.publish.rank_on == "published" else each.exact
    last = any(veto.rank == "last" for veto in each.vetoes)
    breaks = tuple(each.tree[code].score or ZERO for code in scheme.publish.tie_break)
    return Standing(last, value or ZERO, breaks)


def _odd(scheme: Scheme, told: Evidence, snapshot: Snapshot, window: Window) -> list[str]:
    """What was given and does not fit the scheme."""
    found = [f"unknown_criterion:{each}" for each in unknown_criteria(scheme, told.answers)]
    ranges = {node.code: node.range for node in scheme.leaves if node.kind == "external"}
    for (subject, node), given in sorted(told.external.items()):
        if node in ranges and not ranges[node][0] <= given <= ranges[node][1]:
            found.append(f"external_out_of_range:{node}:{subject}")
    return [*found, *(["as_of_after_data"] if window.as_of > snapshot.data_day else [])]

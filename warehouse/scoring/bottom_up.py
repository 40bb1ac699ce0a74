"""Streets' ratings become one number: forms, then streets, then the department; coverage decides whether it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from warehouse.scoring.mapping import ZERO
from warehouse.scoring.scheme import Rating
from warehouse.scoring.tree import Points

Form = Mapping[str, int]  # the level of each criterion that was answered
Basis = Literal["full", "process_only", "periodic_only"]


@dataclass(frozen=True)
class StreetScore:
    """What one street makes of a department, on which of the two kinds of forms, and on how many valid ones."""

    street: str
    score: Fraction
    basis: Basis
    forms: int


@dataclass(frozen=True)
class Rated:
    """A department as its streets rate it; `dropped` streets were the highest and the lowest."""

    points: Points
    coverage: Fraction
    streets: tuple[StreetScore, ...] = ()
    missing: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    interactions: Mapping[str, int] = field(default_factory=dict)


def form_score(rating: Rating, form: Form) -> Fraction | None:
    """The points of one form over what it answers; None where it answers too little."""
    said = tuple(form.items())
    if said not in rating.known:
        rating.known[said] = _points(rating, form)
    return rating.known[said]


def _points(rating: Rating, form: Form) -> Fraction | None:
    answered = [(rating.shares[code], level) for code, level in form.items() if code in rating.shares]
    weight = sum(share for share, _ in answered)
    if not weight or weight < rating.least_share:
        return None
    steps = rating.scale_max - rating.scale_min
    return Fraction(sum(share * (level - rating.scale_min) for share, level in answered) * 100, weight * steps)


def street_score(rating: Rating, street: str, process: Sequence[Form], periodic: Sequence[Form]) -> StreetScore | None:
    """The two kinds of forms by their shares; where one is absent the other carries. None without a valid form."""
    by_call = [points for form in process if (points := form_score(rating, form)) is not None]
    at_end = [points for form in periodic if (points := form_score(rating, form)) is not None]
    forms = len(by_call) + len(at_end)
    if by_call and at_end:
        score = rating.process_share * _mean(by_call) + rating.periodic_share * _mean(at_end)
        return StreetScore(street, score, "full", forms)
    if not forms:
        return None
    return StreetScore(street, _mean(by_call or at_end), "process_only" if by_call else "periodic_only", forms)


def rated(
    rating: Rating, scores: Sequence[StreetScore], eligible: Sequence[str], interactions: Mapping[str, int]
) -> Rated:
    """One street one vote, or by interactions; enough only if enough of the eligible streets rated."""
    known = {each.street for each in scores}
    missing = tuple(street for street in eligible if street not in known)
    coverage = Fraction(len(known), len(known) + len(missing)) if known or missing else ZERO
    counted, dropped = _trimmed(rating, scores)
    score = _weighted(rating, counted, interactions) if counted else None
    enough = coverage >= rating.min_street_coverage and len(scores) >= rating.min_streets
    points = Points("ok", score, score) if enough else Points("insufficient_coverage", None, score)
    ordered = tuple(sorted(scores, key=lambda each: each.street))
    return Rated(points, coverage, ordered, missing, dropped, interactions)


def _trimmed(rating: Rating, scores: Sequence[StreetScore]) -> tuple[Sequence[StreetScore], tuple[str, ...]]:
    """Without the highest and the lowest, where the scheme says so and there are enough streets."""
    if rating.trim == "none" or len(scores) < rating.trim_min_streets:
        return scores, ()
    ordered = sorted(scores, key=lambda each: (each.score, each.street))
    return ordered[1:-1], (ordered[0].street, ordered[-1].street)


def _weighted(rating: Rating, scores: Sequence[StreetScore], interactions: Mapping[str, int]) -> Fraction:
    """A street that rated without any interaction counts as one with a single interaction."""
    by_number = rating.street_weighting == "interactions"
    weights = [max(1, interactions.get(each.street, 0)) if by_number else 1 for each in scores]
    return sum((each.score * weight for each, weight in zip(scores, weights, strict=True)), ZERO) / sum(weights)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, ZERO) / len(values)

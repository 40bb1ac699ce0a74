"""From the tree's total to the published score: adjustments, the clamp, the one rounding, grade and veto."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from warehouse.scoring.mapping import FULL, ZERO
from warehouse.scoring.scheme import Adjustment, Scheme, Veto
from warehouse.statistics import half_up

CLAMP = "clamp"


@dataclass(frozen=True)
class Adjusted:
    """Points added or taken after the tree; `shown` rounded as the score is."""

    code: str
    incidents: int | None
    points: Fraction
    shown: Fraction


def adjusted(scheme: Scheme, total: Fraction, incidents: Mapping[str, int]) -> list[Adjusted]:
    """Every adjustment of the scheme, and the clamp where the sum would leave 0 to 100."""
    found = [
        _rounded(scheme, each.code, incidents.get(each.incident, 0), _points(each, incidents))
        for each in scheme.adjustments
    ]
    whole = total + sum((each.points for each in found), ZERO)
    over = min(FULL, max(ZERO, whole)) - whole
    if over:
        places = scheme.publish.score_decimals
        kept = Fraction(half_up(whole + over, places)) - Fraction(half_up(whole, places))
        found.append(Adjusted(CLAMP, None, over, kept))
    return found


def published(scheme: Scheme, exact: Fraction) -> Fraction:
    """The score as it is published: rounded once, half-up."""
    return Fraction(half_up(exact, scheme.publish.score_decimals))


def grade(scheme: Scheme, score: Fraction) -> str | None:
    """The grade of a published score; None of a scheme without grades."""
    return next((each.name for each in scheme.grades if score >= each.min), None)


def vetoes(scheme: Scheme, incidents: Mapping[str, int]) -> list[Veto]:
    """The vetoes that strike."""
    return [each for each in scheme.vetoes if incidents.get(each.kind)]


def worst(scheme: Scheme, struck: list[Veto]) -> str:
    """The lowest of the grades that several vetoes give."""
    order = [each.name for each in scheme.grades]
    return max((each.grade for each in struck), key=order.index)


def _points(each: Adjustment, incidents: Mapping[str, int]) -> Fraction:
    points = min(each.per_incident * incidents.get(each.incident, 0), each.max_total)
    return -points if each.fn == "deduct" else points


def _rounded(scheme: Scheme, code: str, incidents: int, points: Fraction) -> Adjusted:
    return Adjusted(code, incidents, points, published(scheme, points))

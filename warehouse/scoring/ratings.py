"""Each department's rating by its streets: which streets should have rated, which did, and what they said."""

from collections.abc import Mapping, Sequence
from datetime import date

from warehouse.dimension import dimension
from warehouse.register import registers
from warehouse.scoring.bottom_up import Form, Rated, StreetScore, rated, street_score
from warehouse.scoring.evidence import Answered, Evidence
from warehouse.scoring.scheme import Rating, Scheme
from warehouse.scoring.subjects import Subject, Subjects
from warehouse.snapshot import Snapshot

Forms = dict[tuple[str, str | None], dict[str, int]]  # by department and whistle


def ratings(snapshot: Snapshot, scheme: Scheme, whom: Subjects, told: Evidence, day: date) -> dict[str, Rated]:
    """How each subject was rated; nothing of a scheme without a form."""
    if scheme.rating is None:
        return {}
    known = {each.code for each in scheme.rating.items}
    by_subject: dict[str, dict[str, Forms]] = {code: {} for code in whom.units}
    for each in told.answers:
        if each.criterion in known and scheme.rating.scale_min <= each.level <= scheme.rating.scale_max:
            forms = by_subject[each.subject].setdefault(each.street, {})
            forms.setdefault((each.department, each.whistle), {})[each.criterion] = each.level
    found = {}
    for code, held in by_subject.items():
        eligible = _eligible(snapshot, whom.units[code], told, held, day)
        found[code] = _one(scheme.rating, held, eligible, told.interactions.get(code, {}))
    return found


def unknown_criteria(scheme: Scheme, answers: Sequence[Answered]) -> list[str]:
    """Criteria that were rated and that the scheme's form does not have."""
    known = {each.code for each in scheme.rating.items} if scheme.rating else set()
    return sorted({each.criterion for each in answers} - known) if scheme.rating else []


def _one(rating: Rating, forms: Mapping[str, Forms], eligible: Sequence[str], interactions: Mapping[str, int]) -> Rated:
    scores = [score for street, held in forms.items() if (score := _street(rating, street, held)) is not None]
    return rated(rating, scores, eligible, interactions)


def _street(rating: Rating, street: str, forms: Forms) -> StreetScore | None:
    process: list[Form] = [form for (_, whistle), form in forms.items() if whistle is not None]
    periodic: list[Form] = [form for (_, whistle), form in forms.items() if whistle is None]
    return street_score(rating, street, process, periodic)


def _eligible(
    snapshot: Snapshot, subject: Subject, told: Evidence, forms: Mapping[str, Forms], day: date
) -> tuple[str, ...]:
    """The streets that called it, and those that rated it; where none called, those of its district, or all."""
    called = told.interactions.get(subject.code, {})
    if called:
        return tuple(sorted({*called, *forms}))
    where = {"district": (subject.district,)} if subject.district else {}
    near = registers(snapshot).standing(dimension("street"), day, where)
    return tuple(sorted({*near, *forms}))

"""Ratings that were given and do not count: which they are, and by which rule."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from warehouse.scoring.bottom_up import form_score
from warehouse.scoring.scheme import Rating

if TYPE_CHECKING:  # what was said holds what of it was set aside
    from warehouse.scoring.evidence import Answered

Rule = Literal["after_lock", "voided", "taken_out", "unknown_street", "unknown_department", "answered_too_little"]
MOST = 200
SET_ASIDE = """
select
  case when r.submitted_at >= $lock then 'after_lock' when r.voided_at is not null then 'voided' else 'taken_out' end,
  r.rating_id, r.street_code, r.department_code, r.whistle_id, r.criterion
from fct_rating r
left join fct_whistle w on w.whistle_id = r.whistle_id
left join fct_exclusion away on away.target_kind = 'rating' and away.target_id = r.rating_id and away.in_force
left join fct_exclusion gone on gone.target_kind = 'whistle' and gone.target_id = r.whistle_id and gone.in_force
where (r.submitted_at >= $lock or r.voided_at is not null or away.target_id is not null or gone.target_id is not null)
  and (
    r.period_code = $period
    or (r.period_code is null and coalesce(w.blown_at, r.submitted_at) >= $since
      and coalesce(w.blown_at, r.submitted_at) < $until)
  )
order by r.rating_id
"""


@dataclass(frozen=True)
class Aside:
    """One rating, or, where `rating` is None, one whole form."""

    rule: Rule
    rating: str | None
    street: str
    department: str
    whistle: str | None
    criterion: str | None


def incomplete(rating: Rating | None, answers: Iterable["Answered"]) -> list[Aside]:
    """The forms that answer too little of the weight."""
    forms: dict[tuple[str, str, str | None], dict[str, int]] = {}
    for each in answers:
        forms.setdefault((each.street, each.department, each.whistle), {})[each.criterion] = each.level
    return [
        Aside("answered_too_little", None, street, department, whistle, None)
        for (street, department, whistle), form in sorted(forms.items(), key=lambda told: str(told[0]))
        if rating is not None and form_score(rating, form) is None
    ]


def aside_document(found: Sequence[Aside]) -> dict[str, Any]:
    """How many by rule, and the first of them one by one."""
    counts = Counter(each.rule for each in found)
    return {"by_rule": dict(sorted(counts.items())), "listed": [vars(each) for each in found[:MOST]]}

"""Forms as streets filled them in: every version of every answer, which one counts and why another does not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal

from warehouse.errors import Unknown
from warehouse.patience import patience
from warehouse.register import registers
from warehouse.scoring.bottom_up import form_score
from warehouse.scoring.evidence import bounds, lock_of
from warehouse.scoring.scored import Score
from warehouse.snapshot import Snapshot

State = Literal["counts", "superseded", "late", "void", "excluded", "unknown"]
ANSWER = ("criterion", "level", "reason", "submitted_at", "voided_at", "rule", "approved_by")
KEY = ("street_code", "department_code", "whistle_id", "period_code")
# Of each criterion the latest version comes first, as the score takes it.
FILLED = """
select
  r.street_code, r.department_code, r.whistle_id, r.period_code, w.blown_at,
  r.rating_id, r.criterion, r.level, r.reason, r.submitted_at, r.voided_at,
  coalesce(away.rule, gone.rule) as rule, coalesce(away.approved_by, gone.approved_by) as approved_by
from fct_rating r
left join fct_whistle w on w.whistle_id = r.whistle_id
left join fct_exclusion away on away.target_kind = 'rating' and away.target_id = r.rating_id and away.in_force
left join fct_exclusion gone on gone.target_kind = 'whistle' and gone.target_id = r.whistle_id and gone.in_force
where {which}
order by
  r.street_code, r.department_code, r.whistle_id, r.period_code, r.criterion, r.submitted_at desc, r.rating_id desc
"""
OF_UNIT = """r.department_code in (select unnest($departments)) and (
  r.period_code = $period
  or (r.period_code is null and coalesce(w.blown_at, r.submitted_at) >= $since
    and coalesce(w.blown_at, r.submitted_at) < $until))"""
OF_FORM = """exists (
  select 1 from fct_rating x
  where x.rating_id = $rating and x.street_code = r.street_code and x.department_code = r.department_code
    and x.whistle_id is not distinct from r.whistle_id and x.period_code is not distinct from r.period_code)"""
CALL = """
select
  w.kind, w.case_id, w.blown_at, w.withdrawn_at, w.finished_at, w.invalid,
  c.signed_at, c.arrived_at, c.left_at, c.excused, s.arrival, s.excluded
from fct_whistle w
left join fct_whistle_call c on c.whistle_id = w.whistle_id and c.department_code = $department
left join call_state s on s.whistle_id = w.whistle_id and s.department = $department
  and s.valid_from <= $day and $day < s.valid_to
where w.whistle_id = $whistle
"""


@dataclass(frozen=True)
class Filled:
    """One version of one answer, and whether it is the one that counts."""

    rating: str
    criterion: str
    level: int
    reason: str | None
    submitted_at: datetime
    voided_at: datetime | None
    rule: str | None
    approved_by: str | None
    state: State


@dataclass(frozen=True)
class Form:
    """A street's form about a department: of one whistle, or of a whole period; its points where it is valid."""

    street: str
    department: str
    subject: str | None
    whistle: str | None
    period: str | None
    blown_at: datetime | None
    answers: tuple[Filled, ...]
    points: Fraction | None
    call: Mapping[str, Any] | None = None

    @property
    def counting(self) -> list[Filled]:
        """The answers that count."""
        return [each for each in self.answers if each.state == "counts"]


def forms_of(snapshot: Snapshot, made: Score, unit: str) -> list[Form]:
    """Every form about a unit, or a team of it, of the score's period."""
    period = made.window.period
    assert period
    asked = {"departments": list(made.whom.parts[unit]), "period": period.code, **bounds(made.window)}
    return list(_forms(made, _read(snapshot, FILLED.format(which=OF_UNIT), asked)))


def form_of(snapshot: Snapshot, made: Score, rating: str) -> Form:
    """The form that holds a rating, with the record of the call it is about; raises Unknown."""
    found = list(_forms(made, _read(snapshot, FILLED.format(which=OF_FORM), {"rating": rating})))
    if not found:
        raise Unknown("rating", rating, ())
    (form,) = found
    asked = {"whistle": form.whistle, "department": form.department, "day": made.day}
    calls = _read(snapshot, CALL, asked) if form.whistle else []
    return Form(**{**vars(form), "call": calls[0] if calls else None})


def _forms(made: Score, rows: Sequence[Mapping[str, Any]]) -> Iterator[Form]:
    for key, several in groupby(rows, lambda row: tuple(row[name] for name in KEY)):
        held = list(several)
        answers = tuple(
            each for _, same in groupby(held, lambda row: row["criterion"]) for each in _versions(made, same)
        )
        levels = {each.criterion: each.level for each in answers if each.state == "counts"}
        rating, home = made.scheme.rating, made.whom.home.get(key[1])
        points = form_score(rating, levels) if rating else None
        yield Form(key[0], key[1], home, key[2], key[3], held[0]["blown_at"], answers, points)


def _versions(made: Score, rows: Iterator[Mapping[str, Any]]) -> Iterator[Filled]:
    """The versions of one answer, the latest first: the first before the lock counts, or leaves a gap."""
    lock, found = lock_of(made.scheme, made.window), False
    known = {each.code for each in made.scheme.rating.items} if made.scheme.rating else set()
    for row in rows:
        state: State = "superseded"
        if row["submitted_at"] >= lock:
            state = "late"
        elif not found:
            found = True
            state = "void" if row["voided_at"] else "excluded" if row["rule"] else "counts"
            state = "unknown" if state == "counts" and row["criterion"] not in known else state
        yield Filled(row["rating_id"], **{name: row[name] for name in ANSWER}, state=state)


def _read(snapshot: Snapshot, statement: str, binds: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "fct_rating" not in registers(snapshot).tables:
        return []
    with snapshot.cursor() as cursor, patience(cursor):
        cursor.execute(statement, dict(binds))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

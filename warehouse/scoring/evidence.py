"""What people and offices say of the subjects: ratings, calls they may rate, scores from outside, incidents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from warehouse.dimension import dimension
from warehouse.patience import patience
from warehouse.period import Window
from warehouse.register import registers
from warehouse.scoring.scheme import Scheme
from warehouse.scoring.subjects import Subjects
from warehouse.snapshot import Snapshot

DAY = timedelta(days=1)
# Of each form and criterion the latest rating before the lock; one that was voided leaves a gap, not the older one.
RATINGS = """
with told as (
  select
    r.*, coalesce(w.blown_at, r.submitted_at) as about,
    r.voided_at is not null or away.target_id is not null or gone.target_id is not null as void,
    row_number() over (
      partition by r.street_code, r.department_code, r.whistle_id, r.period_code, r.criterion
      order by r.submitted_at desc, r.rating_id desc
    ) as newest
  from fct_rating r
  left join fct_whistle w on w.whistle_id = r.whistle_id
  left join fct_exclusion away on away.target_kind = 'rating' and away.target_id = r.rating_id and away.in_force
  left join fct_exclusion gone on gone.target_kind = 'whistle' and gone.target_id = r.whistle_id and gone.in_force
  where r.submitted_at < $lock and (
    r.period_code = $period
    or (r.period_code is null and (w.blown_at is null or (w.blown_at >= $since and w.blown_at < $until)))
  )
)
select rating_id, street_code, department_code, whistle_id, criterion, level
from told
where newest = 1 and not void
  and (period_code = $period or (period_code is null and about >= $since and about < $until))
order by rating_id
"""
# A call that was taken back, or that never should have been, is nothing to rate; one that was excused is.
INTERACTIONS = """
select s.street_code, c.department, count(distinct c.whistle_id)
from call_state c
join fct_whistle_street s on s.whistle_id = c.whistle_id
where c.valid_from <= $day and $day < c.valid_to
  and (c.excluded is null or c.excluded not in ('withdrawn', 'void', 'duplicate', 'test', 'not_accepted'))
  and c.blown_at >= $since and c.blown_at < $until
group by 1, 2
order by 1, 2
"""
ARRIVALS = """
select whistle_id, department, arrival
from call_state
where valid_from <= $day and $day < valid_to and excluded is null and blown_at >= $since and blown_at < $until
"""
EXTERNAL = "select subject_code, node_code, cast(score as varchar) from fct_external_score where period_code = $period"
INCIDENTS = """
select subject_code, kind, count(*)
from fct_incident
where happened_on >= $first and happened_on <= $last
group by 1, 2
"""


class Answered(NamedTuple):
    """One answer of a form that counts; `whistle` None: of the form about the whole period."""

    rating: str
    street: str
    department: str
    subject: str
    whistle: str | None
    criterion: str
    level: int


@dataclass(frozen=True)
class Evidence:
    """All of it, by subject."""

    answers: tuple[Answered, ...]
    interactions: Mapping[str, Mapping[str, int]]
    arrivals: Mapping[tuple[str, str], str]
    external: Mapping[tuple[str, str], Fraction]
    incidents: Mapping[str, Mapping[str, int]]


def evidence(snapshot: Snapshot, scheme: Scheme, whom: Subjects, window: Window) -> Evidence:
    """What was said of the subjects in the window's period."""
    period, span = window.period, bounds(window)
    assert period and period.first and period.last
    code, last = period.code or "", min(period.last, window.as_of)
    forms = {**span, "period": code, "lock": lock_of(scheme, window)}
    answers = _read(snapshot, "fct_rating", RATINGS, forms) if scheme.rating else []
    calls = _read(snapshot, "call_state", INTERACTIONS, {**span, "day": window.as_of})
    arrived = _read(snapshot, "call_state", ARRIVALS, {**span, "day": window.as_of}) if answers else []
    external = _read(snapshot, "fct_external_score", EXTERNAL, {"period": code})
    incidents = _read(snapshot, "fct_incident", INCIDENTS, {"first": period.first, "last": last})
    street = registers(snapshot).folded(dimension("street"), window.as_of)
    return Evidence(
        tuple(
            Answered(rating, street.get(by, by), of, whom.home[of], whistle, criterion, level)
            for rating, by, of, whistle, criterion, level in answers
            if of in whom.home
        ),
        _interactions([(street.get(row[0], row[0]), *row[1:]) for row in calls], whom),
        {(whistle, department): arrival for whistle, department, arrival in arrived},
        {(subject, node): Fraction(score) for subject, node, score in external},
        _incidents(incidents, whom),
    )


def _interactions(rows: list[tuple[Any, ...]], whom: Subjects) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for street, department, times in rows:
        if department in whom.home:
            held = found.setdefault(whom.home[department], {})
            held[street] = held.get(street, 0) + times
    return found


def _incidents(rows: list[tuple[Any, ...]], whom: Subjects) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for code, kind, times in rows:
        if code in whom.home:
            held = found.setdefault(whom.home[code], {})
            held[kind] = held.get(kind, 0) + times
    return found


def lock_of(scheme: Scheme, window: Window) -> datetime:
    """Until when ratings count: some days after the period, or, within the period, the as-of day."""
    assert window.period and window.period.last
    last, days = window.period.last, scheme.rating.rating_close_days if scheme.rating else 0
    return _start((last + DAY * days if window.as_of >= last else window.as_of) + DAY)


def bounds(window: Window) -> dict[str, datetime]:
    """The first moment of the window's period, and the first after it."""
    assert window.period and window.period.first and window.period.last
    return {"since": _start(window.period.first), "until": _start(window.period.last + DAY)}


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _read(snapshot: Snapshot, table: str, statement: str, binds: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows; none where the snapshot was made before there was such a table."""
    if table not in registers(snapshot).tables:
        return []
    with snapshot.cursor() as cursor, patience(cursor):
        return cursor.execute(statement, binds).fetchall()

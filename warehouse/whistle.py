"""Whistles as of a day: how soon departments came, the worst calls, and all that is known of one whistle."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from warehouse.cells import conditions, filter_values
from warehouse.errors import Unknown
from warehouse.query import entry
from warehouse.question import EVERYTHING, Question, Scope, resolve
from warehouse.register import registers
from warehouse.rules import rules
from warehouse.snapshot import Snapshot

ONTIME = "whistle_ontime_rate"
TABLE = "whistle_state"
WORST = 10
SOON = """
    select whistle_kind, arrival, used, count(*) as n from {relation}
    where {wanted} and excluded is null group by all order by all"""
# How far past its limit: until the arrival; of who never came, until the whistle ended or the cut.
LATEST = """
    select
        s.whistle_id, s.department, s.whistle_kind, s.blown_at, s.limit_minutes, s.arrival, s.arrived_at,
        case when c.signed_at < $cutoff then c.signed_at end as signed_at,
        case when c.left_at < $cutoff then c.left_at end as left_at,
        case when w.finished_at < $cutoff then w.finished_at end as finished_at,
        case when w.withdrawn_at < $cutoff then w.withdrawn_at end as withdrawn_at,
        date_diff('second', s.blown_at + s.limit_minutes * interval 1 minute,
            coalesce(s.arrived_at, least(w.finished_at, w.withdrawn_at, $cutoff))) as beyond
    from (select * from {relation} where {wanted}) s
    join fct_whistle w on w.whistle_id = s.whistle_id
    left join fct_whistle_call c on c.whistle_id = s.whistle_id and c.department_code = s.department
    where s.excluded is null and s.arrival in ('late', 'never_arrived')
    order by beyond desc, s.whistle_id, s.department limit {limit}"""
FACTS = """
    select w.whistle_id, w.case_id, w.enclave_id, w.kind as whistle_kind, w.blown_at, w.finished_at, w.withdrawn_at,
        s.district, s.joint, s.streets, s.origin, s.verdict, s.stage, s.excluded,
        exists (select 1 from fct_case c where c.case_id = w.case_id) as known_case,
        exists (select 1 from dim_enclave e where e.enclave_id = w.enclave_id) as known_enclave
    from fct_whistle w
    join whistle_state s on s.whistle_id = w.whistle_id and s.valid_from <= $day and $day < s.valid_to
    where w.whistle_id = $whistle"""
CALLS = """
    select s.department, s.parent, s.limit_minutes, s.arrival, s.arrived_at, s.stay, s.excluded, c.signed_at, c.left_at
    from call_state s
    left join fct_whistle_call c on c.whistle_id = s.whistle_id and c.department_code = s.department
    where s.whistle_id = $whistle and s.valid_from <= $day and $day < s.valid_to order by s.department"""
RATINGS = """
    select street_code as street, department_code as department, criterion, level, submitted_at, voided_at
    from fct_rating where whistle_id = $whistle and submitted_at < $cutoff
    order by department_code, street_code, criterion, submitted_at, rating_id"""
LATER = ("finished_at", "withdrawn_at", "signed_at", "left_at", "voided_at")
Row = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """One whistle: its facts, the streets that blew it, the calls it made, how streets rated them."""

    facts: Row
    streets: tuple[str, ...]
    calls: tuple[Row, ...]
    ratings: tuple[Row, ...]


def limits() -> dict[str, int]:
    """Within how many minutes a department is there, by the whistle's kind, as the rules say."""
    return dict(rules().whistle)


def arrivals(snapshot: Snapshot, question: Question, scope: Scope = EVERYTHING) -> list[Row]:
    """Calls by kind, what became of them, and how much of the limit had passed at the arrival, in percent."""
    return _asked(snapshot, question, scope, SOON)


def worst_calls(snapshot: Snapshot, question: Question, limit: int = WORST, scope: Scope = EVERYTHING) -> list[Row]:
    """The calls that are furthest past their limit, the worst first."""
    return _asked(snapshot, question, scope, LATEST, limit)


def whistle(snapshot: Snapshot, whistle_id: str, day: date, scope: Scope = EVERYTHING) -> Record:
    """All that was known of one whistle at the end of that day; one outside the reader's scope is unknown."""
    binds = {"whistle": whistle_id, "day": day}
    found = _rows(snapshot, FACTS, binds) if TABLE in registers(snapshot).tables else []
    if not found or any(found[0].get(name) != code for name, code in scope.where.items()):
        raise Unknown("whistle", whistle_id, ())
    cutoff = _cutoff(day)
    streets = _rows(
        snapshot, "select street from whistle_blower where whistle_id = $whistle order by 1", {"whistle": whistle_id}
    )
    ratings = _rows(snapshot, RATINGS, {"whistle": whistle_id, "cutoff": cutoff})
    return Record(
        _known(found[0], cutoff),
        tuple(each["street"] for each in streets),
        tuple(_known(each, cutoff) for each in _rows(snapshot, CALLS, binds)),
        tuple(_known(each, cutoff) for each in ratings),
    )


def _asked(snapshot: Snapshot, question: Question, scope: Scope, select: str, limit: int = 0) -> list[Row]:
    """Rows of the very calls that a question about arrivals counts."""
    asked, framed, window = resolve(snapshot, replace(question, metric=ONTIME, view="participation"), scope)
    if framed.relation not in registers(snapshot).columns:
        return []
    binds: dict[str, object] = filter_values(framed)
    wanted = conditions(framed, asked.cohort, entry(asked, window), 0, binds)
    if "$cutoff" in select:
        binds["cutoff"] = _cutoff(window.as_of)
    return _rows(snapshot, select.format(relation=framed.relation, wanted=" and ".join(wanted), limit=limit), binds)


def _rows(snapshot: Snapshot, select: str, binds: dict[str, Any]) -> list[Row]:
    with snapshot.cursor() as cursor:
        cursor.execute(select, binds)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _known(row: Row, cutoff: datetime) -> Row:
    """The row without what happened later."""
    return {
        name: None if name in LATER and value is not None and value >= cutoff else value for name, value in row.items()
    }


def _cutoff(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min)

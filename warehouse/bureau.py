"""One department: the teams stationed under it, and the calls by streets that it answered worst."""

from datetime import date
from typing import Any

from warehouse.snapshot import Snapshot

Row = dict[str, Any]
TEAMS = """
    select distinct department_code from dim_department
    where parent = $department and department_code <> $department and valid_from <= $day and $day < valid_to
    order by department_code"""
# Never came first, the latest of those that came next.
WORST = """
    select s.whistle_id, s.whistle_kind, s.blown_at, s.arrival, s.arrived_at, s.used, w.case_id,
        b.streets, s.streets as blowers
    from call_state s
    join fct_whistle w on w.whistle_id = s.whistle_id
    left join (select whistle_id, min(street) as streets from whistle_blower group by whistle_id) b
        on b.whistle_id = s.whistle_id
    where s.department = $department and s.valid_from <= $day and $day < s.valid_to and s.excluded is null
        and s.arrival in ('late', 'never_arrived')
        and s.blown_at >= $since and s.blown_at < $stop
    order by s.used desc nulls first, s.blown_at desc, s.whistle_id
    limit $most"""


def stationed(snapshot: Snapshot, department: str, day: date) -> list[str]:
    """The codes of the teams under a department on that day."""
    with snapshot.cursor() as cursor:
        found = cursor.execute(TEAMS, {"department": department, "day": day}).fetchall()
    return [code for (code,) in found]


def worst_calls(
    snapshot: Snapshot, department: str, days: tuple[date | None, date | None], day: date, most: int
) -> list[Row]:
    """The calls that it never answered or answered late, of whistles blown from the first to before the last day."""
    since, stop = days
    asked = {
        "department": department,
        "day": day,
        "since": since or date.min,
        "stop": stop or date.max,
        "most": most,
    }
    with snapshot.cursor() as cursor:
        rows = cursor.execute(WORST, asked).fetchall()
        names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows]

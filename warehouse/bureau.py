"""One department: the teams stationed under it."""

from datetime import date

from warehouse.snapshot import Snapshot

TEAMS = """
    select distinct department_code from dim_department
    where parent = $department and department_code <> $department and valid_from <= $day and $day < valid_to
    order by department_code"""


def stationed(snapshot: Snapshot, department: str, day: date) -> list[str]:
    """The codes of the teams under a department on that day."""
    with snapshot.cursor() as cursor:
        found = cursor.execute(TEAMS, {"department": department, "day": day}).fetchall()
    return [code for (code,) in found]

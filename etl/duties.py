"""Entries of the duty lists that name nobody: a unit is a department's code, a kind of department, or the street."""

from collections.abc import Iterator

UNITS = """
    select 'street' union all select department_code from found_department
    union all select kind from found_department where kind is not null"""


def unfit_duties() -> Iterator[tuple[str, str, str]]:
    """Column, reason, and SQL for the lines of the entries that meet it; without a register nothing is refused."""
    for column, units in (("main", "[main]"), ("assist", "string_split(assist, '、')")):
        named = f"select line, unnest({units}) as unit from found_duty_list where {column} is not null"
        yield (
            column,
            "unknown_unit",
            f"select line from ({named}) where unit not in ({UNITS}) and exists (select 1 from found_department)",
        )

"""Targets that nothing can reach or that nobody is given: SQL for the lines of them."""

from collections.abc import Iterable, Iterator

from etl.tidy import literal
from warehouse import EVERYBODY, RANKED_BY, groups, metrics

KINDS = ("any", "year", "quarter", "month", "week", "day")


def unfit_targets() -> Iterator[tuple[str, str, str]]:
    """Column, reason, and SQL for the lines of the targets that meet it."""
    yield "target", "rate_beyond_one", _of("rate", "target > 1")
    yield "floor", "rate_beyond_one", _of("rate", "floor > 1")
    yield "floor", "floor_beyond_target", f"{_of('higher', 'floor > target')} union {_of('lower', 'floor < target')}"
    yield "period_kind", "unknown_period_kind", _among("period_kind", _list(KINDS), "select kind from found_period")
    yield "area_or_group", "unknown_code", f"{_among('area_or_group', _list(_groups()), *WHOM)} and {ANY_UNIT}"


WHOM = ("select area_code from found_area", "select department_code from found_department")
ANY_UNIT = "(exists (select 1 from found_area) or exists (select 1 from found_department))"


def _of(sort: str, meets: str) -> str:
    """Lines of the targets of metrics of that sort: a rate, or one of which higher or lower is better."""
    named = [name for name, each in metrics().items() if sort in (each.better, "rate" if each.kind == "ratio" else "")]
    return f"select line from found_target where metric in ({_list(named)}) and {meets}"


def _among(column: str, listed: str, *tables: str) -> str:
    """Lines of the targets whose column is neither listed nor in one of the tables."""
    known = " and ".join(f"{column} not in ({each})" for each in (listed, *tables))
    return f"select line from found_target where {known}"


def _groups() -> list[str]:
    """Whom a target may be for, apart from a unit: everybody, or a group of like units."""
    return [EVERYBODY, *(each.name for dimension in RANKED_BY for each in groups().of(dimension))]


def _list(values: Iterable[str]) -> str:
    return ", ".join(map(literal, values))

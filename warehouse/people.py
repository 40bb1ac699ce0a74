"""Who lives where: population and households of an area on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from warehouse.dimension import Dimension
from warehouse.register import registers
from warehouse.snapshot import Snapshot

TABLE = "dim_area"


@dataclass(frozen=True)
class People:
    """An area's population and households; None where they are not known."""

    population: int | None = None
    households: int | None = None


def people(snapshot: Snapshot, asked: Dimension, day: date, codes: Collection[str]) -> dict[str, People]:
    """The people of each of these areas: as registered, else the sum of its communities where every one is known."""
    if asked.registered_in != "area" or TABLE not in registers(snapshot).tables:
        return {}
    with snapshot.cursor() as cursor:
        rows = cursor.execute(
            f"with valid as (from {TABLE} where valid_from <= $day and $day < valid_to), below as ("
            f"  select {asked.unit_level} as code, {_whole('population')}, {_whole('households')}"
            f"  from valid where level = 'community' and list_contains($codes, {asked.unit_level}) group by code"
            ") select area_code, coalesce(v.population, b.population), coalesce(v.households, b.households)"
            " from valid v left join below b on b.code = v.area_code"
            " where v.level = $level and list_contains($codes, v.area_code)",
            {"day": day, "level": asked.unit_level, "codes": list(codes)},
        ).fetchall()
    return {code: People(*known) for code, *known in rows}


def _whole(column: str) -> str:
    return f"case when count({column}) = count(*) then cast(sum({column}) as bigint) end as {column}"

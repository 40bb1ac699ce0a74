"""Communities too big to be one: which are to be split as of a day, and which were split into what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from warehouse.answer import CONTRACT, release_document
from warehouse.definition import Frozen, read
from warehouse.dimension import dimension
from warehouse.register import Registers, registers
from warehouse.rules import FOLDER
from warehouse.snapshot import Snapshot

Places = Mapping[str, tuple[str, ...]]
LEVEL = "community"
LEVELS = ("district", "street", LEVEL)
ROWS = (
    "select area_code, name, district, street, households, registered_from, valid_from, valid_to from dim_area"
    " where level = 'community' and (households is null or households >= $least or list_contains($told, area_code))"
    " order by area_code, valid_from"
)


class Limit(Frozen):
    """From how many households on a community is to be split, since when, and on what ground."""

    effective_from: date
    households: int
    basis_document: str


class Limits(Frozen):
    """The rules on the size of communities, oldest first."""

    limit: tuple[Limit, ...]

    def on(self, day: date) -> Limit | None:
        """The rule in force on that day."""
        held = [each for each in self.limit if each.effective_from <= day]
        return max(held, key=lambda each: each.effective_from, default=None)


@dataclass(frozen=True)
class Row:
    """A community as the register has it for a while."""

    code: str
    name: str
    district: str | None
    street: str | None
    households: int | None
    registered_from: date
    first: date
    stop: date

    def lies_in(self, places: Places) -> bool:
        """Whether it lies in each of these, every place given by all codes that it means."""
        mine = {"district": self.district, "street": self.street, LEVEL: self.code}
        return all(mine[name] in codes for name, codes in places.items())


@cache
def limits() -> Limits:
    """The limits in force."""
    return read(Limits, FOLDER / "community.toml")


def splits(snapshot: Snapshot, day: date, lang: str = "zh", where: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What is to be split as of that day, what was split by then and how, and of how many the size is not known;
    `where`: only in that district, street or community."""
    known, limit = registers(snapshot), limits().on(day)
    places = _meant(known, where or {}, day)
    rows = [row for row in _rows(snapshot, known, limit) if row.lies_in(places)]
    standing = [row for row in rows if row.first <= day < row.stop and not _divided(known, row, day)]
    big = [row for row in standing if limit and row.households is not None and row.households >= limit.households]
    return {
        "contract": CONTRACT,
        "snapshot": release_document(snapshot.record),
        "as_of": day.isoformat(),
        "limit": limit and limit.model_dump(mode="json"),
        "to_split": [_unit(known, row, day, lang) for row in big],
        "split": list(_split(known, rows, day, lang)),
        "unknown": sum(row.households is None for row in standing),
    }


def _meant(known: Registers, where: Mapping[str, str], day: date) -> Places:
    places = {name: code for name, code in where.items() if name in LEVELS}
    return {name: known.lineage(dimension(name)).meant(code, day) for name, code in places.items()}


def _rows(snapshot: Snapshot, known: Registers, limit: Limit | None) -> list[Row]:
    """The communities that may have to be told: big ones, those of unknown size, those that were divided or came so."""
    told = {code for each in known.lineage(dimension(LEVEL)).changes for code in (each.old, each.new)}
    if "registered_from" not in registers(snapshot).columns.get("dim_area", ()):
        return []
    with snapshot.cursor() as cursor:
        asked = {"least": limit.households if limit else 0, "told": sorted(told)}
        return [Row(*row) for row in cursor.execute(ROWS, asked).fetchall()]


def _divided(known: Registers, row: Row, day: date) -> bool:
    """Whether the community was divided since the register last spoke of it."""
    told = known.lineage(dimension(LEVEL)).changes
    return any(each.kind == "split" and each.old == row.code and row.registered_from < each.day <= day for each in told)


def _split(known: Registers, rows: list[Row], day: date, lang: str) -> Iterator[dict[str, Any]]:
    told = [each for each in known.lineage(dimension(LEVEL)).changes if each.kind == "split" and each.day <= day]
    held = {code: [row for row in rows if row.code == code] for each in told for code in (each.old, each.new)}
    for on, code in dict.fromkeys((each.day, each.old) for each in told):
        before = [row for row in held[code] if row.first < on]
        if before:
            parts = [each.new for each in told if (each.day, each.old) == (on, code)]
            begun = [next((row for row in held[part] if on < row.stop), None) for part in parts]
            yield {
                **_unit(known, before[-1], day, lang),
                "effective_on": on.isoformat(),
                "parts": [_unit(known, row, day, lang) for row in begun if row],
            }


def _unit(known: Registers, row: Row, day: date, lang: str) -> dict[str, Any]:
    above = {
        name: {"code": code, "name": known.name(dimension(name), code, day, lang)}
        for name, code in (("district", row.district), ("street", row.street))
        if code is not None
    }
    return {"code": row.code, "name": row.name, **above, "households": row.households}

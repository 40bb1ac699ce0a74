"""Units by their names: what lies above them, and what a reader may have meant."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.address import PLACES
from dashboard.data.periods import window_of
from dashboard.data.visit import Visit
from warehouse import BadQuestion, WarehouseError, dimension, metric, parse, registers

Document = dict[str, Any]


@dataclass(frozen=True)
class Misspelt:
    """A filter whose value the snapshot does not know, and the nearest it knows, by code and name."""

    dimension: str
    word: str
    code: str
    near: tuple[tuple[str, str], ...]


def checked(here: Visit) -> None:
    """Nothing; raises BadQuestion or Unknown where period, view, metric or dimensions of the address make no sense."""
    window_of(here)
    parse("reported_count", {"view": [here.address.view]} if here.address.view else {})
    metric(here.address.metric or "reported_count")
    for name in here.address.by:
        dimension(name)
    for name in here.address.where:
        if dimension(name).grain:
            raise BadQuestion(f"{name} cannot be a filter; use period, or from and to")


def misspelt(here: Visit) -> Misspelt | None:
    """The first filter that names no unit of the snapshot; None where all do."""
    known, day = registers(here.snapshot), here.address.as_of or here.snapshot.data_day
    for name, word in here.address.where.items():
        try:
            known.code(here.snapshot, dimension(name), word, day)
        except WarehouseError as refusal:
            return Misspelt(name, word, refusal.code, _near(here, name, refusal.did_you_mean))
    return None


def names(here: Visit, units: Mapping[str, str]) -> dict[str, str]:
    """Units by their dimension in words; a code that no register has stays a code."""
    known, day = registers(here.snapshot), here.address.as_of or here.snapshot.data_day
    return {name: known.name(dimension(name), code, day, here.lang) for name, code in units.items()}


def units_above(here: Visit) -> dict[str, str]:
    """The places chosen, with those that lie above them, from the top down."""
    known, where = registers(here.snapshot), dict(here.address.where)
    for name in reversed(PLACES):
        for unit in known.units.get(name, {}).get(where.get(name, ""), []):
            where |= {above: code for above, code in unit.above.items() if code and above not in where}
    return {name: where[name] for name in PLACES if name in where}


def placed(here: Visit, by: str, document: Document) -> Document:
    """The document with the unit above each of its units, where there is one."""
    repeated = Counter(group["key"][by]["name"] for group in document["groups"])
    groups = []
    for group in document["groups"]:
        unit = group["key"][by]
        above = name_above(here, by, unit["code"])
        told = {**unit, "above": above, "repeated": repeated[unit["name"]] > 1} if above else unit
        groups.append({**group, "key": {**group["key"], by: told}})
    return {**document, "groups": groups}


def name_above(here: Visit, by: str, code: str) -> str | None:
    """What people call the unit right above that one; None where there is none."""
    held = registers(here.snapshot).units.get(by, {}).get(code, [])
    above = [(level, one) for level, one in (held[-1].above if held else {}).items() if one and level != by]
    return names(here, dict(above[-1:]))[above[-1][0]] if above else None


def _near(here: Visit, name: str, words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    known, found = registers(here.snapshot), {}
    day = here.address.as_of or here.snapshot.data_day
    for word in words:
        try:
            code = known.code(here.snapshot, dimension(name), word, day)
        except WarehouseError:
            continue
        found[code] = names(here, {name: code})[name]
    return tuple(found.items())

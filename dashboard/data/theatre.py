"""The theatre: which unit is chosen, what is ranked below it, and how it stands among its own like."""

from dataclasses import dataclass, replace
from typing import Any

from dashboard.address import PLACES
from dashboard.data.figures import needs
from dashboard.data.kept import Kept
from dashboard.data.periods import window_of
from dashboard.data.units import name_above
from dashboard.data.visit import Visit
from warehouse import (
    Area,
    Question,
    Snapshot,
    alone,
    chain,
    dimension,
    dimensions_of,
    groups,
    metrics,
    piloted,
    rank,
    registers,
    splits,
    standing_document,
    standings,
    unit_document,
)
from warehouse.text import text

Document = dict[str, Any]
MEASURE = "closure_rate"
_chain = Kept(chain)
# How many levels below the chosen unit can be ranked: communities of a whole city are too many to be told apart.
DEEP = 2


@dataclass(frozen=True)
class Place:
    """The chosen unit, by the code that lasts, and the places above it."""

    by: str
    code: str
    chain: tuple[Area, ...]

    @property
    def above(self) -> dict[str, str]:
        """The places that it lies in, from the top down."""
        return {each.level: each.code for each in self.chain[:-1] if each.level in PLACES}


def place(here: Visit) -> Place | None:
    """The lowest place that the address names; None of the whole city."""
    named = [name for name in PLACES if name in here.address.where]
    if not named:
        return None
    known, day, by = registers(here.snapshot), window_of(here).as_of, dimension(named[-1])
    code = known.code(here.snapshot, by, here.address.where[by.name], day)
    code = known.folded(by, day).get(code, code)
    return Place(by.name, code, _chain(here.snapshot, code, day))


def whole(here: Visit) -> tuple[Area, ...]:
    """The city itself, where the register has it."""
    return _chain(here.snapshot, None, window_of(here).as_of)


def levels(here: Visit) -> list[str]:
    """What can be ranked: the levels below the chosen unit, else those beside it."""
    at = max((PLACES.index(name) + 1 for name in here.address.where if name in PLACES), default=0)
    return list(PLACES[at : at + DEEP]) or [PLACES[-1]]


def level(here: Visit) -> str:
    """The level that the address names, else the next one down."""
    return next((name for name in here.address.by if name in levels(here)), levels(here)[0])


def measures(here: Visit) -> list[str]:
    """The metrics by which units of the page's level can be ranked."""
    known, needed = registers(here.snapshot), {level(here), *here.address.where}
    return [name for name, each in metrics().items() if needed <= set(dimensions_of(each, known))]


def measured(here: Visit) -> str:
    """The metric of the address, else the closure rate."""
    return here.address.metric or MEASURE


def standing(here: Visit) -> Document:
    """How the units of the page's level stand, each among its like."""
    by = level(here)
    where = {name: code for name, code in here.address.where.items() if name != by}
    question = replace(here.address.question(measured(here), (by,)), where=where)
    document = standing_document(rank(here.snapshot, question), here.lang)
    return document if by == levels(here)[0] else _placed(here, by, document)


def own(here: Visit, names: list[str]) -> dict[str, Document]:
    """How the chosen unit stands by each of these metrics; the city has no like, so it has no place."""
    chosen = place(here)
    if chosen is None:
        (city,) = [each.code for each in whole(here)][:1] or [""]
        lone = alone(here.snapshot, names, here.address.question(names[0]), city)
        return {name: unit_document(unit, here.lang) for name, unit in lone.items()}
    kinds = {name: code for name, code in here.address.where.items() if name not in PLACES}
    asked = replace(here.address.question(names[0], (chosen.by,)), where={**kinds, **chosen.above})
    found = standings(here.snapshot, names, asked)
    return {
        name: {**unit_document(unit, here.lang), "label": field.peers.label.model_dump()}
        for name, each in found.items()
        for field in each.fields
        for unit in field.units
        if unit.code == chosen.code
    }


def needs_of(here: Visit) -> list[Document]:
    """What the attention rules found of the chosen unit and of what lies in it; of the city everything."""
    chosen = place(here)
    return [each for each in needs(here) if chosen is None or _lies_in(here, each["by"], each["units"][0], chosen)]


def _lies_in(here: Visit, by: str, code: str, chosen: Place) -> bool:
    held = registers(here.snapshot).units.get(by, {}).get(code, [])
    return (by, code) == (chosen.by, chosen.code) or any(unit.above.get(chosen.by) == chosen.code for unit in held[-1:])


def chosen_name(here: Visit) -> str:
    """What people call the chosen unit, or the whole city."""
    chosen = place(here)
    if chosen is None:
        return text("words.city", here.lang)
    day = window_of(here).as_of
    return registers(here.snapshot).name(dimension(chosen.by), chosen.code, day, here.lang)


def least() -> int:
    """On how many cases a rate must rest to be ranked."""
    return groups().standing.min_rank_cases


def fed(here: Visit, feed: str) -> bool:
    """Whether rows of that feed have been loaded."""
    return bool(here.snapshot.record["feeds"].get(feed))


def programmes(here: Visit) -> list[Document]:
    """Every programme with those that have joined against those that have not yet."""
    asked = here.address
    kept = (asked.period, asked.since, asked.until, asked.as_of, asked.view)
    found = _piloted(here.snapshot, measured(here), tuple(asked.where.items()), *kept)
    return [each.document(here.lang) for each in found]


def sizes(here: Visit) -> Document:
    """Which communities of the chosen unit are to be split, and which were."""
    return _splits(here.snapshot, window_of(here).as_of, here.lang, tuple(_places(here).items()))


def _places(here: Visit) -> dict[str, str]:
    chosen = place(here)
    return {**chosen.above, chosen.by: chosen.code} if chosen else {}


def _placed(here: Visit, by: str, document: Document) -> Document:
    """The document with the name of what lies right above each unit."""
    told = {field["group"]: [_under(here, by, unit) for unit in field["units"]] for field in document["groups"]}
    groups = [{**field, "units": told[field["group"]]} for field in document["groups"]]
    rest = {key: [_under(here, by, unit) for unit in document[key]] for key in ("unranked", "empty")}
    return {**document, "groups": groups, **rest}


def _under(here: Visit, by: str, unit: Document) -> Document:
    return {**unit, "above": name_above(here, by, unit["code"])}


def _ask(snapshot: Snapshot, metric: str, where: tuple[tuple[str, str], ...], *when: Any) -> Any:
    return piloted(snapshot, Question(metric, (), dict(where), *when))


_piloted = Kept(_ask)
_splits = Kept(lambda snapshot, day, lang, where: splits(snapshot, day, lang, dict(where)))

"""What a page can ask: random addresses and inputs, made of what the snapshot holds."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from dashboard.views.cases import BLOCK, DIMENSIONS, LISTS, STAMPS
from dashboard.views.form import form_path
from dashboard.views.paths import CASE

PLACES = ("district", "street", "community")
KINDS = ("item_1", "item_2", "item_3", "channel", "source_system", "department")
GRAINS = ("month", "week")
RANKED = ("closure_rate", "case_completion_rate", "ontime_closure_rate", "overdue_open_count", "rework_rate")
PATHS = {
    "overview": "/",
    "closure": "/closure",
    "theatre": "/theatre",
    "sheet": "/theatre/sheet",
    "verdict": "/verdict",
    "definitions": "/definitions",
    "data": "/data",
    "enclaves": "/enclaves",
    "department": "/department",
    "whistles": "/whistles",
    "assessment": "/assessment",
    "subject": "/assessment/unit",
    "audit": "/assessment/audit",
    "whatif": "/assessment/whatif",
    "scheme": "/assessment/scheme",
    "exclusions": "/assessment/exclusions",
}
# Pages of one thing: their path, and where its numbers are known.
ONE = {
    "case": (CASE, "cases"),
    "dossier": (PATHS["enclaves"] + "/", "enclaves"),
    "whistle": (PATHS["whistles"] + "/", "whistles"),
}
SCORED = ("assessment", "subject", "audit", "whatif", "scheme", "exclusions")
ENCLAVES = ("enclave_kind", "territory_district", "affairs_district")
WHISTLES = ("department", "street", "district", "whistle_kind", "joint")
DEEPEST = 40
Query = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What there is to choose from: units of each dimension, streets and communities of each place, periods, days;
    enclaves, whistles, schemes, the periods that streets rated, the bureaus of districts, ratings."""

    units: Mapping[str, list[str]]
    below: Mapping[str, list[str]]
    periods: list[str]
    cases: list[str]
    enclaves: list[str]
    whistles: list[str]
    schemes: list[str]
    rated: list[str]
    bureaus: list[str]
    ratings: list[str]
    first: date
    last: date
    generation: int


class Visitor:
    """Draws what somebody could have clicked; the same for the same seed."""

    def __init__(self, known: Known, seed: int) -> None:
        self.known, self.dice = known, random.Random(seed)

    def address(self, page: str) -> dict[str, Any]:
        """The address of a page: its path, and filters, period, day, division and language."""
        query: Query = {**self._where(), **self._when()}
        if page in (*ONE, "form"):
            return self._one(page)
        own = {"enclaves": self._enclaves, "department": self._bureau, "whistles": self._whistling}
        if page in own:
            query = own[page](query)
        if page in SCORED:
            query = {"scheme": self.dice.choice(self.known.schemes), "period": self.dice.choice(self.known.rated)}
        if page == "subject":
            query |= {"scheme": "dept-performance", "unit": self.dice.choice(self.known.bureaus)}
        if page in ("closure", "verdict"):
            query |= self._divided(query)
        if page in ("theatre", "sheet"):
            query = {name: word for name, word in query.items() if name not in KINDS} | self._ranked()
        return {"path": PATHS[page], "query": self._lang(query)}

    def _enclaves(self, query: Query) -> Query:
        return {"by": [self.dice.choice(ENCLAVES)], **({"as_of": query["as_of"]} if "as_of" in query else {})}

    def _bureau(self, query: Query) -> Query:
        when = {name: query[name] for name in ("period", "from", "to", "as_of") if name in query}
        return when | ({"department": self.dice.choice(self.known.bureaus)} if self._often(0.7) else {})

    def _one(self, page: str) -> dict[str, Any]:
        """The address of a page about one case, enclave, whistle or form."""
        if page == "form":
            query = {"scheme": "dept-performance", "period": self.dice.choice(self.known.rated)}
            return {"path": form_path(self.dice.choice(self.known.ratings)), "query": self._lang(query)}
        path, held = ONE[page]
        return {"path": path + quote(self.dice.choice(getattr(self.known, held))), "query": self._lang({})}

    def block(self) -> dict[str, Any]:
        """A grid's request for some rows, sorted and filtered by its columns."""
        start = self.dice.randrange(DEEPEST) * BLOCK if self._often(0.5) else 0
        column = self.dice.choice(("case_id", *STAMPS))
        filters = {}
        if self._often(0.3):
            name = self.dice.choice(DIMENSIONS)
            filters = {name: {"filterType": "text", "type": "contains", "filter": self._unit(name)}}
        sort = [{"colId": column, "sort": self.dice.choice(("asc", "desc"))}] if self._often(0.5) else []
        return {"startRow": start, "endRow": start + BLOCK, "sortModel": sort, "filterModel": filters}

    def share(self) -> int:
        """A weight of one part, in percent."""
        return self.dice.randrange(101)

    def which(self) -> str:
        """One of the lists of cases."""
        return self.dice.choice(list(LISTS))

    def _where(self) -> Query:
        found: Query = {}
        place = self.dice.choice((None, None, *PLACES))
        if place:
            found["district"] = self._unit("district")
        if place in PLACES[1:]:
            found["street"] = self.dice.choice(self.known.below.get(found["district"]) or self.known.units["street"])
        if place == PLACES[2] and self.known.below.get(found["street"]):
            found["community"] = self.dice.choice(self.known.below[found["street"]])
        if self._often(0.25):
            kind = self.dice.choice(KINDS)
            found[kind] = self._unit(kind)
        return found

    def _when(self) -> Query:
        found: Query = {}
        days = (self.known.last - self.known.first).days
        if self._often(0.5):
            found["as_of"] = str(self.known.last - timedelta(days=self.dice.randrange(days)))
        if self._often(0.6):
            found["period"] = self.dice.choice(self.known.periods)
        elif self._often(0.3):
            start = self.known.first + timedelta(days=self.dice.randrange(days))
            found |= {"from": str(start), "to": str(start + timedelta(days=self.dice.randrange(120)))}
        return found

    def _divided(self, query: Query) -> Query:
        free = [name for name in (*PLACES, *KINDS) if name not in query]
        by = [self.dice.choice(free)] if self._often(0.7) else []
        by += [self.dice.choice(GRAINS)] if self._often(0.4) else []
        view = {"view": self.dice.choice(("participation", "shared"))} if "department" in (*query, *by) else {}
        return {"by": by, **view} if by else view

    def _whistling(self, query: Query) -> Query:
        """Filters that whistles know, and what their calls are divided by."""
        kept = {name: word for name, word in query.items() if name not in (*PLACES[2:], *KINDS[:-1])}
        by = [self.dice.choice(WHISTLES)] if self._often(0.5) else []
        by += [self.dice.choice(GRAINS)] if self._often(0.3) else []
        return {**kept, "by": by} if by else kept

    def _ranked(self) -> Query:
        found: Query = {"metric": self.dice.choice(RANKED)} if self._often(0.5) else {}
        return found | ({"by": ["street"]} if self._often(0.2) else {})

    def _lang(self, query: Query) -> Query:
        return {**query, "lang": "en"} if self._often(0.3) else query

    def _unit(self, name: str) -> str:
        return self.dice.choice(self.known.units[name])

    def _often(self, share: float) -> bool:
        return self.dice.random() < share

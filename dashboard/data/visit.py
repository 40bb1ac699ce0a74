"""A visit: who asks for what, on which snapshot; checked before anything is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address, address
from dashboard.data.door import door
from warehouse import BadQuestion, NoSnapshot, Snapshot


@dataclass(frozen=True)
class Visit:
    """Who asks for what: the address of a page and the snapshot it reads."""

    address: Address
    snapshot: Snapshot

    @property
    def lang(self) -> str:
        """The page's language."""
        return self.address.lang

    @property
    def synthetic(self) -> bool:
        """Whether everything seen here is made up."""
        return bool(self.snapshot.record["synthetic"])

    @property
    def generation(self) -> int:
        """The generation that every figure of the page comes from."""
        return self.snapshot.generation


def visit(spelt: object, generation: object) -> Visit:
    """The visit that a page's stores describe; whoever calls by hand is checked like anybody."""
    if not isinstance(spelt, Mapping):
        raise BadQuestion("an address is a path and its keys")
    if isinstance(generation, bool) or not isinstance(generation, int):
        raise BadQuestion("a generation is a number")
    return _visit(address(spelt.get("path"), spelt.get("query")), door().snapshot(generation))


def arrive(there: Address) -> tuple[Visit, int | None]:
    """A new page's visit, and the generation its address names if that is no longer kept."""
    try:
        return _visit(there, door().snapshot(there.generation)), None
    except NoSnapshot:
        if there.generation is None:
            raise
        return _visit(there, door().snapshot()), there.generation


def city_time(snapshot: Snapshot) -> datetime:
    """What the clock of the city shows now, without zone, as all stamps are."""
    return datetime.now(ZoneInfo(snapshot.record["timezone"])).replace(tzinfo=None)


def _visit(there: Address, snapshot: Snapshot) -> Visit:
    """The visit whose address names the generation it reads, so that every link made from it does."""
    return Visit(replace(there, generation=snapshot.generation), snapshot)

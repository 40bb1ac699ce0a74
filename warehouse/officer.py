"""Officers in charge: who holds which post of a unit on a day, and when a post changed hands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from warehouse.dimension import dimensions
from warehouse.register import registers
from warehouse.snapshot import Snapshot

TABLE = "dim_officer"
TERMS = f"select area_code, post, name, from_on, to_on from {TABLE} order by area_code, post, from_on"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """One officer's time in a post; `last` is the last day, None while it lasts."""

    post: str
    name: str
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether the officer is in charge on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Handover:
    """A post that changed hands on a day; None where nobody held or holds it."""

    day: date
    post: str
    before: str | None
    after: str | None


def officers(snapshot: Snapshot, code: str, day: date) -> tuple[Term, ...]:
    """Who is in charge of an area on that day, one for each post that is filled; of an old code, of what it became."""
    posts = _posts(snapshot, code, day)
    return tuple(held for terms in posts if (held := _holder(terms, day)) is not None)


def handovers(snapshot: Snapshot, code: str, first: date, last: date) -> tuple[Handover, ...]:
    """The changes of officers from `first` to `last`, oldest first; a vacant post is nobody's."""
    found = []
    for terms in _posts(snapshot, code, last):
        days = {day for each in terms for day in (each.first, each.last + DAY if each.last else each.first)}
        for day in sorted(each for each in days if first <= each <= last):
            before, after = _holder(terms, day - DAY), _holder(terms, day)
            if before != after:
                left, came = (each.name if each else None for each in (before, after))
                found.append(Handover(day, terms[0].post, left, came))
    return tuple(sorted(found, key=lambda each: (each.day, each.post)))


def _holder(terms: Iterable[Term], day: date) -> Term | None:
    """The last who took the post by that day, unless the term is over."""
    begun = [each for each in terms if each.first <= day]
    return begun[-1] if begun and begun[-1].holds(day) else None


def _posts(snapshot: Snapshot, code: str, last: date) -> list[list[Term]]:
    """The terms of an area that began by that day, post by post."""
    known = registers(snapshot)
    areas = [each for each in dimensions().values() if each.registered_in == "area"]
    lasting = next((now for each in areas if (now := known.folded(each, last).get(code))), code)
    terms = [each for each in known.once(TABLE, lambda: _terms(snapshot)).get(lasting, ()) if each.first <= last]
    return [list(held) for _, held in groupby(terms, key=lambda term: term.post)]


def _terms(snapshot: Snapshot) -> dict[str, list[Term]]:
    """The terms of every area, by post and day."""
    if TABLE not in registers(snapshot).tables:
        return {}
    found: dict[str, list[Term]] = {}
    with snapshot.cursor() as cursor:
        for code, *term in cursor.execute(TERMS).fetchall():
            found.setdefault(code, []).append(Term(*term))
    return found

"""Scores as pages show them: which scheme, for which period, and the one before; asked once for each snapshot."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.data.door import door
from dashboard.data.kept import Kept
from dashboard.data.periods import months, named, window_of
from dashboard.data.visit import Visit
from warehouse import (
    Moved,
    Scheme,
    SchemeRefused,
    Shelf,
    Snapshot,
    Unknown,
    dimension,
    earlier,
    moved,
    pick,
    registers,
    score,
    scored_window,
    shelf,
)

Document = dict[str, Any]
# The pages open with the evaluation of departments, where there is one.
FIRST = "department"


def settled(here: Visit) -> tuple[Visit, date | None]:
    """The visit with a period, the latest month that lies within the data where it names none; and its closing day."""
    there, held = replace(here.address, since=None, until=None), months(here.snapshot)
    if not there.period and held:
        whole = [each for each in held if each.last and each.last <= here.snapshot.data_day]
        there = replace(there, period=(whole or held)[-1].code)
    found = replace(here, address=there)
    return found, scored_window(here.snapshot, there.period, None).as_of if there.period else None


def schemes(here: Visit) -> list[Scheme]:
    """One version of each scheme: that of the page's period, else its latest; those of departments first."""
    held = _shelf()
    names = dict.fromkeys(each.scheme.id for each in held.schemes)
    found = [_version(held, name, here) for name in names]
    return sorted(found, key=lambda each: (each.scheme.subject != FIRST, each.scheme.id))


def scheme(here: Visit) -> Scheme:
    """The scheme of the address, in the version that holds in the page's period; raises SchemeRefused."""
    return pick(_shelf(), _chosen(here), _period(here)).scheme


def scheme_faults(here: Visit) -> list[str]:
    """What is wrong with scheme files, so that an older version stays in force, or none."""
    return [str(fault) for fault in _shelf().faults]


def versions(here: Visit) -> Sequence[Scheme]:
    """Every version of the address's scheme, the oldest first."""
    return _shelf().versions(_chosen(here))


def scored(here: Visit) -> Document:
    """The scores of the page's scheme and period."""
    code = _period(here).code
    return _named(here, _kept(here.snapshot, scheme(here).sha256, code, here.address.as_of, here.lang))


def scored_before(here: Visit) -> Document | None:
    """The same for the period before, by the scheme that held then; None where there is no such period or scheme."""
    before = earlier(window_of(here), 1, named(here.snapshot))
    if before is None or before.period is None or not before.period.code:
        return None
    try:
        then = pick(_shelf(), _chosen(here), before.period).scheme
    except SchemeRefused:
        return None
    as_of = before.as_of if here.address.as_of else None
    return _named(here, _kept(here.snapshot, then.sha256, before.period.code, as_of, here.lang))


def subject(here: Visit, document: Document) -> Document:
    """The unit of the address in a document of scores; raises Unknown."""
    found = {each["code"]: each for each in document["subjects"]}
    if here.address.unit not in found:
        raise Unknown("unit", here.address.unit or "", found)
    return found[here.address.unit]


def why_moved(here: Visit) -> tuple[Moved | None, Document | None]:
    """What moved the unit of the address on the period before, and the scores of that period."""
    now, before = subject(here, scored(here)), scored_before(here)
    then = next((each for each in (before or {"subjects": ()})["subjects"] if each["code"] == now["code"]), None)
    return (moved(now, then) if then else None), before


def _shelf() -> Shelf:
    return shelf(door().warehouse)


def _chosen(here: Visit) -> str:
    """The scheme named by the address, else the first of those that can be used."""
    if here.address.scheme:
        return here.address.scheme
    found = schemes(here)
    if not found:
        raise Unknown("scheme", "", ())
    return found[0].scheme.id


def _version(held: Shelf, name: str, here: Visit) -> Scheme:
    try:
        return pick(held, name, _period(here)).scheme
    except SchemeRefused:
        return held.versions(name)[-1]


def _period(here: Visit) -> Any:
    return window_of(here).period


def _named(here: Visit, document: Document) -> Document:
    """The document with the streets that rated, and those that did not, by their names."""
    known, by, day = registers(here.snapshot), dimension("street"), date.fromisoformat(document["as_of"])

    def street(code: str) -> Document:
        return {"code": code, "name": known.name(by, code, day, here.lang)}

    def node(told: Document) -> Document:
        if "streets" not in told:
            return told
        rated = [{**each, **street(each["code"])} for each in told["streets"]]
        return {**told, "streets": rated, "missing_streets": [street(code) for code in told["missing_streets"]]}

    subjects = [{**each, "nodes": [node(told) for told in each["nodes"]]} for each in document["subjects"]]
    return {**document, "subjects": subjects}


def _ask(snapshot: Snapshot, sha256: str, period: str, as_of: date | None, lang: str) -> Document:
    asked = next(each for each in _shelf().schemes if each.sha256 == sha256)
    return score(snapshot, asked, period, as_of).document(lang)


_kept = Kept(_ask)

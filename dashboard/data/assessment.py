"""Scores as pages show them: which scheme, for which period, and the one before; asked once for each snapshot."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.data.door import door
from dashboard.data.kept import Kept
from dashboard.data.periods import months, named, window_of
from dashboard.data.visit import Visit
from warehouse import (
    BadQuestion,
    Period,
    Scheme,
    SchemeRefused,
    Score,
    Shelf,
    Snapshot,
    Unknown,
    Wanted,
    change_document,
    dimension,
    earlier,
    occasions,
    pick,
    publication_beside,
    scored_window,
    shelf,
)
from warehouse import scored as score_of

Document = dict[str, Any]
# The pages open with the evaluation of departments, where there is one.
FIRST = "department"
# Some 10 MB each; four schemes in the five quarters somebody compares.
MOST_SCORES = 20


def settled(here: Visit) -> tuple[Visit, date | None]:
    """The visit with a period, where it names none the latest that can be evaluated whole; and its closing day."""
    there = replace(here.address, since=None, until=None)
    there = replace(there, period=there.period or _opening(here.snapshot))
    found = replace(here, address=there)
    return found, scored_window(here.snapshot, there.period, None).as_of if there.period else None


def _open_with(snapshot: Snapshot) -> str | None:
    """The latest period within the data about which somebody gave ratings or scores, else the latest whole month."""
    for several in (occasions(snapshot), months(snapshot)):
        whole = [each.code for each in several if each.last and each.last <= snapshot.data_day]
        if whole:
            return whole[-1]
    return months(snapshot)[-1].code if months(snapshot) else None


_opening = Kept(_open_with)


def schemes(here: Visit) -> list[Scheme]:
    """One version of each scheme: that of the page's period, else its latest; those of departments first."""
    held = _shelf()
    names = dict.fromkeys(each.scheme.id for each in held.schemes)
    found = [_version(held, name, here) for name in names]
    return sorted(found, key=lambda each: (each.scheme.subject != FIRST, each.scheme.id))


def scheme(here: Visit) -> Scheme:
    """The scheme of the address, in the version that holds in the page's period; raises SchemeRefused."""
    return pick(_shelf(), _chosen(here), _period(here)).scheme


def scheme_faults() -> list[str]:
    """What is wrong with scheme files that cannot be used."""
    return [str(fault) for fault in _shelf().faults]


def scheme_file(asked: Scheme) -> str:
    """The name of the file that a scheme was read from."""
    return scheme_path(asked).name


def scheme_path(asked: Scheme) -> Path:
    """The file that a scheme was read from."""
    return _shelf().paths[asked.sha256]


def versions(here: Visit) -> Sequence[Scheme]:
    """Every version of the address's scheme, the oldest first."""
    return _shelf().versions(_chosen(here))


def scored(here: Visit) -> Document:
    """The scores of the page's scheme and period, without the statistics beside them."""
    return _documents(*_key(here), here.address.as_of, here.lang)


def beside(here: Visit) -> Document:
    """The statistics that stand beside those scores and never count."""
    return score(here).statistics(here.lang)


def score(here: Visit) -> Score:
    """The scores themselves, for who reads what they were made from."""
    return _scores(*_key(here), here.address.as_of)


def scored_before(here: Visit) -> Document | None:
    """The scores of the period before, by the scheme that held then; None where there is no such period or scheme."""
    before = _before(here)
    return _documents(*_key(here, before), None, here.lang) if before else None


def publication(document: Document) -> Document | None:
    """What has been published of these scores, and in which units they differ from it; None where nothing has."""
    return publication_beside(door().warehouse, document)


def why_moved(here: Visit, unit: str) -> Document | None:
    """What moved a unit's score on the period before; None where there is none."""
    before = _before(here)
    if before is None:
        return None
    return change_document(_scores(*_key(here, before), None), score(here), unit)


def subject(here: Visit, document: Document) -> Document:
    """The unit of the address in a document of scores; raises Unknown."""
    found = {each["code"]: each for each in document["subjects"]}
    if here.address.unit not in found:
        raise Unknown("unit", here.address.unit or "", found)
    return found[here.address.unit]


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


def _period(here: Visit) -> Period:
    """The period of the page; whoever calls by hand without one is asked about that with which the page opens."""
    found = window_of(settled(here)[0]).period
    if found is None:
        raise BadQuestion("a score is for a period, and the snapshot holds no case")
    return found


def _document(snapshot: Snapshot, name: str, sha256: str, period: str, as_of: date | None, lang: str) -> Document:
    """The document with the streets that rated, and those that did not, by their names."""
    made = _scores(snapshot, name, sha256, period, as_of)
    streets: dict[str, Document] = {}

    def street(code: str) -> Document:
        if code not in streets:
            streets[code] = {"code": code, "name": made.known.name(dimension("street"), code, made.day, lang)}
        return streets[code]

    def node(told: Document) -> Document:
        if "streets" not in told:
            return told
        rated = [{**each, **street(each["code"])} for each in told["streets"]]
        return {**told, "streets": rated, "missing_streets": [street(code) for code in told["missing_streets"]]}

    document = made.plain_document(lang)
    subjects = [{**each, "nodes": [node(told) for told in each["nodes"]]} for each in document["subjects"]]
    return {**document, "subjects": subjects}


def _before(here: Visit) -> Period | None:
    """The period before, where it has a code and a scheme."""
    before = earlier(window_of(settled(here)[0]), 1, named(here.snapshot))
    if before is None or before.period is None or not before.period.code:
        return None
    try:
        pick(_shelf(), _chosen(here), before.period)
    except SchemeRefused:
        return None
    return before.period


def _key(here: Visit, period: Period | None = None) -> tuple[Any, ...]:
    """What scores hang on: the snapshot, the scheme by its file's hash, the period."""
    asked = period or _period(here)
    picked = pick(_shelf(), _chosen(here), asked).scheme
    return here.snapshot, picked.scheme.id, picked.sha256, asked.code


def _score(snapshot: Snapshot, name: str, _: str, period: str, as_of: date | None) -> Score:
    return score_of(snapshot, door().warehouse, Wanted(name, period, as_of.isoformat() if as_of else None))


_scores, _documents = Kept(_score, MOST_SCORES), Kept(_document, MOST_SCORES)

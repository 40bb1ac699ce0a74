"""Asking for a score: the scheme's id, whose version the period decides, or its file; and what may be asked beside."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import BadQuestion
from warehouse.question import EVERYTHING, Scope, day, period
from warehouse.rules import rules
from warehouse.scoring.beside import what_if_document
from warehouse.scoring.change import change_document
from warehouse.scoring.publication import beside
from warehouse.scoring.reading import read_scheme
from warehouse.scoring.score import score
from warehouse.scoring.scored import Score
from warehouse.scoring.shelf import check_span, pick, shelf
from warehouse.scoring.whatif import supposed
from warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Wanted:
    """Which score, and what beside: another weight for one part, the change since an earlier period."""

    scheme: str | Path
    period: str | None = None
    as_of: str | None = None
    weight: str | None = None
    before: str | None = None


def scored(snapshot: Snapshot, directory: Path, wanted: Wanted, scope: Scope = EVERYTHING) -> Score:
    """The score of the version that holds for the period, or of a file's."""
    if not wanted.period:
        raise BadQuestion("a score is for a period: period=2024-Q2")
    when, asked = day(wanted.as_of, "as_of"), period(snapshot, wanted.period)
    if isinstance(wanted.scheme, Path):
        held = read_scheme(wanted.scheme, rules().rules.version)
        check_span(held, asked)
        return score(snapshot, held, wanted.period, when, scope)
    picked = pick(shelf(directory), wanted.scheme, asked)
    return score(snapshot, picked.scheme, wanted.period, when, scope, tuple(str(each) for each in picked.instead))


def answered(
    snapshot: Snapshot, directory: Path, wanted: Wanted, lang: str, scope: Scope = EVERYTHING
) -> dict[str, Any]:
    """The score's document with where its publication stands, and whatever was asked beside."""
    made = scored(snapshot, directory, wanted, scope)
    document = made.document(lang)
    # What a file on trial makes has no publication, whatever its id.
    document["publication"] = None if isinstance(wanted.scheme, Path) else beside(directory, document)
    document["publication_state"] = document["publication"]["state"] if document["publication"] else "draft"
    if wanted.weight is not None:
        part, weight = supposed(wanted.weight)
        document["what_if"] = what_if_document(made, part, weight, lang)
    if wanted.before is not None:
        earlier = Wanted(wanted.scheme, wanted.before)
        document["change"] = change_document(scored(snapshot, directory, earlier, scope), made)
    return document

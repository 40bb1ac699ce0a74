"""A new scheme tried on a past period before anybody approves it: who moves, what one row costs, who is blocked."""

from datetime import date
from pathlib import Path
from typing import Any

from warehouse.answer import CONTRACT, release_document, window_document
from warehouse.rules import rules
from warehouse.scoring.document import impact, scheme_document
from warehouse.scoring.number import told
from warehouse.scoring.reading import read_scheme
from warehouse.scoring.score import score
from warehouse.scoring.scored import Score, Scored
from warehouse.snapshot import Snapshot
from warehouse.statistics import half_up, plain

Document = dict[str, Any]


def tried(snapshot: Snapshot, against: Score, file: Path, as_of: date | None, lang: str) -> Document:
    """A scheme file on the period of a score, whenever it would hold, beside that score."""
    period = against.window.period
    assert period and period.code
    trial = score(snapshot, read_scheme(file, rules().rules.version), period.code, as_of)
    return trial_document(trial, against, lang)


def trial_document(trial: Score, against: Score, lang: str) -> Document:
    """Every subject under both schemes; nothing of it is kept."""
    return {
        "contract": CONTRACT,
        "scheme": scheme_document(trial.scheme, lang),
        "against": scheme_document(against.scheme, lang),
        **window_document(trial.window),
        "snapshot": release_document(trial.record),
        "subjects": [_moved(trial, each, against.scored.get(code), lang) for code, each in trial.scored.items()],
        "blocked": [code for code, each in trial.scored.items() if each.state == "blocked"],
        "newly_blocked": [
            code
            for code, each in trial.scored.items()
            if each.state == "blocked" and code in against.scored and against.scored[code].state != "blocked"
        ],
        "warnings": list(trial.warnings),
    }


def _moved(trial: Score, each: Scored, before: Scored | None, lang: str) -> Document:
    was, now = before.score if before else None, each.score
    gained = before.rank.rank - each.rank.rank if before and before.rank and each.rank else None
    return {
        "code": each.subject.code,
        "name": trial.known.name(trial.dimension, each.subject.code, trial.day, lang),
        "before": _result(trial, before) if before else None,
        "after": _result(trial, each),
        "score_change": None if was is None or now is None else half_up(now - was, _places(trial)),
        "ranks_gained": gained,
        "steepness": _steepness(each),
    }


def _places(trial: Score) -> int:
    return trial.scheme.publish.score_decimals


def _result(trial: Score, each: Scored) -> Document:
    """What one scheme makes of a subject."""
    return {
        "state": each.state,
        "exact": told(each.exact),
        "score": None if each.score is None else half_up(each.score, _places(trial)),
        "grade": each.grade,
        "rank": each.rank.rank if each.rank else None,
        "rank_of": each.rank.of if each.rank else None,
    }


def _steepness(each: Scored) -> list[Document]:
    """What one row more or less is worth in the whole, the steepest indicator first."""
    found = [
        (worth, code, measured)
        for code, measured in each.measured.items()
        if (worth := impact(each.tree[code], measured)) is not None
    ]
    return [
        {"node": code, "impact_per_row": told(worth), "shown": half_up(worth, 2), "n": plain(measured.total.n)}
        for worth, code, measured in sorted(found, key=lambda row: (-row[0], row[1]))
    ]

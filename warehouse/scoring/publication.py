"""Publishing a score: reviewed, published, locked; restated under a new number; never written over."""

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from warehouse import journal
from warehouse.errors import WarehouseError
from warehouse.scoring.differing import differences
from warehouse.scoring.dossier import (
    MANIFEST,
    EvidenceDamaged,
    damage,
    frozen_scheme,
    score_document_of,
    settle,
    write_evidence,
)
from warehouse.scoring.scored import Score
from warehouse.snapshot import Snapshot, sha256

STATES = ("reviewed", "published", "locked")
PUBLIC = STATES[1:]
HOME = "published"
TOLD = (
    "scheme",
    "version",
    "period",
    "number",
    "state",
    "sha256",
    "previous_sha256",
    "evidence",
    "generation",
    "as_of",
    "operator",
    "at",
    "restates",
    "reason",
    "appeal",
    "differences",
)
Line = dict[str, Any]


class NotApproved(WarehouseError):
    """A scheme that nobody approved, or no longer: it may score, not publish."""

    code = "SCHEME_NOT_APPROVED"


class WrongState(WarehouseError):
    """A step that the publication's state does not allow."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def publications(warehouse: Path, scheme: str, period: str) -> dict[int, Line]:
    """The last journal line of each number of that scheme and period, oldest first."""
    found: dict[int, Line] = {}
    for line in journal.read(book(warehouse)):
        if (line["scheme"], line["period"]) == (scheme, period):
            found[line["number"]] = line
    return found


def latest(warehouse: Path, scheme: str, period: str) -> Line | None:
    """Where the newest number of that scheme and period stands."""
    held = publications(warehouse, scheme, period)
    return held[max(held)] if held else None


def in_force(warehouse: Path, scheme: str, period: str) -> Line | None:
    """The newest number that has been published; the one that counts."""
    public = [line for line in publications(warehouse, scheme, period).values() if line["state"] in PUBLIC]
    return public[-1] if public else None


def beside(warehouse: Path, document: Mapping[str, Any]) -> Line | None:
    """The publication of a document's scheme and period, with the units in which the document differs from it."""
    name, code = document["scheme"]["id"], document["period"]["code"]
    line = in_force(warehouse, name, code) or latest(warehouse, name, code)
    if line is None:
        return None
    frozen = score_document_of(warehouse / line["evidence"]) if line["state"] in PUBLIC else None
    differ = [] if frozen is None else [each["code"] for each in differences(frozen, document)]
    return {**publication_document(line), "differ": differ}


def review(warehouse: Path, snapshot: Snapshot, made: Score, file: Path, operator: str, lang: str) -> Line:
    """Freeze the evidence of a score under the next number; what was published is restated instead."""
    name, code = _name(made)
    found = latest(warehouse, name, code)
    if found and found["state"] in PUBLIC:
        raise WrongState(
            f"ALREADY_{found['state'].upper()}",
            f"{name} {code} is {found['state']} as number {found['number']}; it cannot be written over, only restated",
        )
    return _freeze(warehouse, snapshot, made, file, {"state": "reviewed", "operator": operator}, lang)


def advance(warehouse: Path, scheme: str, period: str, state: str, operator: str) -> Line:
    """Take the newest number one state on, after a look at its evidence."""
    line = latest(warehouse, scheme, period)
    wanted = STATES[STATES.index(state) - 1]
    if line is None or line["state"] != wanted:
        stands = f"number {line['number']} is {line['state']}" if line else "nothing has been reviewed"
        raise WrongState("WRONG_STATE", f"{scheme} {period} cannot be {state}: {stands}; {wanted} comes before it")
    if found := damage(warehouse / line["evidence"], line):
        raise EvidenceDamaged(f"{line['evidence']}: {', '.join(found)}; run: python -m warehouse verify")
    if state == "locked":
        _heard(line, frozen_scheme(warehouse / line["evidence"]).publish.lock_days)
    return _note(warehouse, {**line, "state": state, "operator": operator})


def restate(
    warehouse: Path, snapshot: Snapshot, made: Score, file: Path, about: Mapping[str, str | None], lang: str
) -> Line:
    """Publish the score of today's data under a new number, with why and with what it changes for each unit."""
    name, code = _name(made)
    before = in_force(warehouse, name, code)
    if before is None:
        raise WrongState("NOT_PUBLISHED", f"{name} {code} has not been published: there is nothing to restate")
    if found := damage(warehouse / before["evidence"], before):
        raise EvidenceDamaged(f"{before['evidence']}: {', '.join(found)}; run: python -m warehouse verify")
    changed = differences(score_document_of(warehouse / before["evidence"]), made.document(lang))
    told = {"state": "published", "restates": before["number"], "differences": changed}
    return _freeze(warehouse, snapshot, made, file, {**told, **about, "previous_sha256": before["sha256"]}, lang)


def publication_document(line: Mapping[str, Any]) -> Line:
    """A publication as the contract has it."""
    return {key: line.get(key) for key in TOLD}


def book(warehouse: Path) -> Path:
    """The journal of publications."""
    return warehouse / "journal" / "publications.jsonl"


@contextmanager
def alone(warehouse: Path) -> Iterator[None]:
    """One publishing at a time."""
    (warehouse / HOME).mkdir(exist_ok=True)
    with (warehouse / HOME / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _freeze(warehouse: Path, snapshot: Snapshot, made: Score, file: Path, about: Line, lang: str) -> Line:
    if made.scheme.scheme.status != "approved":
        raise NotApproved(
            f"{made.scheme.scheme.id} {made.scheme.scheme.version} is {made.scheme.scheme.status}: only an approved"
            " scheme publishes; set status and approved_by in its file"
        )
    name, code = _name(made)
    before = latest(warehouse, name, code)
    number = before["number"] + 1 if before else 1
    final = warehouse / HOME / name / _in_path(code) / str(number)
    draft = warehouse / HOME / f".{name}-{_in_path(code)}-{number}.part"
    # Without its journal line a folder was never published: whoever wrote it died on the way.
    for left in (draft, final):
        shutil.rmtree(left, ignore_errors=True)
    draft.mkdir(parents=True)
    record = made.record
    told = {
        "previous_sha256": None,
        **about,
        "scheme": name,
        "version": made.scheme.scheme.version,
        "scheme_sha256": made.scheme.sha256,
        "period": code,
        "number": number,
        "as_of": made.day.isoformat(),
        "generation": record["generation"],
        "snapshot_sha256": record["sha256"],
    }
    manifest = write_evidence(draft, snapshot, made, file, told, lang)
    line = {**told, "sha256": manifest["sha256"], "manifest_sha256": sha256(draft / MANIFEST)}
    settle(draft, final)
    return _note(warehouse, {**line, "timezone": record["timezone"], "evidence": str(final.relative_to(warehouse))})


def _heard(line: Line, days: int) -> None:
    """Raises WrongState while the days for objections that the scheme gives have not passed since the publication."""
    published = datetime.fromisoformat(line["at"]).date()
    first = published + timedelta(days=days)
    if _now(line).date() < first:
        raise WrongState(
            "LOCK_TOO_EARLY",
            f"{line['scheme']} {line['period']} was published on {published}; its scheme gives {days} days for"
            f" objections (lock_days): it can be locked from {first} on",
        )


def _now(line: Line) -> datetime:
    return datetime.now(UTC).astimezone(ZoneInfo(line["timezone"])).replace(tzinfo=None, microsecond=0)


def _note(warehouse: Path, line: Line) -> Line:
    noted = {key: value for key, value in line.items() if key != "previous"} | {"at": _now(line).isoformat()}
    journal.append(book(warehouse), noted)
    return noted


def _name(made: Score) -> tuple[str, str]:
    period = made.window.period
    assert period and period.code
    return made.scheme.scheme.id, period.code


def _in_path(code: str) -> str:
    """A period's code as the name of a folder: cities write what they like in it."""
    return "".join(c if c.isalnum() or c in "-_" else f"%{ord(c):02X}" for c in code)

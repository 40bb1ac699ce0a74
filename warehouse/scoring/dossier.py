"""A publication's folder: everything a score was made of, every file named with its sha256 in the manifest."""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any

from warehouse.definition import HOME, table
from warehouse.dimension import dimension
from warehouse.errors import WarehouseError
from warehouse.rules import FOLDER as RULES
from warehouse.scoring.details import COLUMNS, LEDGER, RATED, details, ledger
from warehouse.scoring.frozen import COUNTS, INCIDENTS, Document, Frozen, taken_apart
from warehouse.scoring.parquet import held_rows, read_rows, write_batches, write_rows
from warehouse.scoring.reading import read_scheme
from warehouse.scoring.recount import put_together
from warehouse.scoring.scheme import Scheme
from warehouse.scoring.scored import Score
from warehouse.sheets.score import Rows, Source, write_score
from warehouse.snapshot import Snapshot, sha256

SCORE, BOOK, MANIFEST = "score.json", "score.xlsx", "manifest.json"
ROWS, REGISTER = "rows.parquet", "ledger.parquet"
MADE = (SCORE, BOOK)  # what can be made again from the rest


class EvidenceDamaged(WarehouseError):
    """A publication's folder that does not hold what it must."""

    code = "EVIDENCE_DAMAGED"


def write_evidence(
    folder: Path, snapshot: Snapshot, made: Score, scheme_file: Path, about: Document, lang: str
) -> Document:
    """Fill an empty folder with everything the score was made of; returns the manifest."""
    document = made.document(lang)
    kept = taken_apart(made, document)
    shutil.copyfile(scheme_file, folder / "scheme.toml")
    _copy(folder / "rules", RULES, [path.name for path in sorted(RULES.glob("*.toml"))])
    used = sorted({f"{node.metric}.toml" for node in made.scheme.nodes if node.metric})
    _copy(folder / "metrics", HOME / "metrics", used)
    frame = {"document": kept.frame, "streets": street_names(made, lang), "lang": lang, "number": about["number"]}
    (folder / "frame.json").write_bytes(canonical(frame))
    write_rows(folder / "counts.parquet", COUNTS, kept.counts)
    write_rows(folder / "incidents.parquet", INCIDENTS, kept.incidents)
    write_batches(folder / ROWS, COLUMNS, details(snapshot, made))
    write_rows(folder / REGISTER, (*LEDGER, RATED), ledger(snapshot, made))
    (folder / SCORE).write_bytes(canonical(document))
    if score_bytes(folder) != canonical(document):
        raise EvidenceDamaged("the score cannot be put together again from its evidence; nothing was published")
    (folder / BOOK).write_bytes(book_bytes(folder))
    files = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    manifest = {
        **about,
        "sha256": sha256(folder / SCORE),
        "files": {name: {"bytes": path.stat().st_size, "sha256": sha256(path)} for name, path in files.items()},
    }
    (folder / MANIFEST).write_bytes(canonical(manifest))
    return manifest


def settle(draft: Path, final: Path) -> None:
    """Have every file on disk, then give the folder its name at once."""
    for path in [*draft.rglob("*"), draft]:
        _sync(path)
    final.parent.mkdir(parents=True, exist_ok=True)
    os.rename(draft, final)
    _sync(final.parent)


def score_bytes(folder: Path) -> bytes:
    """The score's document, put together from counts and scheme alone."""
    return canonical(put_together(frozen_scheme(folder), _frozen(folder)))


def book_bytes(folder: Path) -> bytes:
    """The score's workbook from the rest of the folder."""
    out, document = io.BytesIO(), json.loads(score_bytes(folder))
    rows = Source(held_rows(folder / ROWS), partial(read_rows, folder / ROWS))
    write_book(out, document, frozen_scheme(folder), frame_of(folder), rows, read_rows(folder / REGISTER))
    return out.getvalue()


def write_book(
    out: IO[bytes], document: Document, scheme: Scheme, frame: Document, rows: Source, taken_out: Rows
) -> None:
    """A workbook of a publication, or of some of its subjects."""
    numbered = {**document, "publication": {"number": frame["number"]}}
    write_score(out, numbered, scheme, frame["lang"], rows, taken_out, frame["streets"])


def score_document_of(folder: Path) -> Document:
    """The score as it was published."""
    return dict(json.loads((folder / SCORE).read_text("utf-8")))


def frame_of(folder: Path) -> Document:
    """Names, period, release and statistics, and in which language the result was told."""
    return dict(json.loads((folder / "frame.json").read_text("utf-8")))


def frozen_scheme(folder: Path) -> Scheme:
    """The scheme as it was."""
    return read_scheme(folder / "scheme.toml", table(folder / "rules" / "rules.toml")["rules"]["version"])


def damage(folder: Path, line: Mapping[str, Any]) -> list[str]:
    """The files of a publication that are not what its journal line and its manifest say, by name."""
    if not (folder / MANIFEST).exists() or sha256(folder / MANIFEST) != line["manifest_sha256"]:
        return [MANIFEST]
    files = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
    found = [name for name, told in files.items() if not _is(folder / name, told["sha256"])]
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return [*found, *sorted(there - {MANIFEST, *files})]


def rebuilt(folder: Path, name: str) -> bytes:
    """One of the files that follow from the others, made again."""
    return score_bytes(folder) if name == SCORE else book_bytes(folder)


def canonical(document: Mapping[str, Any]) -> bytes:
    """A document as bytes that depend on what it says alone."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def digest(content: bytes) -> str:
    """The sha256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def _frozen(folder: Path) -> Frozen:
    counts, incidents = (tuple(read_rows(folder / f"{name}.parquet")) for name in ("counts", "incidents"))
    return Frozen(frame_of(folder)["document"], counts, incidents)


def _copy(folder: Path, source: Path, names: list[str]) -> None:
    folder.mkdir()
    for name in names:
        shutil.copyfile(source / name, folder / name)


def _is(path: Path, wanted: str) -> bool:
    return path.is_file() and sha256(path) == wanted


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def street_names(made: Score, lang: str) -> dict[str, str]:
    """What streets are called on the day of the score."""
    known, street = made.known, dimension("street")
    return {code: known.name(street, code, made.day, lang) for code in known.standing(street, made.day, {})}

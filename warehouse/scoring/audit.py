"""Whether everything published is still what was published: journals line by line, evidence byte by byte."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warehouse import journal
from warehouse.answer import CONTRACT
from warehouse.errors import WarehouseError
from warehouse.scoring.dossier import MADE, SCORE, damage, digest, rebuilt, score_bytes
from warehouse.scoring.publication import HOME as PUBLISHED
from warehouse.scoring.publication import book, publication_document

Document = dict[str, Any]
FILE = ("contract", "ok", "faults", "rebuilt", "publications", "publication")


def audited(warehouse: Path, rebuild: bool = False) -> Document:
    """Every fault by file; with `rebuild` scores and workbooks that are gone or damaged are made again."""
    kept = [path for kind in ("*.jsonl", "*.head") for path in (warehouse / "journal").glob(kind)]
    journals = {path.with_suffix(".jsonl") for path in kept}
    faults = [fault for path in sorted(journals) for fault in journal.faults(path)]
    made: list[str] = []
    lines = _lines(book(warehouse))
    for line in lines:
        if rebuild:
            made += _made_again(warehouse, line)
        faults += [f"{line['evidence']}/{name}: {why}" for name, why in _damaged(warehouse, line)]
    faults += _untold(warehouse, {str(line["evidence"]) for line in lines})
    told = [publication_document(line) for line in lines]
    found = [not faults, faults, made, told, told[-1] if told else None]
    return dict(zip(FILE, [CONTRACT, *found], strict=True))


def _lines(path: Path) -> list[Document]:
    """The last line of each publication, damaged lines left out: they are faults already."""
    found: dict[tuple[str, str, int], Document] = {}
    for raw in path.read_bytes().splitlines() if path.exists() else []:
        try:
            line = json.loads(raw)
            found[line["scheme"], line["period"], line["number"]] = {**line, "evidence": str(line["evidence"])}
            _ = line["sha256"], line["manifest_sha256"]
        except (ValueError, KeyError, TypeError):
            continue
    return list(found.values())


def _untold(warehouse: Path, told: set[str]) -> list[str]:
    """Folders of which no journal line tells: whoever wrote them died on the way, or the line was taken away."""
    there = {str(path.relative_to(warehouse)) for path in (warehouse / PUBLISHED).glob("[!.]*/*/*")}
    return [f"{name}: no line of publications.jsonl tells of it" for name in sorted(there - told)]


def _damaged(warehouse: Path, line: Document) -> Iterator[tuple[str, str]]:
    folder = warehouse / line["evidence"]
    damaged = damage(folder, line)
    yield from ((name, "is not what the manifest says" if (folder / name).exists() else "is gone") for name in damaged)
    if set(damaged) - {*MADE}:
        return
    try:
        content = score_bytes(folder)
    except (WarehouseError, ValueError, KeyError, OSError) as error:
        yield SCORE, f"cannot be put together again: {error}"
        return
    if digest(content) != line["sha256"]:
        yield SCORE, f"put together again it has sha256 {digest(content)}, published was {line['sha256']}"


def _made_again(warehouse: Path, line: Document) -> Iterator[str]:
    """What follows from the rest, where the rest is whole and gives the same bytes."""
    folder = warehouse / line["evidence"]
    damaged = damage(folder, line)
    if not damaged or set(damaged) - {*MADE}:
        return
    wanted = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    for name in damaged:
        content = rebuilt(folder, name)
        if digest(content) == wanted[name]["sha256"]:
            draft = warehouse / PUBLISHED / f".{name}.part"  # what is left of it is no part of any evidence
            draft.write_bytes(content)
            os.replace(draft, folder / name)
            yield f"{line['evidence']}/{name}"

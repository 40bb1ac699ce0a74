"""Which schemes there are, and what is wrong with those that cannot be used."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warehouse.answer import CONTRACT
from warehouse.rules import rules
from warehouse.scoring.document import scheme_document
from warehouse.scoring.reading import examine
from warehouse.scoring.scheme import Scheme
from warehouse.scoring.shelf import overlaps, shelf
from warehouse.scoring.validation import warnings_of

Document = dict[str, Any]


def check_document(files: Sequence[Path], warehouse: Path | None) -> Document:
    """Every fault of these files, alone and beside each other and the warehouse's own; the trees of those without."""
    read = [examine(path, rules().rules.version) for path in files]
    faults = [fault for _, found in read for fault in found]
    made = [scheme for scheme, _ in read if scheme is not None]
    faults += overlaps([*made, *_beside(made, warehouse)])
    return {
        "contract": CONTRACT,
        "ok": not faults,
        "errors": [each.document() for each in faults],
        "warnings": [f"{each.scheme.id}: {word}" for each in made for word in warnings_of(each)],
        "schemes": [scheme_document(each, "zh") for each in made],
    }


def list_document(warehouse: Path | None) -> Document:
    """The schemes by id and version, and the faults of files that are passed over."""
    held = shelf(warehouse)
    return {
        "contract": CONTRACT,
        "schemes": [
            {**scheme_document(each, "zh"), "file": str(held.paths[each.sha256])}
            for each in sorted(held.schemes, key=lambda each: (each.scheme.id, each.scheme.effective_from))
        ],
        "errors": [each.document() for each in (*held.faults, *overlaps(held.schemes))],
    }


def _beside(made: Sequence[Scheme], warehouse: Path | None) -> list[Scheme]:
    """The warehouse's other schemes; a file that is checked where it stands is not beside itself."""
    if warehouse is None:
        return []
    same = {(each.scheme.id, each.scheme.version) for each in made}
    return [each for each in shelf(warehouse).schemes if (each.scheme.id, each.scheme.version) not in same]

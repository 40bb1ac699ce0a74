"""公示: a workbook for each unit alone, from the evidence of a publication, to be shown before it is published."""

from pathlib import Path

from warehouse.scoring.dossier import EvidenceDamaged, damage, write_books
from warehouse.scoring.publication import Line


def write_pack(warehouse: Path, line: Line, folder: Path) -> list[Path]:
    """One workbook a unit; returns the files."""
    evidence = warehouse / line["evidence"]
    if found := damage(evidence, line):
        raise EvidenceDamaged(f"{line['evidence']}: {', '.join(found)}; run: python -m warehouse verify")
    folder.mkdir(parents=True, exist_ok=True)
    return list(write_books(evidence, folder))

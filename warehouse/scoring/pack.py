"""公示: a workbook for each unit alone, from the evidence of a publication, to be shown before it is published."""

from pathlib import Path

from warehouse.scoring.dossier import EvidenceDamaged, book_bytes, damage, score_document_of
from warehouse.scoring.publication import Line
from warehouse.sheets.inert import file_safe


def write_pack(warehouse: Path, line: Line, folder: Path) -> list[Path]:
    """One workbook a unit; returns the files."""
    evidence = warehouse / line["evidence"]
    if found := damage(evidence, line):
        raise EvidenceDamaged(f"{line['evidence']}: {', '.join(found)}; run: python -m warehouse verify")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for unit in score_document_of(evidence)["subjects"]:
        path = folder / f"{file_safe(unit['code'])}_{file_safe(unit['name'])}.xlsx"
        path.write_bytes(book_bytes(evidence, unit["code"]))
        written.append(path)
    return written

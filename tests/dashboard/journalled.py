"""A journal as a refresh writes it: files with their reports, without loading any."""

from pathlib import Path
from typing import Any

from warehouse import journal

SAMPLES = 5


def report(number: int) -> dict[str, Any]:
    """What a journal says of one file: of 20 records read, some are quarantined."""
    sample = {"column": "closed_at", "value": "2024-04-31", "reason": "bad_timestamp"}
    return {
        "file": f"案件_{number:03}.csv",
        "layout": "city_case",
        "encoding": "utf-8",
        "records": {"read": 20, "loaded": 19 - SAMPLES, "quarantined": SAMPLES, "structural": 1},
        "reasons": {"bad_timestamp": SAMPLES},
        "samples": [{**sample, "line": line} for line in range(2, 2 + SAMPLES)],
        "refused": None,
        "verdict": "load",
    }


def write(folder: Path, files: int) -> None:
    """Journal so many files in the warehouse in `folder`."""
    for number in range(files):
        journal.append(
            folder / "journal" / "runs.jsonl",
            {
                "kind": "file",
                "sha256": f"{number:064x}",
                "at": "2024-06-01T01:00:00",
                "quarantine": [f"quarantine/{number:064x}.parquet"],
                "reports": [report(number)],
            },
        )

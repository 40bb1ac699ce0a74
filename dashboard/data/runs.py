"""How the data came in, as the journal tells: generations, files, where each record went."""

from dataclasses import dataclass
from typing import Any

from dashboard.data.door import door
from warehouse import journal, kept, releases

Line = dict[str, Any]


@dataclass(frozen=True)
class Loading:
    """The releases (newest first), the generations still kept, the last runs and each file's last report."""

    releases: list[Line]
    kept: list[int]
    runs: list[Line]
    files: list[Line]


def loading() -> Loading:
    """What the journal of the warehouse in use tells."""
    warehouse = door().warehouse
    lines = journal.read(warehouse / "journal" / "runs.jsonl")
    files = {line["sha256"]: line for line in lines if line.get("kind") == "file"}
    reports = [
        {**report, "at": line["at"], "quarantine": line.get("quarantine", [])}
        for line in files.values()
        for report in line["reports"]
    ]
    runs = [line for line in lines if line.get("kind") == "run"]
    return Loading(releases(warehouse)[::-1], kept(warehouse), runs[::-1], reports[::-1])

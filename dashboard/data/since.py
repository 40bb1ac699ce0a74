"""What changed since the generation before: a fact about two releases, whatever the page shows."""

from typing import Any

from dashboard.data.door import door
from dashboard.data.kept import Kept
from warehouse import NoSnapshot, Since, Snapshot, earlier_generation, since


def since_document(snapshot: Snapshot, lang: str) -> dict[str, Any] | None:
    """The change from the generation before as JSON holds it; None where none is kept."""
    found = _kept(snapshot)
    return found.document(lang) if found else None


def _since(snapshot: Snapshot) -> Since | None:
    number = earlier_generation(door().warehouse, snapshot.generation)
    try:
        return since(door().snapshot(number), snapshot) if number is not None else None
    except NoSnapshot:  # its file is there, but the journal tells of no such release
        return None


_kept = Kept(_since)

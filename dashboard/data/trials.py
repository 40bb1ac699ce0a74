"""Before a scheme is approved: its other versions tried on the page's period, and totals that were made elsewhere."""

from datetime import date
from pathlib import Path
from typing import Any

from dashboard.data.assessment import scheme, scheme_path, score, versions
from dashboard.data.door import door
from dashboard.data.kept import Kept
from dashboard.data.visit import Visit
from warehouse import Snapshot, Wanted, parallel_document, scored, totals, tried
from warehouse.text import text

Document = dict[str, Any]
PARALLEL = "parallel"
KINDS = ("csv", "xlsx")


def trials(here: Visit) -> list[Document]:
    """What every other version of the scheme would make of the page's period, the newest first."""
    held, window = scheme(here), score(here).window
    assert window.period
    others = [each for each in versions(here) if each.sha256 != held.sha256]
    key = (held.scheme.id, held.sha256, window.period.code, window.as_of, here.lang)
    return [_trials(here.snapshot, scheme_path(each), each.sha256, *key) for each in others[::-1]]


def parallel(here: Visit) -> Document | None:
    """Totals that were made elsewhere beside the scores; None where there is no such file."""
    made = score(here)
    path = next((found for kind in KINDS if (found := parallel_path(here, kind)).is_file()), None)
    if path is None:
        return None
    unit, total = (text(f"trial.column_{name}", "zh") for name in ("unit", "total"))
    return parallel_document(made, path, totals(path, unit, total), here.lang)


def parallel_path(here: Visit, kind: str) -> Path:
    """Where the totals of the page's scheme and period are looked for."""
    made = score(here)
    assert made.window.period
    return door().warehouse / PARALLEL / made.scheme.scheme.id / f"{made.window.period.code}.{kind}"


def _try(
    snapshot: Snapshot, file: Path, _: str, name: str, sha256: str, period: str, as_of: date, lang: str
) -> Document:
    against = scored(snapshot, door().warehouse, Wanted(name, period, as_of.isoformat()))
    return tried(snapshot, against, file, as_of, lang)


_trials = Kept(_try)

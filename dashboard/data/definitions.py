"""What each metric means, as its file says, and what this snapshot can divide it by."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from dashboard.data.visit import Visit
from warehouse import METRIC_FOLDER, Metric, dimensions_of, metrics, registers


@dataclass(frozen=True)
class Definition:
    """A metric, its file's digest, the dimensions the snapshot has for it, the feeds that are missing."""

    metric: Metric
    sha256: str
    dimensions: tuple[str, ...]
    missing: tuple[str, ...]


def definitions(here: Visit) -> list[Definition]:
    """Every metric, in the order of their files."""
    known, held = registers(here.snapshot), here.snapshot.record["feeds"]
    return [
        Definition(
            each,
            _digest(name),
            tuple(dimensions_of(each, known)),
            tuple(feed for feed in each.feeds if not held.get(feed)),
        )
        for name, each in metrics().items()
    ]


@cache
def _digest(name: str) -> str:
    return sha256((METRIC_FOLDER / f"{name}.toml").read_bytes()).hexdigest()

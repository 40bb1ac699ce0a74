"""A score taken apart for keeping: what was counted, and what is told beside it; without anything that follows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.scoring.scored import Score

Document = dict[str, Any]
Row = dict[str, str | None]
UNIT = ("code", "name", "group", "group_code", "district", "n")
NUMBERS = ("numerator", "denominator", "n", "rows", "pending")
LEAF = ("metric", *NUMBERS, "outside", "excluded", "bins", "missing_feeds", "months", "streets", "missing_streets")
COUNTS = ("subject", "node", "kind", *LEAF, "points")
INCIDENTS = ("subject", "kind", "times")


@dataclass(frozen=True)
class Frozen:
    """The frame holds names, period, release and statistics; counts and incidents hold every number that decides."""

    frame: Document
    counts: tuple[Row, ...]
    incidents: tuple[Row, ...]


def taken_apart(made: Score, document: Document) -> Frozen:
    """The document of a score as frame and rows; every cell is text, numbers exact."""
    frame = {key: value for key, value in document.items() if key != "blocked"}
    frame["subjects"] = [{key: unit[key] for key in UNIT} for unit in document["subjects"]]
    return Frozen(frame, tuple(_counts(document)), tuple(_incidents(made.incidents)))


def _counts(document: Document) -> Iterator[Row]:
    for unit in document["subjects"]:
        for node in unit["nodes"]:
            if node["kind"] != "group":
                held = {key: node[key] for key in LEAF if key in node}
                points = node["mapped"] if node["kind"] == "external" else None
                yield {
                    **dict.fromkeys(COUNTS),
                    **{key: _written(value) for key, value in held.items()},
                    "subject": unit["code"],
                    "node": node["code"],
                    "kind": node["kind"],
                    "points": points,
                }


def _written(value: Any) -> str | None:
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _incidents(found: Mapping[str, Mapping[str, int]]) -> Iterator[Row]:
    for subject, kinds in sorted(found.items()):
        for kind, times in sorted(kinds.items()):
            yield {"subject": subject, "kind": kind, "times": str(times)}

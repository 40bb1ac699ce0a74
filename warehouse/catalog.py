"""What can be asked of a snapshot: metrics, dimensions, periods, feeds."""

from datetime import date
from pathlib import Path
from typing import Any

from warehouse.answer import CONTRACT, release_document
from warehouse.dimension import Dimension, dimensions
from warehouse.errors import BadDefinition
from warehouse.feed import feeds
from warehouse.metric import Metric, metrics
from warehouse.period import Period, grain
from warehouse.register import Registers, columns_of, registers
from warehouse.scoring.scheme import Scheme
from warehouse.scoring.shelf import shelf
from warehouse.snapshot import Snapshot


def catalog(snapshot: Snapshot, warehouse: Path | None = None) -> dict[str, Any]:
    """The catalogue as the contract has it; the schemes are the shipped ones and that warehouse's own."""
    known = registers(snapshot)
    held = snapshot.record.get("feeds", {})
    return {
        "contract": CONTRACT,
        "snapshot": release_document(snapshot.record),
        "metrics": [_metric(each, known, held) for each in metrics().values()],
        "dimensions": {name: {"values": _values(snapshot, known, each)} for name, each in dimensions().items()},
        "periods": [_period(each) for each in (*known.periods.values(), *_months(snapshot, known))],
        "schemes": [_scheme(each) for each in shelf(warehouse).schemes],
        "feeds": {name: int(held.get(name) or 0) for name in feeds()},
    }


def dimensions_of(asked: Metric, known: Registers) -> list[str]:
    """The dimensions by which a metric can be divided in this snapshot."""
    columns = columns_of(asked.state, known)
    return [
        name
        for name, each in dimensions().items()
        if (each.grain and asked.cohort is not None) or (each.column and each.column in columns)
    ]


def check(snapshot: Snapshot) -> None:
    """Raises BadDefinition where a metric reads a column that its state table does not have."""
    known = registers(snapshot)
    for asked in metrics().values():
        columns = known.columns.get(asked.state.table, set())
        sums = {side.of for side in asked.beside.values()}
        missing = sorted(
            ({*asked.columns, *(asked.timed or ()), *sums} | ({asked.cohort} if asked.cohort else set())) - columns
        )
        if missing:
            raise BadDefinition(f"{asked.name}.toml: {asked.state.table} has no column {', '.join(missing)}")


def _metric(asked: Metric, known: Registers, held: dict[str, int]) -> dict[str, Any]:
    return {
        "name": asked.name,
        "kind": asked.kind,
        "of": asked.of,
        "cohort": asked.cohort,
        "label": asked.label.model_dump(),
        "note": asked.note.model_dump(),
        "shown_as": asked.shown_as,
        "better": asked.better,
        "dimensions": dimensions_of(asked, known),
        "bins": [each.name for each in asked.bins],
        "needs": list(asked.feeds),
        "available": all(held.get(name) for name in asked.feeds),
    }


def _scheme(scheme: Scheme) -> dict[str, Any]:
    head = scheme.scheme
    return {"id": head.id, "version": head.version, "status": head.status, "subject": head.subject}


def _values(snapshot: Snapshot, known: Registers, asked: Dimension) -> int | None:
    if asked.grain:
        return None
    if asked.registered_in:
        return len(known.standing(asked, snapshot.data_day, {}))
    return len(known.free(snapshot, asked))


def _months(snapshot: Snapshot, known: Registers) -> list[Period]:
    first = known.first_day(snapshot)
    found: list[Period] = []
    day: date | None = first
    while day is not None and day <= snapshot.data_day:
        month = grain("month", day)
        if month.code not in known.periods:
            found.append(month)
        day = month.stop
    return found


def _period(period: Period) -> dict[str, Any]:
    first, last = period.first, period.last
    return {
        "code": period.code,
        "kind": period.kind,
        "from": first and first.isoformat(),
        "to": last and last.isoformat(),
    }

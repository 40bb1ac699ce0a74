"""Rows as Parquet in a publication's folder: written as they come, read back as they were."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BATCH = 65_536
SMALL = "zstd"
TEXT, STAMP, DAY, TRUTH = pa.string(), pa.timestamp("us"), pa.date32(), pa.bool_()


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the rows, a batch in memory at a time."""
    write_batches(path, columns, _batches(columns, iter(rows)))


def write_batches(path: Path, columns: Sequence[str], batches: Iterable[pa.RecordBatch]) -> None:
    """Write the batches one by one."""
    with pq.ParquetWriter(path, schema_of(columns), compression=SMALL) as writer:
        for batch in batches:
            writer.write_batch(batch)


def read_rows(path: Path, most: Mapping[str, int] | None = None) -> Iterator[dict[str, Any]]:
    """The rows; with `most` of each node only so many, the first."""
    left = None if most is None else dict(most)
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH):
            yield from (batch if left is None else _first(batch, left)).to_pylist()


def held_rows(path: Path) -> dict[str, int]:
    """How many rows there are of each node."""
    counted = pq.read_table(path, columns=["node"]).group_by("node").aggregate([("node", "count")])
    return {row["node"]: row["node_count"] for row in counted.to_pylist()}


def schema_of(columns: Sequence[str]) -> pa.Schema:
    """The columns with the types that their names tell."""
    return pa.schema([(name, _kind(name)) for name in columns])


def _batches(columns: Sequence[str], rows: Iterator[Mapping[str, Any]]) -> Iterator[pa.RecordBatch]:
    while batch := list(islice(rows, BATCH)):
        yield pa.RecordBatch.from_pylist([dict(row) for row in batch], schema_of(columns))


def _first(batch: pa.RecordBatch, left: dict[str, int]) -> pa.Table:
    """Of each node in the batch as many rows as are left of it."""
    parts = []
    for node in pc.unique(batch["node"]).to_pylist():
        part = batch.filter(pc.equal(batch["node"], node)).slice(0, left.get(node, 0))
        left[node] = left.get(node, 0) - part.num_rows
        parts.append(part)
    return pa.Table.from_batches(parts, batch.schema)


def _kind(name: str) -> Any:
    if name.endswith("_at"):
        return STAMP
    if name.endswith("_on"):
        return DAY
    return TRUTH if name == "in_force" else TEXT

"""Rows as Parquet in a publication's folder: written as they come, read back as they were."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BATCH = 65_536
TEXT, STAMP, DAY, TRUTH = pa.string(), pa.timestamp("us"), pa.date32(), pa.bool_()


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Write the rows, a batch in memory at a time; returns how many there were."""
    schema = pa.schema([(name, _kind(name)) for name in columns])
    stream, count = iter(rows), 0
    with pq.ParquetWriter(path, schema) as writer:
        while batch := list(islice(stream, BATCH)):
            writer.write_table(pa.Table.from_pylist([dict(row) for row in batch], schema))
            count += len(batch)
    return count


def read_rows(path: Path, subject: str | None = None) -> Iterator[dict[str, Any]]:
    """The rows, of one subject where one is named."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH):
            kept = batch if subject is None else batch.filter(pc.equal(batch["subject"], subject))
            yield from kept.to_pylist()


def _kind(name: str) -> Any:
    if name.endswith("_at"):
        return STAMP
    if name.endswith("_on"):
        return DAY
    return TRUTH if name == "in_force" else TEXT

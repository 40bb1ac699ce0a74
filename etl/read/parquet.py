"""Tables of text kept in scratch as Parquet, written as plainly as possible since they are read once."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

Numbers = npt.NDArray[np.int64]
PLAINLY = {"compression": "none", "use_dictionary": False, "write_statistics": False}


def numbers(values: Numbers) -> pa.Array:
    """The numbers as an Arrow array; `pa.array` would import pandas first."""
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def write(table: pa.Table, target: Path) -> Path:
    """The path of the table's file."""
    pq.write_table(table, target, **PLAINLY)
    return target

"""The floor of every load: typed read_csv into tables of a DuckDB file, nothing checked."""

import sys
from contextlib import closing
from pathlib import Path

import duckdb

from bench.renditions import files, typed


def load(folder: Path, database: Path) -> None:
    """Each kind of export into a table of its own, with explicit columns and types."""
    with closing(duckdb.connect(str(database), config={"threads": "2"})) as con:
        for feed, paths in files(folder).items():
            con.execute(f'create table "{feed}" as select * from {typed(paths)}')


if __name__ == "__main__":
    load(Path(sys.argv[1]), Path(sys.argv[2]))

"""Connections for building and checking: two threads, a limit to memory, nothing from the network, silent."""

from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

Settings = dict[str, str | bool | int | float | list[str]]
OFFLINE: Settings = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def connect(
    scratch: Path, memory: str, database: Path | None = None, read_only: bool = False, ordered: bool = False
) -> DuckDBPyConnection:
    """A connection to a database file, or to memory; what does not fit in `memory` spills into `scratch`.

    `ordered` keeps rows in the order they are read, which numbering the lines of a file needs.
    """
    settings: Settings = {
        **OFFLINE,
        "threads": "2",
        "memory_limit": memory,
        "temp_directory": str(scratch),
        "preserve_insertion_order": str(ordered).lower(),
    }
    con = duckdb.connect(str(database or ":memory:"), read_only=read_only, config=settings)
    # The bar would be drawn on stdout, which belongs to the one JSON document of a command.
    con.execute("set enable_progress_bar = false")
    return con

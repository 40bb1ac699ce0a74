"""What every command of the warehouse has in common: a snapshot to ask, and how its document is shown."""

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from warehouse.snapshot import open_snapshot
from warehouse.text import LANGUAGES

Command = Callable[..., Any]


def shared_options(command: Command) -> Command:
    """The options that every command has; the command gets the snapshot."""

    @click.option("--warehouse", "directory", type=click.Path(path_type=Path, file_okay=False), required=True)
    @click.option("--generation", type=int)
    @click.option("--lang", type=click.Choice(LANGUAGES), default="zh")
    @click.option("--json", "as_json", is_flag=True)
    @wraps(command)
    def run(directory: Path, generation: int | None, as_json: bool, **options: Any) -> None:
        snapshot = open_snapshot(directory, generation)
        try:
            command(snapshot, as_json=as_json, **options)
        finally:
            snapshot.close()

    return run


def warehouse_directory() -> Path:
    """The directory that the running command was given."""
    found: Path = click.get_current_context().params["directory"]
    return found


def show(document: dict[str, Any], as_json: bool, draw: Callable[[dict[str, Any]], None]) -> None:
    """One JSON document on stdout, or the same drawn for people."""
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        draw(document)

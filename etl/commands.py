"""`etl refresh`, `etl status`, `etl history`: what operators and scripts run."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from etl.errors import Busy, EtlError
from etl.refresh import Run
from etl.settings import layout_folders
from etl.status import history_document, status_document
from warehouse import WarehouseError

FOLDER = click.Path(file_okay=False, path_type=Path)
WAREHOUSE = click.option("--warehouse", type=FOLDER, required=True, help="The warehouse's folder.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
BUSY = 75


@click.command()
@click.option(
    "--inbox",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Where source files lie.",
)
@WAREHOUSE
@click.option(
    "--layouts",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of further layouts.",
)
@click.option("--rebuild", is_flag=True, help="Make every table anew from landing.")
@JSON
def refresh(inbox: Path, warehouse: Path, folders: tuple[Path, ...], rebuild: bool, as_json: bool) -> None:
    """Load what is new in the inbox and release a new snapshot, whole or not at all."""
    try:
        run = Run(inbox, warehouse, layout_folders(folders), rebuild)
        document = run.document()
    except Busy as busy:
        _fail("BUSY", str(busy), as_json, BUSY, outcome="busy")
    except EtlError as error:
        _fail(type(error).__name__, str(error), as_json, 2)
    except WarehouseError as error:
        _fail(error.code, str(error), as_json, 1)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        _show_refresh(document)
    sys.exit(run.exit)


@click.command()
@WAREHOUSE
@JSON
def status(warehouse: Path, as_json: bool) -> None:
    """What is released, kept and running, and what lies in quarantine."""
    try:
        document = status_document(warehouse)
    except WarehouseError as error:
        _fail(error.code, str(error), as_json, 1)
    click.echo(json.dumps(document, ensure_ascii=False, indent=None if as_json else 1))


@click.command()
@WAREHOUSE
@JSON
def history(warehouse: Path, as_json: bool) -> None:
    """Every run and every release, oldest first."""
    try:
        document = history_document(warehouse)
    except WarehouseError as error:
        _fail(error.code, str(error), as_json, 1)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    grid = Table("run", "outcome", "generation", "mode", "files", "seconds")
    for run in document["runs"]:
        after = run["generation"]["after"]
        grid.add_row(
            run["run"],
            run["outcome"],
            str(after or ""),
            run["mode"] or "",
            str(run["files"]),
            str(run["seconds"]),
        )
    Console().print(grid)


def _fail(code: str, message: str, as_json: bool, exit_code: int, **more: Any) -> None:
    if as_json:
        error = {"code": code, "message": message, "did_you_mean": []}
        click.echo(json.dumps({"contract": 1, **more, "error": error}, ensure_ascii=False))
    click.echo(message, err=True)
    sys.exit(exit_code)


def _show_refresh(document: dict[str, Any]) -> None:
    console = Console(stderr=True)
    grid = Table("file", "layout", "read", "loaded", "quarantined", "structural", "what became of it")
    for file in (file for file in document["files"] if file["refused"] or file["records"]["quarantined"]):
        records = file["records"]
        words = file["refused"]["message"] if file["refused"] else _counted(file["reasons"])
        counts = (records["read"], records["loaded"], records["quarantined"], records["structural"])
        grid.add_row(file["file"], file["layout"] or "", *(f"{n:,}" for n in counts), words)
    if grid.row_count:
        console.print(grid)
    bins = {
        name: sum(file["records"][name] for file in document["files"]) for name in ("read", "loaded", "quarantined")
    }
    generation = document["generation"]
    click.echo(
        f"{document['outcome']}: generation {generation['before']} -> {generation['after']}; "
        f"{len(document['files'])} files, "
        f"{bins['read']:,} records read, {bins['loaded']:,} loaded, {bins['quarantined']:,} quarantined",
        err=True,
    )
    if "error" in document:
        click.echo(document["error"]["message"], err=True)


def _counted(reasons: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in reasons.items())

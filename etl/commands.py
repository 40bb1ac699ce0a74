"""`etl refresh`, `etl status`, `etl history`: what operators and scripts run."""

import json
import sys
from pathlib import Path

import click

from etl.inbox import skipped
from etl.manifest import manifest
from etl.printing import print_history, print_refresh, print_status
from etl.refresh import Run
from etl.settings import layout_folders, wanted_timezone
from etl.status import history_document, status_document

FOLDER = click.Path(file_okay=False, path_type=Path)
THERE = click.Path(exists=True, file_okay=False, path_type=Path)
WAREHOUSE = click.option("--warehouse", type=FOLDER, required=True, help="The warehouse's folder.")
LAYOUTS = click.option("--layouts", "folders", multiple=True, type=THERE, help="A folder of further layouts.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")


@click.command()
@click.option("--inbox", type=THERE, required=True, help="Where source files lie.")
@WAREHOUSE
@LAYOUTS
@click.option("--rebuild", is_flag=True, help="Make every table anew from landing.")
@JSON
def refresh(inbox: Path, warehouse: Path, folders: tuple[Path, ...], rebuild: bool, as_json: bool) -> None:
    """Load what is new in the inbox and release a new snapshot, whole or not at all."""
    _apart(inbox, warehouse)
    wanted_timezone()
    aside = manifest(inbox).aside
    run = Run(inbox, warehouse, layout_folders(folders), rebuild)
    document = {**run.document(), "skipped": skipped(inbox, aside)}
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_refresh(document)
    sys.exit(run.exit)


@click.command()
@WAREHOUSE
@JSON
def status(warehouse: Path, as_json: bool) -> None:
    """What is released, kept and running, and what lies in quarantine."""
    document = status_document(warehouse)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_status(document)


@click.command()
@WAREHOUSE
@JSON
def history(warehouse: Path, as_json: bool) -> None:
    """Every run and every release, oldest first."""
    document = history_document(warehouse)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_history(document)


def _apart(inbox: Path, warehouse: Path) -> None:
    """Refuse two folders of which one holds the other: what is released would be taken for a source, or mixed up."""
    first, second = inbox.resolve(), warehouse.resolve()
    if first.is_relative_to(second) or second.is_relative_to(first):
        raise click.UsageError(f"--inbox {inbox} and --warehouse {warehouse}: one lies in the other; keep them apart")

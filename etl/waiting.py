"""`etl quarantine` and `etl alias`: what waits for a decision, and the names that operators decide on."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from etl.commands import JSON, WAREHOUSE
from etl.printing import print_quarantine, print_worklist
from etl.worklist import export, quarantined, unknown_names, write_worklist

OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def quarantine() -> None:
    """What was refused, and why."""


@quarantine.command("list")
@WAREHOUSE
@JSON
def list_quarantine(warehouse: Path, as_json: bool) -> None:
    """Refused records by feed, column, reason and value, most first."""
    document = {"contract": 1, "quarantine": [asdict(each) for each in quarantined(warehouse)]}
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_quarantine(document)


@quarantine.command("export")
@WAREHOUSE
@click.option("--out", type=OUT, required=True, help="A .csv file, outside the inbox.")
@JSON
def export_quarantine(warehouse: Path, out: Path, as_json: bool) -> None:
    """Write every refused record with its file, line, column, value, reason and text as it stood."""
    _tell({"contract": 1, "out": str(out), "records": export(warehouse, out)}, as_json)


@click.group()
def alias() -> None:
    """Names and the codes they stand for."""


@alias.command("worklist")
@WAREHOUSE
@click.option("--out", type=OUT, help="A .csv or .xlsx file in the columns of the feed alias, to be filled in.")
@click.option("--limit", type=click.IntRange(1), help="Only the names for which most records wait.")
@JSON
def worklist(warehouse: Path, out: Path | None, limit: int | None, as_json: bool) -> None:
    """Names that no register knows. Fill in their codes, drop the other lines, and put the file into the inbox."""
    names = unknown_names(warehouse)
    if out is not None:
        write_worklist(names[:limit], out)
        _tell({"contract": 1, "out": str(out), "names": len(names[:limit]), "left": len(names[limit:])}, as_json)
    elif as_json:
        click.echo(json.dumps({"contract": 1, "names": names[:limit]}, ensure_ascii=False))
    else:
        print_worklist(names[:limit])


def _tell(document: dict[str, object], as_json: bool) -> None:
    words = ", ".join(f"{name} {value}" for name, value in document.items() if name != "contract")
    click.echo(json.dumps(document, ensure_ascii=False) if as_json else words)

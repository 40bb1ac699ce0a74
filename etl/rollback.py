"""`etl rollback`: an older generation is the current one again, by whom and why stands in the journal."""

import json
from pathlib import Path
from typing import Any

import click

from etl.commands import JSON, WAREHOUSE
from etl.errors import NotKept
from etl.holdings import lines_told
from etl.lock import only_one
from etl.printing import print_status
from etl.settings import city_now
from etl.status import status_document
from warehouse import current, journal, kept
from warehouse.snapshot import is_whole, point_to, release


def _said(_context: click.Context, option: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("is empty; the journal must say it", param=option)
    return value.strip()


@click.command()
@click.option("--to", "generation", type=int, required=True, help="The generation to go back to.")
@click.option("--operator", required=True, callback=_said, help="Who does it.")
@click.option("--reason", required=True, callback=_said, help="Why.")
@WAREHOUSE
@JSON
def rollback(generation: int, operator: str, reason: str, warehouse: Path, as_json: bool) -> None:
    """Release an older generation again. Refreshes leave it alone until a new file comes; loaded files stay loaded."""
    roll_back(warehouse, generation, operator, reason)
    document = status_document(warehouse)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_status(document)


def roll_back(warehouse: Path, generation: int, operator: str, reason: str) -> dict[str, Any]:
    """Point to that generation and journal it; raises NotKept where its file is gone, damaged or the current one."""
    with only_one(warehouse):
        now = current(warehouse)["generation"]
        record = release(warehouse, generation)
        if generation == now:
            raise NotKept(f"generation {generation} is the current one")
        if not is_whole(warehouse, record):
            raise NotKept(f"generation {generation} is no longer kept whole; there are {kept(warehouse)}")
        told = {
            "from": now,
            "operator": operator,
            "reason": reason,
            "at": city_now(record["timezone"]).isoformat(),
            "journal_lines": lines_told(warehouse),
        }
        line = {**record, "rolled_back": told}
        journal.append(warehouse / "journal" / "releases.jsonl", line)
        point_to(warehouse, line)
        return line

"""Publishing on the command line: publish-scores, restate, verify."""

from pathlib import Path
from typing import Any

import click

from warehouse.answer import CONTRACT
from warehouse.command import shared_options, show, warehouse_directory
from warehouse.errors import BadQuestion
from warehouse.printing import terminal
from warehouse.scoring.asking import Wanted, scored
from warehouse.scoring.audit import audited
from warehouse.scoring.pack import write_pack
from warehouse.scoring.publication import (
    STATES,
    Line,
    advance,
    alone,
    in_force,
    latest,
    publication_document,
    restate,
    review,
)
from warehouse.scoring.scored import Score
from warehouse.scoring.shelf import shelf
from warehouse.snapshot import Snapshot
from warehouse.text import text

FOLDER = click.Path(path_type=Path, file_okay=False)
FAILED = 1
Document = dict[str, Any]


@click.command("publish-scores")
@click.argument("scheme")
@click.option("--period", required=True)
@click.option("--as-of", metavar="DAY")
@click.option("--to", "state", type=click.Choice(STATES), help="left out: published; every state on the way is noted")
@click.option("--operator", metavar="WHO", help="who does it; needed for every state")
@click.option("--pack", type=FOLDER, help="write a workbook for each unit alone into this folder, from the evidence")
@shared_options
def publish_command(
    snapshot: Snapshot,
    scheme: str,
    period: str,
    as_of: str | None,
    state: str | None,
    operator: str | None,
    pack: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """Take a period's scores from draft to reviewed, published and locked."""
    warehouse = warehouse_directory()
    with alone(warehouse):
        line = latest(warehouse, scheme, period) if pack and not state else None
        if line is None:
            who = _named(operator, "--operator")
            line = _to(warehouse, snapshot, Wanted(scheme, period, as_of), state or "published", who, lang)
        written = write_pack(warehouse, line, pack) if pack else []
    show({**_told(line), "pack": [str(path) for path in written]}, as_json, lambda made: print_publication(made, lang))


@click.command("restate")
@click.argument("scheme")
@click.option("--period", required=True)
@click.option("--as-of", metavar="DAY", help="left out: the as-of day of what was published")
@click.option("--reason", metavar="WHY", required=True)
@click.option("--operator", metavar="WHO", required=True)
@click.option("--appeal", metavar="WHICH", help="the appeal whose outcome this carries out")
@shared_options
def restate_command(
    snapshot: Snapshot,
    scheme: str,
    period: str,
    as_of: str | None,
    as_json: bool,
    lang: str,
    **about: str | None,
) -> None:
    """Publish a period's scores anew under the next number, with the reason and what changes for each unit."""
    warehouse = warehouse_directory()
    told = {key: _named(word, f"--{key}") if key != "appeal" else word for key, word in about.items()}
    with alone(warehouse):
        before = in_force(warehouse, scheme, period)
        made = scored(snapshot, warehouse, Wanted(scheme, period, as_of or (before["as_of"] if before else None)))
        line = restate(warehouse, snapshot, made, _file(warehouse, made), told, lang)
    show(_told(line), as_json, lambda document: print_publication(document, lang))


@click.command("verify")
@click.option("--warehouse", type=FOLDER, required=True)
@click.option("--rebuild", is_flag=True, help="make scores and workbooks that are gone or damaged again")
@click.option("--json", "as_json", is_flag=True)
def verify_command(warehouse: Path, rebuild: bool, as_json: bool) -> None:
    """Check journals and everything published; names every line and file that is not what it was."""
    if not (warehouse / "journal").is_dir():
        raise BadQuestion(f"{warehouse} is no warehouse: it has no journal")
    document = audited(warehouse, rebuild)
    show(document, as_json, print_audit)
    if not document["ok"]:
        raise click.exceptions.Exit(FAILED)


def print_publication(document: Document, lang: str) -> None:
    """Where a publication stands, and what a restatement changes."""
    console, line = terminal(), document["publication"]
    state = text(f"book.state_{line['state']}", lang)
    console.print(f"{line['scheme']} {line['version']} · {line['period']} · {line['number']} · {state}")
    console.print(f"sha256 {line['sha256']}\n{line['evidence']}")
    for each in line["differences"] or []:
        was, now = (each[key] or {} for key in ("before", "after"))
        console.print(f"{each['code']} {each['name']}: {was.get('score')} → {now.get('score')} ({each['change']})")
    for path in document.get("pack", []):
        console.print(path)


def print_audit(document: Document) -> None:
    """Every fault on a line, or that there is none."""
    console = terminal()
    for name in document["rebuilt"]:
        console.print(f"{name}: rebuilt")
    for fault in document["faults"]:
        console.print(fault, style="red")
    if document["ok"]:
        console.print(f"ok: {len(document['publications'])}")


def _to(warehouse: Path, snapshot: Snapshot, wanted: Wanted, state: str, operator: str, lang: str) -> Line:
    """The newest number in that state, every state on the way noted."""
    name, period = str(wanted.scheme), wanted.period or ""
    line = latest(warehouse, name, period)
    if state == "reviewed" or line is None:
        made = scored(snapshot, warehouse, wanted)
        line = review(warehouse, snapshot, made, _file(warehouse, made), operator, lang)
    steps = STATES[STATES.index(line["state"]) + 1 : STATES.index(state) + 1]
    if not steps and line["state"] != state:
        steps = (state,)
    for step in steps:
        line = advance(warehouse, name, period, step, operator)
    return line


def _file(warehouse: Path, made: Score) -> Path:
    return shelf(warehouse).paths[made.scheme.sha256]


def _named(word: str | None, option: str) -> str:
    if not word or not word.strip():
        raise click.UsageError(f"{option} says who and why: it cannot be left out")
    return word.strip()


def _told(line: Line) -> Document:
    return {"contract": CONTRACT, "publication": publication_document(line)}


COMMANDS = (publish_command, restate_command, verify_command)

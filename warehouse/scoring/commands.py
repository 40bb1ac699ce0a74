"""Scores and schemes on the command line: score, scheme check | list."""

from pathlib import Path

import click

from warehouse.command import shared_options, show
from warehouse.question import day, period
from warehouse.rules import rules
from warehouse.scoring.beside import what_if_document
from warehouse.scoring.change import change_document
from warehouse.scoring.listing import check_document, list_document
from warehouse.scoring.printing import print_checked, print_schemes, print_score
from warehouse.scoring.reading import read_scheme
from warehouse.scoring.score import score
from warehouse.scoring.scored import Score
from warehouse.scoring.shelf import check_span, pick, shelf
from warehouse.scoring.whatif import supposed
from warehouse.snapshot import Snapshot

WRONG = 2


@click.command("score")
@click.argument("scheme")
@click.option("--period", "code", required=True)
@click.option("--as-of", metavar="DAY")
@click.option("--weight", metavar="PART=WEIGHT", help="what if that part of the whole weighed so much")
@click.option("--before", metavar="PERIOD", help="why scores changed since that period")
@shared_options
def score_command(
    snapshot: Snapshot,
    scheme: str,
    code: str,
    as_of: str | None,
    weight: str | None,
    before: str | None,
    as_json: bool,
    lang: str,
) -> None:
    """Score every subject of a scheme, or of a scheme's file, for a period."""
    directory: Path = click.get_current_context().params["directory"]
    made = scored(snapshot, directory, scheme, code, as_of)
    document = made.document(lang)
    if weight is not None:
        part, share = supposed(weight)
        document["what_if"] = what_if_document(made, part, share, lang)
    if before is not None:
        document["change"] = change_document(scored(snapshot, directory, scheme, before, None), made)
    show(document, as_json, lambda told: print_score(told, lang))


@click.group("scheme")
def scheme_group() -> None:
    """Look at evaluation schemes."""


@scheme_group.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--warehouse", "directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True)
def check_command(files: tuple[Path, ...], directory: Path | None, as_json: bool) -> None:
    """Check scheme files; with a warehouse, against the schemes it has."""
    document = check_document(files, directory)
    show(document, as_json, print_checked)
    if not document["ok"]:
        raise click.exceptions.Exit(WRONG)


@scheme_group.command("list")
@click.option("--warehouse", "directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True)
def list_command(directory: Path | None, as_json: bool) -> None:
    """List the schemes that can be used, and the files that cannot."""
    show(list_document(directory), as_json, print_schemes)


def scored(snapshot: Snapshot, directory: Path, word: str, code: str, as_of: str | None) -> Score:
    """The score of a scheme's id, whose version the period decides, or of a file."""
    when, asked = day(as_of, "as_of"), period(snapshot, code)
    if Path(word).suffix == ".toml":
        held = read_scheme(Path(word), rules().rules.version)
        check_span(held, asked)
        return score(snapshot, held, code, when)
    picked = pick(shelf(directory), word, asked)
    return score(snapshot, picked.scheme, code, when, warnings=tuple(str(each) for each in picked.instead))


COMMANDS = (score_command, scheme_group)

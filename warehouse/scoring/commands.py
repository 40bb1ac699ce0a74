"""Scores and schemes on the command line: score, scheme check | list | try | compare."""

from pathlib import Path

import click

from warehouse.command import shared_options, show, warehouse_directory
from warehouse.question import day
from warehouse.scoring.asking import Wanted, answered, scored
from warehouse.scoring.listing import check_document, list_document
from warehouse.scoring.parallel import parallel_document, totals
from warehouse.scoring.printing import print_checked, print_parallel, print_schemes, print_score, print_trial
from warehouse.scoring.trial import tried
from warehouse.scoring.workbook import score_book
from warehouse.snapshot import Snapshot

WRONG = 2
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("score")
@click.argument("scheme", metavar="SCHEME|FILE.toml")
@click.option("--period", required=True)
@click.option("--as-of", metavar="DAY")
@click.option("--weight", metavar="PART=WEIGHT", help="what if that part of the whole weighed so much")
@click.option("--before", metavar="PERIOD", help="why scores changed since that period")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="write the workbook with live formulas")
@shared_options
def score_command(
    snapshot: Snapshot, scheme: str, xlsx: Path | None, as_json: bool, lang: str, **keys: str | None
) -> None:
    """Score every subject of a scheme, or of a scheme's file, for a period."""
    wanted = Wanted(Path(scheme) if scheme.endswith(".toml") else scheme, **keys)
    if xlsx:
        with xlsx.open("wb") as file:
            score_book(snapshot, warehouse_directory(), scored(snapshot, warehouse_directory(), wanted), file, lang)
        click.echo(str(xlsx), err=True)
        if not as_json:
            return
    show(answered(snapshot, warehouse_directory(), wanted, lang), as_json, lambda document: print_score(document, lang))


@click.group("scheme")
def scheme_group() -> None:
    """Look at evaluation schemes."""


@scheme_group.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--warehouse", "directory", type=FOLDER)
@click.option("--json", "as_json", is_flag=True)
def check_command(files: tuple[Path, ...], directory: Path | None, as_json: bool) -> None:
    """Check scheme files, alone and beside each other; with a warehouse, beside the schemes it has."""
    document = check_document(files, directory)
    show(document, as_json, print_checked)
    if not document["ok"]:
        raise click.exceptions.Exit(WRONG)


@scheme_group.command("list")
@click.option("--warehouse", "directory", type=FOLDER)
@click.option("--json", "as_json", is_flag=True)
def list_command(directory: Path | None, as_json: bool) -> None:
    """List the schemes that can be used, and the files that cannot."""
    show(list_document(directory), as_json, print_schemes)


@scheme_group.command("try")
@click.argument("file", type=FILE)
@click.option("--against", required=True, metavar="SCHEME")
@click.option("--period", required=True)
@click.option("--as-of", metavar="DAY")
@shared_options
def try_command(
    snapshot: Snapshot, file: Path, against: str, period: str, as_of: str | None, as_json: bool, lang: str
) -> None:
    """Try a scheme file on a period, whenever it would hold, against the scheme of that time; keeps nothing."""
    held = scored(snapshot, warehouse_directory(), Wanted(against, period, as_of))
    document = tried(snapshot, held, file, day(as_of, "as_of"), lang)
    show(document, as_json, lambda drawn: print_trial(drawn, lang))


@scheme_group.command("compare")
@click.argument("file", type=FILE)
@click.option("--scheme", required=True)
@click.option("--period", required=True)
@click.option("--as-of", metavar="DAY")
@click.option("--unit", required=True, metavar="COLUMN", help="the column of codes or names")
@click.option("--total", required=True, metavar="COLUMN", help="the column of totals")
@shared_options
def compare_command(
    snapshot: Snapshot,
    file: Path,
    scheme: str,
    period: str,
    as_of: str | None,
    unit: str,
    total: str,
    as_json: bool,
    lang: str,
) -> None:
    """Compare totals made elsewhere (CSV, XLSX) with a scheme's scores, unit by unit."""
    made = scored(snapshot, warehouse_directory(), Wanted(scheme, period, as_of))
    document = parallel_document(made, file, totals(file, unit, total), lang)
    show(document, as_json, lambda drawn: print_parallel(drawn, lang))


COMMANDS = (score_command, scheme_group)

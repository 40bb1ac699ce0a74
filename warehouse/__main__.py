"""The warehouse on the command line: python -m warehouse ask | rank | score | scheme | catalog | …"""

import json
import sys
from contextlib import closing
from functools import wraps
from typing import Any

import click

from warehouse.answer import CONTRACT
from warehouse.ask import SOURCES, ask
from warehouse.attention import attention, attention_document
from warehouse.catalog import catalog
from warehouse.command import Command, shared_options, show, warehouse_directory
from warehouse.errors import NoSnapshot, WarehouseError
from warehouse.forms import forms_command
from warehouse.printing import print_answer, print_attention, print_catalog, print_rows, print_since, print_splits
from warehouse.question import VIEWS, Question, day, parse
from warehouse.rows import rows
from warehouse.scoring import publishing
from warehouse.scoring.commands import COMMANDS
from warehouse.since import earlier_generation, since
from warehouse.snapshot import Snapshot, kept, open_snapshot
from warehouse.splits import splits
from warehouse.standing import rank
from warehouse.standing_document import standing_document
from warehouse.standing_print import print_standing

WRONG_USAGE, FAILED = 2, 1


def question_options(command: Command) -> Command:
    """What a question is made of, as keys of `parse`; the command gets the question."""

    @click.argument("metric")
    @click.option("--by", multiple=True, metavar="DIM")
    @click.option("--where", multiple=True, metavar="DIM=VALUE")
    @click.option("--period")
    @click.option("--from", "since", metavar="DAY")
    @click.option("--to", "until", metavar="DAY")
    @click.option("--as-of", metavar="DAY")
    @click.option("--view", type=click.Choice(VIEWS))
    @click.option("--source", type=click.Choice(SOURCES))
    @wraps(command)
    def run(snapshot: Snapshot, metric: str, by: tuple[str, ...], where: tuple[str, ...], **options: Any) -> None:
        keys = {"period": "period", "since": "from", "until": "to", "as_of": "as_of", "view": "view"}
        single = {key: options.pop(option) for option, key in keys.items()}
        spelt = {"by": by, "where": where, **{key: (word,) for key, word in single.items() if word}}
        command(snapshot, parse(metric, spelt), **options)

    return run


@click.group()
def main() -> None:
    """Ask the warehouse."""


@main.command("ask")
@click.option("--rows", "listed", metavar="BIN", help="numerator, denominator, pending, outside, excluded or a bin")
@click.option("--limit", type=click.IntRange(0), default=100)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--explain", is_flag=True, help="show the SQL and its parameters")
@shared_options
@question_options
def ask_command(
    snapshot: Snapshot,
    question: Question,
    source: str | None,
    listed: str | None,
    limit: int,
    offset: int,
    explain: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Answer one question."""
    if listed:
        found = rows(snapshot, question, listed, limit, offset)
        show(found.document(lang), as_json, lambda document: print_rows(document, lang))
        return
    answer = ask(snapshot, question, source=source)
    document = answer.document(lang)
    if explain:
        document["explain"] = {
            "sql": answer.sql,
            "parameters": {key: str(value) for key, value in answer.parameters.items()},
        }
    show(document, as_json, lambda made: print_answer(made, lang))


@main.command("rank")
@shared_options
@question_options
def rank_command(snapshot: Snapshot, question: Question, source: str | None, as_json: bool, lang: str) -> None:
    """Tell how units stand among their like."""
    document = standing_document(rank(snapshot, question, source=source), lang)
    show(document, as_json, lambda made: print_standing(made, lang))


@main.command("catalog")
@shared_options
def catalog_command(snapshot: Snapshot, as_json: bool, lang: str) -> None:
    """List what can be asked."""
    show(catalog(snapshot, warehouse_directory()), as_json, lambda document: print_catalog(document, lang))


@main.command("attention")
@click.option("--as-of", metavar="DAY")
@shared_options
def attention_command(snapshot: Snapshot, as_of: str | None, as_json: bool, lang: str) -> None:
    """List what needs attention."""
    when = day(as_of, "as_of") or snapshot.data_day
    document = attention_document(snapshot, when, attention(snapshot, when), lang)
    show(document, as_json, lambda made: print_attention(made, lang))


@main.command("since")
@click.option("--before", "earlier", type=int, metavar="GENERATION", help="compare with this one; else the one before")
@shared_options
def since_command(snapshot: Snapshot, earlier: int | None, as_json: bool, lang: str) -> None:
    """Tell what changed since the generation before."""
    directory = warehouse_directory()
    number = earlier_generation(directory, snapshot.generation) if earlier is None else earlier
    if number is None or number >= snapshot.generation:
        raise NoSnapshot(
            f"no earlier generation than {snapshot.generation} to compare with; there are {kept(directory)}"
        )
    with closing(open_snapshot(directory, number)) as before:
        show(since(before, snapshot).document(lang), as_json, lambda made: print_since(made, lang))


@main.command("splits")
@click.option("--as-of", metavar="DAY")
@shared_options
def splits_command(snapshot: Snapshot, as_of: str | None, as_json: bool, lang: str) -> None:
    """List the communities that are to be split by their size, and those that were split."""
    document = splits(snapshot, day(as_of, "as_of") or snapshot.data_day, lang)
    show(document, as_json, lambda made: print_splits(made, lang))


for each in (*COMMANDS, *publishing.COMMANDS, forms_command):
    main.add_command(each)


def run(arguments: list[str]) -> int:
    """The command line with these arguments; returns the exit code."""
    as_json = "--json" in arguments
    try:
        stopped = main.main(arguments, prog_name="python -m warehouse", standalone_mode=False)
    except click.ClickException as error:
        near = tuple(getattr(error, "possibilities", None) or ())
        return _refuse("BAD_USAGE", error.format_message(), near, WRONG_USAGE, as_json)
    except NoSnapshot as error:
        return _refuse(
            error.code, str(error), (), WRONG_USAGE if {"--generation", "--before"} & {*arguments} else FAILED, as_json
        )
    except WarehouseError as error:
        return _refuse(error.code, str(error), error.did_you_mean, WRONG_USAGE, as_json, error.errors)
    except Exception as error:  # the last line: whoever reads --json gets a document even then
        return _refuse("FAILED", f"{type(error).__name__}: {error}", (), FAILED, as_json)
    return stopped or 0  # click hands back the status of a command that stopped by itself


def _refuse(
    code: str,
    message: str,
    did_you_mean: tuple[str, ...],
    status: int,
    as_json: bool,
    errors: tuple[dict[str, Any], ...] = (),
) -> int:
    error: dict[str, Any] = {"code": code, "message": message, "did_you_mean": list(did_you_mean)}
    if errors:
        error["errors"] = list(errors)
    if as_json:
        print(json.dumps({"contract": CONTRACT, "error": error}, ensure_ascii=False))
    else:
        print(f"{code}: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

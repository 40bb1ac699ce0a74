"""The warehouse on the command line: python -m warehouse ask | catalog | attention | splits."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from warehouse.answer import CONTRACT
from warehouse.ask import SOURCES, ask
from warehouse.attention import attention, attention_document
from warehouse.catalog import catalog
from warehouse.errors import NoSnapshot, WarehouseError
from warehouse.printing import print_answer, print_attention, print_catalog, print_rows, print_splits
from warehouse.question import VIEWS, day, parse
from warehouse.rows import rows
from warehouse.snapshot import Snapshot, open_snapshot
from warehouse.splits import splits
from warehouse.text import LANGUAGES

WRONG_USAGE, FAILED = 2, 1
Command = Callable[..., Any]


def shared_options(command: Command) -> Command:
    """The options that every command has, and the one place where refusals become exit codes."""

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


@click.group()
def main() -> None:
    """Ask the warehouse."""


@main.command("ask")
@click.argument("metric")
@click.option("--by", multiple=True, metavar="DIM")
@click.option("--where", multiple=True, metavar="DIM=VALUE")
@click.option("--period")
@click.option("--from", "since", metavar="DAY")
@click.option("--to", "until", metavar="DAY")
@click.option("--as-of", metavar="DAY")
@click.option("--view", type=click.Choice(VIEWS))
@click.option("--source", type=click.Choice(SOURCES))
@click.option("--rows", "listed", metavar="BIN", help="numerator, denominator, pending, outside, excluded or a bin")
@click.option("--limit", type=click.IntRange(0), default=100)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--explain", is_flag=True, help="show the SQL and its parameters")
@shared_options
def ask_command(
    snapshot: Snapshot,
    metric: str,
    since: str | None,
    until: str | None,
    source: str | None,
    listed: str | None,
    limit: int,
    offset: int,
    explain: bool,
    as_json: bool,
    lang: str,
    **spelt: Any,
) -> None:
    """Answer one question."""
    single = {
        "period": spelt["period"],
        "from": since,
        "to": until,
        "as_of": spelt["as_of"],
        "view": spelt["view"],
    }
    arguments = {
        "by": spelt["by"],
        "where": spelt["where"],
        **{key: (word,) for key, word in single.items() if word},
    }
    question = parse(metric, arguments)
    if listed:
        found = rows(snapshot, question, listed, limit, offset)
        _show(found.document(lang), as_json, lambda document: print_rows(document, lang))
        return
    answer = ask(snapshot, question, source=source)
    document = answer.document(lang)
    if explain:
        document["explain"] = {
            "sql": answer.sql,
            "parameters": {key: str(value) for key, value in answer.parameters.items()},
        }
    _show(document, as_json, lambda made: print_answer(made, lang))


@main.command("catalog")
@shared_options
def catalog_command(snapshot: Snapshot, as_json: bool, lang: str) -> None:
    """List what can be asked."""
    _show(catalog(snapshot), as_json, lambda document: print_catalog(document, lang))


@main.command("attention")
@click.option("--as-of", metavar="DAY")
@shared_options
def attention_command(snapshot: Snapshot, as_of: str | None, as_json: bool, lang: str) -> None:
    """List what needs attention."""
    when = day(as_of, "as_of") or snapshot.data_day
    document = attention_document(snapshot, when, attention(snapshot, when), lang)
    _show(document, as_json, lambda made: print_attention(made, lang))


@main.command("splits")
@click.option("--as-of", metavar="DAY")
@shared_options
def splits_command(snapshot: Snapshot, as_of: str | None, as_json: bool, lang: str) -> None:
    """List the communities that are to be split by their size, and those that were split."""
    document = splits(snapshot, day(as_of, "as_of") or snapshot.data_day, lang)
    _show(document, as_json, lambda made: print_splits(made, lang))


def run(arguments: list[str]) -> int:
    """The command line with these arguments; returns the exit code."""
    as_json = "--json" in arguments
    try:
        main.main(arguments, prog_name="python -m warehouse", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        near = tuple(getattr(error, "possibilities", None) or ())
        return _refuse("BAD_USAGE", error.format_message(), near, WRONG_USAGE, as_json)
    except NoSnapshot as error:
        return _refuse(error.code, str(error), (), WRONG_USAGE if "--generation" in arguments else FAILED, as_json)
    except WarehouseError as error:
        return _refuse(error.code, str(error), error.did_you_mean, WRONG_USAGE, as_json)
    except Exception as error:  # the last line: whoever reads --json gets a document even then
        return _refuse("FAILED", f"{type(error).__name__}: {error}", (), FAILED, as_json)
    return 0


def _show(document: dict[str, Any], as_json: bool, draw: Callable[[dict[str, Any]], None]) -> None:
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        draw(document)


def _refuse(code: str, message: str, did_you_mean: tuple[str, ...], status: int, as_json: bool) -> int:
    error = {"code": code, "message": message, "did_you_mean": list(did_you_mean)}
    if as_json:
        print(json.dumps({"contract": CONTRACT, "error": error}, ensure_ascii=False))
    else:
        print(f"{code}: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

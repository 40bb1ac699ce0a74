"""The command line of the loading: python -m etl."""

import json
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import click

from etl.check import check
from etl.commands import history, refresh, status
from etl.errors import EtlError
from etl.rollback import rollback
from etl.synthetic.command import synthetic
from etl.template import template
from etl.waiting import alias, quarantine
from warehouse import Unknown, WarehouseError
from warehouse.answer import CONTRACT

FAILED, WRONG_USAGE = 1, 2


@click.group()
def etl() -> None:
    """Brings files into the warehouse."""


for command in (check, refresh, rollback, status, history, quarantine, alias, template, synthetic):
    etl.add_command(command)


def run(arguments: list[str]) -> int:
    """The command line with these arguments; returns the exit code. The one place where refusals become words."""
    as_json = "--json" in arguments
    try:
        etl.main(arguments, prog_name="python -m etl", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return _refuse("STOPPED", "stopped before the end", (), FAILED, as_json)
    except click.ClickException as error:
        usage = isinstance(error, click.UsageError)
        near = tuple(getattr(error, "possibilities", None) or ())
        code = "BAD_USAGE" if usage else "FAILED"
        return _refuse(code, error.format_message(), near, WRONG_USAGE if usage else FAILED, as_json)
    except EtlError as error:
        return _refuse(error.code, str(error), (), error.status, as_json, error.told)
    except WarehouseError as error:
        wrong = WRONG_USAGE if isinstance(error, Unknown) else FAILED
        return _refuse(error.code, str(error), error.did_you_mean, wrong, as_json)
    except Exception as error:  # the last line: whoever reads --json gets a document even then
        traceback.print_exc()
        return _refuse("FAILED", f"{type(error).__name__}: {error}", (), FAILED, as_json)
    return 0


def _refuse(
    code: str, message: str, near: Sequence[str], status: int, as_json: bool, told: Mapping[str, Any] | None = None
) -> int:
    words = message.encode("utf-8", "backslashreplace").decode("utf-8")
    error = {"code": code, "message": words, "did_you_mean": list(near)}
    if as_json:
        print(json.dumps({"contract": CONTRACT, **(told or {}), "error": error}, ensure_ascii=False))
    print(f"{code}: {words}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

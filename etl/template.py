"""`etl template`: a workbook for a feed that people fill in by hand and drop into the inbox."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from etl.workbook import workbook
from warehouse import open_snapshot
from warehouse.answer import CONTRACT
from warehouse.feed import feed as feed_of
from warehouse.forms import SCHEME, form_rows

SUFFIX, RATING = ".xlsx", "rating"


@click.command()
@click.argument("feed")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The workbook to write; it must not exist.")
@click.option("--period", help="Of a rating: the period that is rated.")
@click.option("--street", help="Of a rating: the code of the street that rates.")
@click.option("--scheme", default=SCHEME, show_default=True, help="Of a rating: the scheme whose form it is.")
@click.option("--warehouse", "directory", type=click.Path(path_type=Path, file_okay=False), help="Of a rating.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def template(feed: str, out: Path, as_json: bool, scheme: str, **form: Any) -> None:
    """Write a workbook for FEED: a sheet to fill in, and one that says what each column takes.

    With a period, a street and a warehouse, `rating` has a row for each department and criterion to rate."""
    wanted = feed_of(feed)
    if out.suffix.lower() != SUFFIX:
        raise click.UsageError(f"--out {out}: a workbook's name ends with {SUFFIX}")
    rows, names = _form(wanted.name, scheme, **form)
    _write(out, workbook(wanted, rows, names))
    required = [name for name, column in wanted.columns.items() if column.required]
    document = {"contract": CONTRACT, "feed": wanted.name, "file": str(out), "columns": list(wanted.columns)}
    document |= {"rows": len(rows)} if rows else {}
    if as_json:
        click.echo(json.dumps({**document, "required": required}, ensure_ascii=False))
    else:
        click.echo(f"{out}: {len(wanted.columns)} columns, required {', '.join(required)}")


def _form(
    feed: str, scheme: str, period: str | None, street: str | None, directory: Path | None
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The rows of a street's form and what their codes mean; none where no form was asked for."""
    if not (period or street or directory):
        return [], {}
    if feed != RATING or not (period and street and directory):
        raise click.UsageError(f"a form needs --period, --street and --warehouse together, and the feed {RATING}")
    with closing(open_snapshot(directory)) as snapshot:
        return form_rows(snapshot, directory, period, street, scheme)


def _write(out: Path, content: bytes) -> None:
    """A new file; one that is there may be filled in already."""
    try:
        with out.open("xb") as target:
            target.write(content)
    except FileExistsError:
        raise click.UsageError(f"--out {out}: there already; remove it or name another") from None
    except OSError as error:
        raise click.UsageError(f"--out {out}: {error.strerror}") from None

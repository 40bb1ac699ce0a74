"""`etl template`: a workbook for a feed that people fill in by hand and drop into the inbox."""

import json
from pathlib import Path

import click

from etl.workbook import workbook
from warehouse.answer import CONTRACT
from warehouse.feed import feed as feed_of

SUFFIX = ".xlsx"


@click.command()
@click.argument("feed")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The workbook to write; it must not exist.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def template(feed: str, out: Path, as_json: bool) -> None:
    """Write an empty workbook for FEED: a sheet to fill in, and one that says what each column takes."""
    wanted = feed_of(feed)
    if out.suffix.lower() != SUFFIX:
        raise click.UsageError(f"--out {out}: a workbook's name ends with {SUFFIX}")
    _write(out, workbook(wanted))
    required = [name for name, column in wanted.columns.items() if column.required]
    document = {"contract": CONTRACT, "feed": wanted.name, "file": str(out), "columns": list(wanted.columns)}
    if as_json:
        click.echo(json.dumps({**document, "required": required}, ensure_ascii=False))
    else:
        click.echo(f"{out}: {len(wanted.columns)} columns, required {', '.join(required)}")


def _write(out: Path, content: bytes) -> None:
    """A new file; one that is there may be filled in already."""
    try:
        with out.open("xb") as target:
            target.write(content)
    except FileExistsError:
        raise click.UsageError(f"--out {out}: there already; remove it or name another") from None
    except OSError as error:
        raise click.UsageError(f"--out {out}: {error.strerror}") from None

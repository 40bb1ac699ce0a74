"""`etl synthetic`: the source files of a synthetic city."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from etl.synthetic.build import STEPS, build
from etl.synthetic.fates import TooSmall

FULL = 6_270_000
LEAST, LEAST_PLAIN = 5_000, 1_000


@click.command()
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="An empty or new folder.")
@click.option("--cases", "count", default=FULL, show_default=True, help="Reported cases; registers keep full size.")
@click.option("--seed", default=20210531, show_default=True, help="Another seed, another city.")
@click.option("--plain", is_flag=True, help="Plant no stories.")
def synthetic(out: Path, count: int, seed: int, plain: bool) -> None:
    """Write the source files of a synthetic city."""
    least = LEAST_PLAIN if plain else LEAST
    if count < least:
        raise click.BadParameter(
            f"{count} is too small: at least {least}{'' if plain else ' (1000 with --plain)'}",
            param_hint="--cases",
        )
    if out.is_dir() and any(out.iterdir()):
        raise click.BadParameter(
            f"{out} is not empty: files of another city would mix with this one's", param_hint="--out"
        )
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("synthetic city", total=STEPS)
        try:
            made = build(out, count, seed, plain, lambda: progress.advance(task))
        except TooSmall as error:
            raise click.ClickException(f"--cases {count}: {error}; ask for more cases") from error
    click.echo(f"{made.reported} reported, {made.closed} closed, {made.excluded} excluded in {out}", err=True)

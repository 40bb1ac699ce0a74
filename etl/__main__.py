"""The command line of the loading: python -m etl."""

import click

from etl.check import check
from etl.commands import history, refresh, status
from etl.synthetic.command import synthetic


@click.group()
def etl() -> None:
    """Brings files into the warehouse."""


for command in (check, refresh, status, history, synthetic):
    etl.add_command(command)

if __name__ == "__main__":
    etl()

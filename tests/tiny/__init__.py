"""A city of 32 cases counted by hand, and how a test loads a city."""

from pathlib import Path

from etl.refresh import Run

INBOX = Path(__file__).parent / "inbox"


def load(inbox: Path, warehouse: Path) -> Path:
    """The warehouse after a refresh of that inbox; nothing may have been refused."""
    run = Run(inbox, warehouse)
    document = run.document()
    assert run.exit == 0, document
    return warehouse

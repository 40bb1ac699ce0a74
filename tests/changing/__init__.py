"""A city whose areas and departments change, counted by hand."""

from pathlib import Path

INBOX = Path(__file__).parent / "inbox"

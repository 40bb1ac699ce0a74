"""Schemes for tests, written as files: a tree of external nodes, or whatever the test adds."""

from pathlib import Path

from warehouse.rules import rules
from warehouse.scoring.reading import read_scheme
from warehouse.scoring.scheme import Scheme

HEAD = """
[scheme]
id = "trial"
version = "1"
subject = "department"
effective_from = 2024-01-01
"""


def group(code: str, children: dict[str, str], max_missing: str = "0", parent: str | None = None) -> str:
    """A group with external children of these weights, as TOML."""
    lines = [f'[[node]]\ncode = "{code}"\nkind = "group"\nmax_missing = "{max_missing}"']
    lines += [f'parent = "{parent}"'] if parent else []
    lines += [
        f'[[node]]\ncode = "{child}"\nparent = "{code}"\nkind = "external"\nweight = "{weight}"'
        for child, weight in children.items()
    ]
    return "\n".join(lines) + "\n"


def write(folder: Path, body: str, name: str = "trial.1.toml", head: str = HEAD) -> Path:
    """The scheme as a file."""
    path = folder / name
    path.write_text(head + body, "utf-8")
    return path


def scheme(folder: Path, body: str, head: str = HEAD) -> Scheme:
    """The scheme, read."""
    return read_scheme(write(folder, body, head=head), rules().rules.version)

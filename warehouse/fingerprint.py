"""Hashes of the definitions and of the rules, so that every answer says by what it was made."""

from hashlib import sha256
from pathlib import Path

from warehouse.definition import HOME

DEFINITIONS = (
    "metrics/*.toml",
    "tallies/*.toml",
    "models/*.sql",
    "feeds/*.toml",
    "states.toml",
    "dimensions.toml",
)
RULES = ("rules/*.toml",)


def definitions_sha256() -> str:
    """The hash of everything that says how a figure is counted."""
    return _hash(DEFINITIONS)


def rules_sha256() -> str:
    """The hash of the rules that stand apart from the definitions."""
    return _hash(RULES)


def _hash(patterns: tuple[str, ...]) -> str:
    found: list[Path] = sorted(path for pattern in patterns for path in HOME.glob(pattern))
    whole = sha256()
    for path in found:
        content = path.read_bytes()
        whole.update(f"{path.relative_to(HOME).as_posix()} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()

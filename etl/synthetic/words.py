"""The words of the city: names, headers and values, read from the TOML files of this folder."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def words() -> dict[str, Any]:
    """The content of words.toml."""
    return _read("words")


@cache
def catalogue() -> dict[str, Any]:
    """The content of catalogue.toml: bureaus and groups of items."""
    return _read("catalogue")


@cache
def holidays() -> dict[str, Any]:
    """The content of calendar.toml: days off, days worked, hours and months."""
    return _read("calendar")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))

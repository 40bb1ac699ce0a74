"""How definition files become frozen values: a misspelt key fails by file and name."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from warehouse.errors import BadDefinition

HOME = Path(__file__).parent


class Frozen(BaseModel):
    """A value read from a definition file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


Value = TypeVar("Value", bound=Frozen)


def read(kind: type[Value], path: Path, **also: object) -> Value:
    """One file as one value."""
    return build(kind, path.name, {**table(path), **also})


def build(kind: type[Value], name: str, values: dict[str, Any]) -> Value:
    """One value from a table of a file; `name` is what the refusal calls it."""
    try:
        return kind(**values)
    except (ValidationError, TypeError) as error:
        raise BadDefinition(f"{name}: {error}") from error


def table(path: Path) -> dict[str, Any]:
    """A TOML file as it stands."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadDefinition(f"{path.name}: {error}") from error

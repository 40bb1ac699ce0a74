"""The contract: which columns each feed has, of which type, and what identifies a record."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from warehouse.errors import BadDefinition, Unknown

FOLDER = Path(__file__).parent / "feeds"
SQL_TYPE = {
    "code": "VARCHAR",
    "name": "VARCHAR",
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "decimal": "DECIMAL(18, 6)",
    "boolean": "BOOLEAN",
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(_Frozen):
    """One word in both languages."""

    zh: str
    en: str


class Column(_Frozen):
    """One canonical column; `range` past = from 1990 to the data time plus a day, due = to 2099.

    `not_before` and `after` name a column whose value a later one may, or may not, equal.
    A `decimal` is exact to six places; `values_of` makes the names of a folder of definitions a choice's values."""

    type: Literal["code", "name", "text", "timestamp", "date", "integer", "number", "decimal", "boolean", "choice"]
    required: bool = False
    refers_to: str | None = None
    values: tuple[str, ...] = ()
    values_of: Literal["metrics"] | None = None
    min: int | None = None
    max: int | None = None
    range: Literal["past", "due"] = "past"
    not_before: str | None = None
    after: str | None = None
    reason: str | None = None

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the column in landing files."""
        return SQL_TYPE[self.type]

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, given: dict[str, Any]) -> dict[str, Any]:
        if "values_of" not in given:
            return given
        folder = FOLDER.parent / str(given["values_of"])
        return {**given, "values": tuple(sorted(path.stem for path in folder.glob("*.toml")))}


class Refusal(_Frozen):
    """What no column decides alone: a record for which `when` holds (SQL over the feed's columns) is refused."""

    when: str
    column: str
    reason: str


class Feed(_Frozen):
    """One feed: `register` feeds describe the city, `fact` feeds what happened in it.

    `span` names a first and a last day (open where empty) that must not overlap within one key. `answers` are the
    columns that a form leaves to whoever fills it in: a row without any of them was not filled in and is no record."""

    name: str
    label: Label
    kind: Literal["register", "fact"]
    key: tuple[str, ...]
    span: tuple[str, str] | None = None
    columns: dict[str, Column]
    refuse: tuple[Refusal, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def follows_cases(self) -> bool:
        """True when its records belong to one case each."""
        return self.key[0] == "case_id"

    @property
    def table(self) -> str:
        """The snapshot's table that holds its latest records."""
        return f"fct_{self.name}" if self.kind == "fact" else f"dim_{self.name}"


def feed(name: str) -> Feed:
    """The feed of that name."""
    if name not in feeds():
        raise Unknown("feed", name, feeds())
    return feeds()[name]


@cache
def feeds() -> dict[str, Feed]:
    """Every feed by name."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _read(path: Path) -> Feed:
    try:
        return Feed(name=path.stem, **tomllib.loads(path.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError, TypeError) as error:
        raise BadDefinition(f"{path.name}: {error}") from error

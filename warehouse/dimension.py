"""Dimensions: what an answer can be divided and filtered by."""

from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from warehouse.definition import HOME, Frozen, build, table
from warehouse.errors import Unknown
from warehouse.feed import Label
from warehouse.period import grain


class Dimension(Frozen):
    """A state column, or a grain of the cohort's time; a register names its units (at another's `level`)."""

    name: str
    label: Label
    column: str = ""
    registered_in: Literal["area", "department", "item"] | None = Field(alias="register", default=None)
    level: str | None = None
    grain: Literal["month", "week", "day"] | None = None

    @property
    def unit_level(self) -> str:
        """The level of the register whose units it names: of several dimensions of one level, the same."""
        return self.level or self.name

    def code(self, value: date | str | None) -> str:
        """The code of a value that the column, or the grain, has."""
        if self.grain and isinstance(value, date):
            return grain(self.grain, value).code or ""
        return "unspecified" if value is None else str(value)

    @model_validator(mode="after")
    def _one_of_both(self) -> "Dimension":
        if bool(self.column) == bool(self.grain):
            raise ValueError("a dimension has either a column or a grain")
        return self


@cache
def dimensions() -> dict[str, Dimension]:
    """Every dimension by name, in the order of the file."""
    found = table(HOME / "dimensions.toml")
    return {
        name: build(Dimension, f"dimensions.toml [{name}]", {"name": name, **values}) for name, values in found.items()
    }


def dimension(name: str) -> Dimension:
    """The dimension of that name."""
    if name not in dimensions():
        raise Unknown("dimension", name, dimensions())
    return dimensions()[name]

"""The rules behind the figures: how a case is shared among its departments."""

from datetime import date
from fractions import Fraction
from functools import cache

from pydantic import model_validator

from warehouse.definition import HOME, Frozen, read
from warehouse.statistics import exact

FOLDER = HOME / "rules"


class Basis(Frozen):
    """Which version holds since when, and on what document it rests."""

    version: str
    effective_from: date
    basis_document: str


class Credit(Frozen):
    """Shares of the main department and of those who assist, as exact numbers."""

    main: str
    assist_pool: str

    def share(self, role: str, n_assist: int) -> Fraction:
        """The part of one case that a department in that role has."""
        if role == "assist":
            return exact(self.assist_pool) / n_assist
        return exact(self.main) if n_assist else Fraction(1)

    @model_validator(mode="after")
    def _sums_to_one(self) -> "Credit":
        if exact(self.main) + exact(self.assist_pool) != 1:
            raise ValueError("main and assist_pool must sum to 1")
        return self


class Rules(Frozen):
    """The rules file."""

    rules: Basis
    credit: Credit


@cache
def rules() -> Rules:
    """The rules in force."""
    return read(Rules, FOLDER / "rules.toml")

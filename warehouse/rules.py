"""The rules behind the figures: sharing a case, being satisfied, signing in time, whose find a case is."""

from datetime import date
from fractions import Fraction
from functools import cache

from pydantic import Field, model_validator

from warehouse.definition import HOME, Frozen, read
from warehouse.feed import feed
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
        """The part of one row that a unit in that role has: of a case by its rules, of a joint whistle an equal one."""
        if role == "equal":
            return Fraction(1, n_assist)
        if role == "assist":
            return exact(self.assist_pool) / n_assist
        return exact(self.main) if n_assist else Fraction(1)

    @model_validator(mode="after")
    def _sums_to_one(self) -> "Credit":
        if exact(self.main) + exact(self.assist_pool) != 1:
            raise ValueError("main and assist_pool must sum to 1")
        return self


class Satisfaction(Frozen):
    """Which levels of a follow-up count as satisfied."""

    satisfied: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _are_levels(self) -> "Satisfaction":
        known = feed("followup").columns["level"].values
        unknown = set(self.satisfied) - set(known)
        if unknown:
            raise ValueError(f"satisfied: {', '.join(sorted(unknown))} is no level; there are {', '.join(known)}")
        return self


class Signing(Frozen):
    """How long a department has to sign for a dispatch."""

    limit_minutes: int = Field(gt=0)


class Whistle(Frozen):
    """How many minutes after a whistle of each kind a department is to be there."""

    enforcement: int = Field(gt=0)
    emergency: int = Field(gt=0)
    key_work: int = Field(gt=0)


class Night(Frozen):
    """The hours of the night: from `since`, through midnight where it is the later one, to before `until`."""

    since: int = Field(ge=0, le=23)
    until: int = Field(ge=0, le=23)

    @property
    def hours(self) -> tuple[int, ...]:
        """Each hour of it."""
        return tuple((self.since + step) % 24 for step in range((self.until - self.since) % 24))


class FoundBy(Frozen):
    """The channels by which grids and the public find cases."""

    grid: tuple[str, ...]
    public: tuple[str, ...]

    @model_validator(mode="after")
    def _on_one_side(self) -> "FoundBy":
        both = set(self.grid) & set(self.public)
        if both:
            raise ValueError(f"{', '.join(sorted(both))} cannot be on both sides")
        return self


class Pace(Frozen):
    """From how many weeks a forecast takes its pace, and how many in a row make its interval."""

    weeks: int = Field(gt=0)
    stretch: int = Field(gt=0)

    @model_validator(mode="after")
    def _stretch_fits(self) -> "Pace":
        if self.stretch > self.weeks:
            raise ValueError(f"stretch: {self.stretch} weeks in a row do not fit into {self.weeks}")
        return self


class OfEnclaves(Frozen):
    """Which remedies fit which kind of enclave, and how a forecast is made."""

    forecast: Pace
    remedies: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _are_kinds(self) -> "OfEnclaves":
        known = feed("enclave").columns["kind"].values
        unknown = set(self.remedies) - set(known)
        if unknown:
            raise ValueError(f"remedies: {', '.join(sorted(unknown))} is no kind; there are {', '.join(known)}")
        return self


class Rules(Frozen):
    """The rules file."""

    rules: Basis
    credit: Credit
    satisfaction: Satisfaction
    sign: Signing
    whistle: Whistle
    night: Night
    found_by: FoundBy


@cache
def rules() -> Rules:
    """The rules in force."""
    return read(Rules, FOLDER / "rules.toml")


def remedies() -> dict[str, tuple[str, ...]]:
    """The remedies that fit each kind of enclave."""
    return _of_enclaves().remedies


def pace() -> Pace:
    """How a forecast of enclaves is made."""
    return _of_enclaves().forecast


@cache
def _of_enclaves() -> OfEnclaves:
    return read(OfEnclaves, FOLDER / "enclave.toml")

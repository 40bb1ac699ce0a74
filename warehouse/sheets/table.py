"""A table as it leaves the house: what stands above it, its columns, its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["text", "whole", "number", "small", "percent", "day", "stamp"]
Cell = str | int | float | date | datetime | bool | None


@dataclass(frozen=True)
class Column:
    """One column; `kind` decides how a number or a date is shown, text stays text in every kind."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """One table; `rows` are read once, so that a long list never stands in memory."""

    name: str
    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    mark: str | None = None

"""A layout: how the columns of one source's files become the columns of feeds."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from etl.errors import BadLayout
from warehouse import Feed, feeds
from warehouse.feed import Label

FOLDER = Path(__file__).parent / "layouts"
ALWAYS = ("recorded_at", "deleted")
Kind = Literal["area", "department", "item"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(_Frozen):
    """Where one value comes from: a column, a constant, parts joined, the first that is filled, or a look-up.

    With `when` it is taken only from records in which each of those columns has one of those texts."""

    names: tuple[str, ...] = Field((), alias="from")
    constant: str | None = None
    join: tuple["Source", ...] = ()
    separator: str = Field("", alias="with")
    first: tuple["Source", ...] = ()
    lookup: Kind | None = None
    levels: tuple["Source", ...] = ()
    values: dict[str, str] = {}
    replace: tuple[tuple[str, str], ...] = ()
    when: dict[str, tuple[str, ...]] = {}
    date_only: Literal["start", "end"] = "start"
    optional: bool = False

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"from": (given,)}
        if isinstance(given, list | tuple):
            return {"from": tuple(given)}
        if not isinstance(given, dict):
            raise ValueError("a column name, a list of names, or a table")
        return _as_table(given)

    @field_validator("when", mode="before")
    @classmethod
    def _any_of(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            raise ValueError("a table of column names, each with the texts it may have")
        return {column: (texts,) if isinstance(texts, str) else texts for column, texts in given.items()}

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        given = [self.names, self.constant is not None, self.join, self.first, self.levels]
        if sum(bool(origin) for origin in given) != 1:
            raise ValueError("exactly one of from, constant, join, first")
        if self.lookup and self.when:
            raise ValueError("lookup and when do not go together")
        return self

    @property
    def parts(self) -> tuple["Source", ...]:
        """The sources this one is made of."""
        return (*self.join, *self.first, *self.levels)

    @property
    def plain(self) -> bool:
        """True when the text is a column as it stands, its value map apart."""
        return bool(self.names) and not self.replace and not self.when

    def columns(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Each column it reads, as its possible names and whether the file may lack it."""
        if self.names:
            yield self.names, self.optional
        for column in self.when:
            yield (column,), self.optional
        for part in self.parts:
            yield from ((names, optional or self.optional) for names, optional in part.columns())


def _as_table(given: dict[str, Any]) -> dict[str, Any]:
    table = dict(given)
    if isinstance(table.get("constant"), bool | int | float):
        table["constant"] = str(table["constant"]).lower()
    if "from" in table:
        source = table.pop("from")
        listed = tuple(source) if isinstance(source, list | tuple) else (source,)
        table["levels" if "lookup" in table else "from"] = listed
    return table


class Check(_Frozen):
    """A column that no feed keeps but that must be right."""

    names: tuple[str, ...] = Field((), alias="from")
    type: Literal["code", "name", "text", "timestamp", "date", "integer", "number", "boolean"]
    required: bool = False
    min: float | None = None
    max: float | None = None

    @field_validator("names", mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        return (given,) if isinstance(given, str) else given


class Block(_Frozen):
    """What one feed takes from a record; `derive` keeps distinct rows and counts its faults apart."""

    feed: str
    columns: dict[str, Source]
    checks: dict[str, Check] = {}
    derive: bool = False

    def needs(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Each column the block reads: its possible names, and whether the file may lack it."""
        for source in self.columns.values():
            yield from source.columns()
        for name, check in self.checks.items():
            yield check.names or (name,), False


class Known(_Frozen):
    """A name the layout itself resolves, from the top down."""

    path: tuple[str, ...]
    code: str


class Layout(_Frozen):
    """One source layout; a `closed` one allows no other columns."""

    name: str
    title: Label
    format: Literal["csv", "xlsx", "json"] = "csv"
    header: tuple[str, ...] = ()
    require: tuple[tuple[str, ...], ...] = ()
    timestamps: tuple[str, ...] = ()
    timezone: str | None = None
    records: str | None = None
    main: str | None = None
    closed: bool = False
    blocks: tuple[Block, ...]
    names: dict[Kind, tuple[Known, ...]] = {}

    @field_validator("require", mode="before")
    @classmethod
    def _alternatives(cls, given: Any) -> Any:
        return tuple((names,) if isinstance(names, str) else tuple(names) for names in given)

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.timezone is not None and self.timezone not in available_timezones():
            raise ValueError(f"no time zone {self.timezone!r}")
        if self.main not in {None, *(block.feed for block in self.blocks)}:
            raise ValueError(f"main block {self.main!r} is not among the feeds")
        for block in self.blocks:
            _fits(block)
        return self

    @property
    def main_block(self) -> Block:
        """The block that decides where a record goes."""
        wanted = [block for block in self.blocks if self.main is None or block.feed == self.main]
        return wanted[0]

    @property
    def sides(self) -> tuple[Block, ...]:
        """The other blocks."""
        return tuple(block for block in self.blocks if block is not self.main_block)

    def needed(self) -> tuple[tuple[str, ...], ...]:
        """The columns a file must have, each as its possible names."""
        found = [names for block in self.blocks for names, optional in block.needs() if not optional]
        return tuple(dict.fromkeys((*found, *self.require)))

    def known(self) -> tuple[str, ...]:
        """Every column name the layout mentions."""
        read = [name for block in self.blocks for names, _ in block.needs() for name in names]
        return tuple(dict.fromkeys((*self.header, *read, *(name for names in self.require for name in names))))


def _fits(block: Block) -> None:
    columns = _feed(block.feed).columns
    for name in block.columns:
        if name not in columns and name not in ALWAYS:
            near = get_close_matches(name, columns, n=1)
            raise ValueError(f"feed {block.feed!r} has no column {name!r}" + (f"; {near[0]!r}?" if near else ""))
    lacking = [name for name, column in columns.items() if column.required and name not in block.columns]
    if lacking:
        raise ValueError(f"feed {block.feed!r} requires {', '.join(lacking)}")


def _feed(name: str) -> Feed:
    if name not in feeds():
        raise ValueError(f"no feed {name!r}; there are {', '.join(feeds())}")
    return feeds()[name]


def layouts(folders: Iterable[Path] = ()) -> dict[str, Layout]:
    """Every layout by name: those shipped, those of the folders, and the implicit one of every feed."""
    found = {implicit.name: implicit for implicit in map(_implicit, feeds().values())}
    for folder in (FOLDER, *folders):
        if not folder.is_dir():
            raise BadLayout(f"{folder}: no such folder of layouts")
        for path in sorted(folder.glob("*.toml")):
            if path.stem in found:
                raise BadLayout(f"{path}: there is another layout of the name {path.stem!r}")
            found[path.stem] = read(path)
    return found


def read(path: Path) -> Layout:
    """The layout of one file."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
        blocks = list(_blocks(document.pop("feeds", {})))
        about = document.pop("layout", {})
        return Layout(name=path.stem, blocks=tuple(blocks), **about, **document)
    except (ValidationError, tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as error:
        raise BadLayout(f"{path.name}: {error}") from error


def _blocks(feeds_given: dict[str, Any]) -> Iterator[Block]:
    for feed, given in feeds_given.items():
        for block in given if isinstance(given, list) else [given]:
            yield Block(feed=feed, **block)


def _implicit(feed: Feed) -> Layout:
    names: Sequence[str] = (*feed.columns, *ALWAYS)
    required = {name for name, column in feed.columns.items() if column.required}
    columns = {name: Source.model_validate({"from": name, "optional": name not in required}) for name in names}
    return Layout(name=feed.name, title=feed.label, closed=True, blocks=(Block(feed=feed.name, columns=columns),))

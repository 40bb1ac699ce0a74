"""A scheme: one TOML file is one version; what it may say, as frozen values with exact numbers."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, Literal

from pydantic import Field

from warehouse.definition import Frozen
from warehouse.metric import Metric, metric
from warehouse.scoring.mapping import FULL, ZERO, mapping
from warehouse.scoring.mapping import Mapping as Points
from warehouse.scoring.number import Exact
from warehouse.text import LANGUAGES

Subject = Literal["department", "team", "street", "district"]
Status = Literal["draft", "approved", "retired"]
RATED = ("department", "team")


class Head(Frozen):
    """Which scheme this is, whom it evaluates, when it holds and on what document it rests."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    version: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    title_zh: str = ""
    title_en: str = ""
    subject: Subject
    groups: tuple[str, ...] = ()
    effective_from: date
    effective_to: date | None = None
    timezone: str | None = None
    basis_document: str = ""
    approved_by: str = ""
    rules: str | None = None
    status: Status = "draft"

    @property
    def dimension(self) -> str:
        """By what the subjects are registered."""
        return "department" if self.subject in RATED else self.subject

    @property
    def last(self) -> date:
        """The last day on which it holds."""
        return self.effective_to or date.max

    def title(self, lang: str) -> str:
        """Its title in that language, else in the other, else its id."""
        named = {"zh": self.title_zh, "en": self.title_en}
        return named[lang] or next((named[each] for each in LANGUAGES if named[each]), self.id)


class Publish(Frozen):
    """How scores are rounded and ranked."""

    score_decimals: int = Field(default=2, ge=0, le=6)
    percent_decimals: int = Field(default=2, ge=0, le=6)
    rounding: Literal["half_up"] = "half_up"
    rank_on: Literal["published", "exact"] = "published"
    rank_method: Literal["competition"] = "competition"
    rank_within: Literal["group", "district"] = "group"
    tie_break: tuple[str, ...] = ()
    min_rank_cases: int = Field(default=0, ge=0)
    lock_days: int = Field(default=0, ge=0)


class Made(Frozen):
    """How a period of several months is made: asked anew over all its cases, or the mean of its months' points."""

    made_of: Literal["cases", "mean_of_months"] = "cases"


class Item(Frozen):
    """One question of the form, and the metric whose record stands beside it."""

    code: str
    zh: str = ""
    en: str = ""
    weight: Exact
    evidence: str | None = None


class Rating(Frozen):
    """How streets' ratings become one number."""

    scale_min: int = 1
    scale_max: int = 5
    process_share: Exact = Fraction(3, 5)
    periodic_share: Exact = Fraction(2, 5)
    street_weighting: Literal["equal", "interactions"] = "equal"
    min_answered_weight: Exact = Fraction(1, 2)
    min_street_coverage: Exact = Fraction(2, 3)
    min_streets: int = Field(default=3, ge=1)
    trim: Literal["none", "drop_high_low"] = "none"
    trim_min_streets: int = Field(default=5, ge=3)
    rating_close_days: int = Field(default=7, ge=0)
    items: tuple[Item, ...] = Field(min_length=1)

    @cached_property
    def shares(self) -> Mapping[str, int]:
        """Each item's weight as a whole number of the same small part: forms are added up by the ten thousand."""
        small = lcm(*(each.weight.denominator for each in self.items))
        return {each.code: int(each.weight * small) for each in self.items}

    @cached_property
    def known(self) -> dict[tuple[tuple[str, int], ...], Fraction | None]:
        """The points of every form seen so far: of thousands most say what others say too."""
        return {}

    @cached_property
    def least_share(self) -> Fraction:
        """The answered weight that makes a form valid, in the same parts."""
        return self.min_answered_weight * sum(self.shares.values())


class Node(Frozen):
    """One node of the tree: a group, or one of the three kinds of leaves."""

    code: str
    parent: str | None = None
    zh: str = ""
    en: str = ""
    kind: Literal["group", "metric", "bottom_up", "external"]
    weight: Exact = Fraction(1)
    max_missing: Exact = ZERO
    on_empty: Literal["redistribute", "block"] = "redistribute"
    metric: str | None = None
    where: dict[str, str] = {}
    map: dict[str, Any] | None = None
    min_den: Exact = ZERO
    range: tuple[Exact, Exact] = (ZERO, FULL)

    @cached_property
    def measured(self) -> Metric:
        """The metric of a metric node."""
        return metric(self.metric or "")

    @cached_property
    def mapping(self) -> Points:
        """How its figure becomes points."""
        return mapping(self.map or {}, self.measured.kind == "ratio")

    def title(self, lang: str) -> str:
        """Its name in that language, else in the other, else its code."""
        return {"zh": self.zh or self.en, "en": self.en or self.zh}[lang] or self.code


class Adjustment(Frozen):
    """Points taken off or added after the tree, for each incident of a kind."""

    code: str
    zh: str = ""
    en: str = ""
    fn: Literal["deduct", "bonus"]
    per_incident: Exact
    max_total: Exact
    incident: str


class Veto(Frozen):
    """One incident of a kind replaces the grade; `incident` left out: the kind is the veto's own code."""

    code: str
    zh: str = ""
    en: str = ""
    effect: Literal["grade"] = "grade"
    grade: str
    rank: Literal["last", "kept"] = "last"
    incident: str | None = None

    @property
    def kind(self) -> str:
        """The kind of incident that it waits for."""
        return self.incident or self.code


class Grade(Frozen):
    """A grade from `min` up to the next higher one; `max`, where given, must be where that one begins."""

    name: str
    en: str = ""
    min: Exact
    max: Exact | None = None


class Scheme(Frozen):
    """One version of a scheme, whole and checked."""

    scheme: Head
    publish: Publish = Publish()
    period: Made = Made()
    rating: Rating | None = None
    nodes: tuple[Node, ...] = Field(alias="node")
    adjustments: tuple[Adjustment, ...] = Field(alias="adjustment", default=())
    vetoes: tuple[Veto, ...] = Field(alias="veto", default=())
    grades: tuple[Grade, ...] = Field(alias="grade", default=())
    sha256: str = ""

    @cached_property
    def root(self) -> Node:
        """The node without parent."""
        return next(each for each in self.nodes if each.parent is None)

    @cached_property
    def children(self) -> Mapping[str, tuple[Node, ...]]:
        """The children of each group, in the order of the file."""
        return {
            group.code: tuple(each for each in self.nodes if each.parent == group.code)
            for group in self.nodes
            if group.kind == "group"
        }

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The nodes that are not groups."""
        return tuple(each for each in self.nodes if each.kind != "group")

    @cached_property
    def path_weights(self) -> Mapping[str, Fraction]:
        """Each node's weight in the whole: the product of the weights from the root down."""
        found = {self.root.code: Fraction(1)}
        for each in self.walk():
            if each.parent is not None:
                found[each.code] = found[each.parent] * each.weight
        return found

    def walk(self) -> Iterator[Node]:
        """Every node, parents before their children."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop(0)
            yield node
            waiting = [*self.children.get(node.code, ()), *waiting]

"""What a scheme makes of a period: every subject's score, and what it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from warehouse.dimension import Dimension
from warehouse.period import Window
from warehouse.register import Registers
from warehouse.scoring.anomalies import Hints
from warehouse.scoring.aside import Aside
from warehouse.scoring.beside import compared_documents, statistics_document
from warehouse.scoring.bottom_up import Rated
from warehouse.scoring.counts import Measured
from warehouse.scoring.document import node_documents, score_document
from warehouse.scoring.grading import Adjusted
from warehouse.scoring.places import Rank
from warehouse.scoring.scheme import Scheme, Veto
from warehouse.scoring.subjects import Subject, Subjects, group_of
from warehouse.scoring.tree import Branch, State
from warehouse.statistics import Quantity

Reason = Literal["blocked", "empty", "few_cases"]


@dataclass(frozen=True)
class Scored:
    """One subject: its tree, what was added and taken, its published score, its place."""

    subject: Subject
    tree: Mapping[str, Branch]
    shown: Mapping[str, Fraction]
    measured: Mapping[str, Measured]
    rated: Rated | None
    n: Quantity
    adjustments: tuple[Adjusted, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    exact: Fraction | None = None
    score: Fraction | None = None
    provisional: Fraction | None = None
    grade: str | None = None
    grade_before_veto: str | None = None
    rank: Rank | None = None
    reason: Reason | None = None

    @property
    def state(self) -> State:
        """The state of the whole."""
        return next(each.state for each in self.tree.values() if each.node.parent is None)


@dataclass(frozen=True)
class Score:
    """A scheme applied to a period: every subject's score, and what it was made from.

    It holds its release's record and registers and not the snapshot, so that keeping it keeps no file open."""

    record: Mapping[str, Any]
    known: Registers
    scheme: Scheme
    window: Window
    whom: Subjects
    scored: Mapping[str, Scored]
    incidents: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    hints: Hints | None = None
    aside: tuple[Aside, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def dimension(self) -> Dimension:
        """By what the subjects are registered."""
        return self.whom.dimension

    @property
    def day(self) -> date:
        """The day of which it tells."""
        return self.window.as_of

    def groups(self) -> dict[tuple[str, str | None], list[Scored]]:
        """The subjects among whom each is ranked."""
        found: dict[tuple[str, str | None], list[Scored]] = {}
        for each in self.scored.values():
            found.setdefault(group_of(self.scheme, each.subject), []).append(each)
        return found

    @cached_property
    def nodes(self) -> Mapping[str, list[dict[str, Any]]]:
        """Each subject's tree as the document holds it, the same in every language."""
        return {code: node_documents(self.scheme, each) for code, each in self.scored.items()}

    @cached_property
    def compared(self) -> list[dict[str, Any]]:
        """The statistics of each group of subjects, the same in every language."""
        return compared_documents(self.scheme, self.groups())

    def document(self, lang: str = "zh") -> dict[str, Any]:
        """The score as the contract has it, with the statistics that stand beside it."""
        return {**self.plain_document(lang), "statistics": self.statistics(lang)}

    def plain_document(self, lang: str = "zh") -> dict[str, Any]:
        """The same without the statistics, which take as long again."""
        return score_document(self, lang)

    def statistics(self, lang: str = "zh") -> dict[str, Any]:
        """What stands beside the score and never counts."""
        return statistics_document(self, lang)

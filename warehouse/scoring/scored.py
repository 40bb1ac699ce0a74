"""What a scheme makes of a period: every subject's score, and what it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from warehouse.dimension import Dimension
from warehouse.period import Window
from warehouse.scoring.bottom_up import Rated
from warehouse.scoring.counts import Counted, Measured
from warehouse.scoring.document import score_document
from warehouse.scoring.evidence import Evidence
from warehouse.scoring.grading import Adjusted
from warehouse.scoring.places import Rank
from warehouse.scoring.scheme import Scheme, Veto
from warehouse.scoring.subjects import Subject, Subjects, group_of
from warehouse.scoring.tree import Branch, State
from warehouse.snapshot import Snapshot
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
    """A scheme applied to a period: every subject's score, and what it was made from."""

    snapshot: Snapshot
    scheme: Scheme
    window: Window
    whom: Subjects
    scored: Mapping[str, Scored]
    counted: Counted
    evidence: Evidence
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

    def document(self, lang: str = "zh") -> dict[str, Any]:
        """The score as the contract has it, with the statistics that stand beside it."""
        return score_document(self, lang)

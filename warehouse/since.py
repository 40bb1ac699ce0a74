"""What changed between two generations: what came in, what was corrected, how figures moved, what needs attention."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.answer import CONTRACT, Total, release_document
from warehouse.ask import ask_windows
from warehouse.attention import Finding, attention
from warehouse.metric import Metric, metric, metrics
from warehouse.period import Window
from warehouse.snapshot import Snapshot, kept


@dataclass(frozen=True)
class Move:
    """One figure of everything to date: as the earlier release told it, that day told anew, and as of the new day."""

    metric: Metric
    before: Total
    restated: Total
    now: Total

    @property
    def corrected(self) -> bool:
        """Whether the earlier day is counted otherwise now."""
        return self.before.bins != self.restated.bins

    def document(self, lang: str) -> dict[str, Any]:
        """The move as JSON holds it."""
        told = {"before": self.before, "restated": self.restated, "now": self.now}
        figures = {name: total.document(lang) for name, total in told.items()}
        return {
            "metric": self.metric.name,
            "label": self.metric.label.model_dump(),
            "shown_as": self.metric.shown_as,
            "better": self.metric.better,
            "corrected": self.corrected,
            **figures,
        }


@dataclass(frozen=True)
class Since:
    """The change from one generation to a later one; `fresh` findings are new, `gone` ones no longer hold."""

    before: Mapping[str, Any]
    now: Mapping[str, Any]
    moves: tuple[Move, ...]
    fresh: tuple[Finding, ...]
    gone: tuple[Finding, ...]

    def document(self, lang: str) -> dict[str, Any]:
        """The change as JSON holds it."""
        rows = {release["generation"]: release["feeds"] for release in (self.before, self.now)}
        earlier, later = rows[self.before["generation"]], rows[self.now["generation"]]
        return {
            "contract": CONTRACT,
            "snapshot": release_document(self.now),
            "before": release_document(self.before),
            "feeds": {name: {"before": earlier.get(name, 0), "now": later[name]} for name in sorted(later)},
            "moves": [move.document(lang) for move in self.moves],
            "attention": {
                "new": [finding.document(lang) for finding in self.fresh],
                "gone": [finding.document(lang) for finding in self.gone],
            },
        }


def earlier_generation(warehouse: Path, generation: int) -> int | None:
    """The latest kept generation before that one."""
    return max((number for number in kept(warehouse) if number < generation), default=None)


def since(before: Snapshot, now: Snapshot) -> Since:
    """What changed from one snapshot to the other, each as of its own last day."""
    names = [name for name, each in metrics().items() if each.kind != "percentile"]
    days = {day: Window(None, day) for day in (before.data_day, now.data_day)}
    then = ask_windows(before, names, {}, (), [days[before.data_day]])
    today = ask_windows(now, names, {}, (), [days[before.data_day], days[now.data_day]])
    moves = [Move(metric(name), then[name][0].total, today[name][0].total, today[name][-1].total) for name in names]
    earlier, later = attention(before, before.data_day), attention(now, now.data_day)
    return Since(before.record, now.record, tuple(moves), _without(later, earlier), _without(earlier, later))


def _without(found: tuple[Finding, ...], known: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings whose rule and unit are not among the known ones."""
    held = {(each.rule.name, each.unit) for each in known}
    return tuple(each for each in found if (each.rule.name, each.unit) not in held)

"""The steps of a run: shown while they run, told afterwards with their seconds."""

import os
import sys
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)


@dataclass
class Steps:
    """Call it with a step's name when the step begins; `told` lists the steps that ended."""

    told: list[dict[str, Any]] = field(default_factory=list)
    _began: tuple[str, float, float] | None = None
    _progress: Progress = field(
        default_factory=lambda: Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(file=sys.stderr),
            transient=False,
            disable=not sys.stderr.isatty(),
        )
    )
    _task: TaskID | None = None

    def __enter__(self) -> "Steps":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._progress.stop()

    def __call__(self, name: str) -> None:
        """End the step before and begin this one."""
        self._end()
        self._began = (name, monotonic(), _cpu())
        if self._task is not None:
            self._progress.advance(self._task)
            self._progress.update(self._task, description=name)

    def expect(self, title: str, total: int) -> None:
        """Show a bar for the next `total` steps."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(title, total=total)

    def _end(self) -> None:
        if self._began is None:
            return
        name, wall, cpu = self._began
        self.told.append({"name": name, "seconds": round(monotonic() - wall, 3), "cpu_seconds": round(_cpu() - cpu, 3)})
        self._began = None


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system

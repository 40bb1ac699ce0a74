"""What a benchmark says: one line a promise, measured against its target."""

import os
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Line:
    """One measurement; a target of None is told without being judged."""

    what: str
    measured: float
    unit: str = "x"
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def target(self) -> str:
        """The target in words."""
        if self.at_most is not None:
            return f"<= {self.at_most:g}{self.unit}"
        return f">= {self.at_least:g}{self.unit}" if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """ok, not, or nothing where there is no target."""
        if not self.target:
            return ""
        low = self.at_most is None or self.measured <= self.at_most
        return "ok" if low and (self.at_least is None or self.measured >= self.at_least) else "not"

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as the table shows it."""
        return (self.what, f"{self.measured:,.2f}{self.unit}", self.target, self.verdict, self.note)


HEAD = ("what", "measured", "target", "", "how")


def show(title: str, lines: list[Line], steps: list[Line]) -> None:
    """Print the table of promises, and that of the steps of the refresh."""
    console = Console(width=180)
    console.print(_grid(title, lines), _grid("steps of the refresh", steps), f"load average {load()}")


def write(path: Path, title: str, lines: list[Line], steps: list[Line]) -> None:
    """The same as Markdown."""
    parts = [f"# {title}", "", *_marked(lines), "", "## Steps of the refresh", "", *_marked(steps)]
    path.write_text("\n".join([*parts, "", f"Load average at the end: {load()}.", ""]), "utf-8")


def load() -> str:
    """The machine's load average: who else was at work."""
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def _grid(title: str, lines: list[Line]) -> Table:
    grid = Table(*HEAD, title=title)
    for line in lines:
        colour = {"ok": "green", "not": "red"}.get(line.verdict, "")
        grid.add_row(*line.cells, style=colour)
    return grid


def _marked(lines: list[Line]) -> list[str]:
    rows = [HEAD, ("---",) * len(HEAD), *(line.cells for line in lines)]
    return ["| " + " | ".join(row) + " |" for row in rows]

"""A small city in files of the feeds' own columns, and the refresh that loads it."""

import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.refresh import Run

ROOT = Path(__file__).parent.parent.parent
TINY = ROOT / "tests" / "tiny" / "inbox"
UNTIL: str = json.loads((TINY / "manifest.json").read_text("utf-8"))["data_until"]
Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Done:
    """How a command line ended, and the one document it printed."""

    code: int
    document: dict[str, Any]
    errors: str

    @property
    def hashes(self) -> dict[str, str]:
        """The order-free hashes of the released tables."""
        return dict(self.document["table_hashes"])


def tiny() -> Tables:
    """Every table of the city counted by hand."""
    found = {}
    for path in sorted(TINY.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def write(path: Path, rows: Iterable[Row], shuffle: int | None = None) -> Path:
    """One CSV file; `shuffle` seeds another order of its records."""
    listed = list(rows)
    if shuffle is not None:
        random.Random(shuffle).shuffle(listed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(column for row in listed for column in row)))
        writer.writeheader()
        writer.writerows(listed)
    return path


def fill(inbox: Path, tables: Tables, data_until: str | None = UNTIL) -> Path:
    """An inbox with one file a table; without `data_until` it has no manifest."""
    inbox.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        write(inbox / f"{name}.csv", rows)
    if data_until:
        (inbox / "manifest.json").write_text(json.dumps({"data_until": data_until}), "utf-8")
    return inbox


def loaded(inbox: Path, warehouse: Path, **options: Any) -> dict[str, Any]:
    """Refresh in this process; the document of a run that must not fail."""
    document = Run(inbox, warehouse, **options).document()
    assert document["outcome"] in ("released", "nothing_new"), document.get("error")
    return document


def etl(command: str, *arguments: object, module: str = "etl", **env: str) -> Done:
    """A command line of the loading in a process of its own."""
    line = [sys.executable, "-m", module, command, *map(str, arguments), "--json"]
    done = subprocess.run(line, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True)
    return Done(done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr)


def refresh(inbox: Path, warehouse: Path, *options: object, **env: str) -> Done:
    """`etl refresh` in a process of its own."""
    return etl("refresh", "--inbox", inbox, "--warehouse", warehouse, *options, **env)


def balanced(document: dict[str, Any]) -> bool:
    """Whether every file's records lie in exactly one bin each."""
    every = [file["records"] for file in document["files"] if not file["refused"]]
    return all(each["read"] == each["loaded"] + each["quarantined"] + each["structural"] for each in every)

"""The product as scripts see it: two command lines that print one JSON document each."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
Document = dict[str, Any]


def refresh(inbox: Path, warehouse: Path, *options: str, timezone: str = "Asia/Shanghai") -> Document:
    """Load the inbox; whatever is not released fails."""
    return run("etl", "refresh", "--inbox", str(inbox), "--warehouse", str(warehouse), *options, timezone=timezone)


def ask(warehouse: Path, metric: str, *options: str) -> Document:
    """The answer to a question; `options` as on the command line."""
    return run("warehouse", "ask", metric, *options, "--warehouse", str(warehouse))


def rank(warehouse: Path, metric: str, *options: str) -> Document:
    """How units stand; `options` as on the command line."""
    return run("warehouse", "rank", metric, *options, "--warehouse", str(warehouse))


def score(warehouse: Path, scheme: str | Path, *options: str) -> Document:
    """The score of a scheme's id or file; `options` as on the command line."""
    return run("warehouse", "score", str(scheme), *options, "--warehouse", str(warehouse))


def catalog(warehouse: Path) -> Document:
    """What can be asked."""
    return run("warehouse", "catalog", "--warehouse", str(warehouse))


def run(module: str, *arguments: str, timezone: str | None = None, fails: int = 0) -> Document:
    """One command line with --json, which must end with that status."""
    env = {**os.environ, **({"SHAOTAI_TIMEZONE": timezone} if timezone else {})}
    command = [sys.executable, "-m", module, *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == fails, f"{command}: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert "leaked" not in done.stderr, done.stderr
    return dict(json.loads(done.stdout))

"""Scheme files for golden cases, written key by key."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HEAD = {"id": "golden", "version": "2024.1", "subject": "department", "effective_from": "2024-01-01", "rules": "2024.1"}
DAYS = ("effective_from", "effective_to")
Table = Mapping[str, Any]


def write(path: Path, nodes: Sequence[Table], head: Table | None = None, **parts: Any) -> Path:
    """A scheme of these nodes; `parts` are tables or lists of tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = [_table("[scheme]", {**HEAD, **(head or {})}), *(_table("[[node]]", node) for node in nodes)]
    for key, part in parts.items():
        text += [_table(f"[[{key}]]", row) for row in part] if isinstance(part, list) else [_table(f"[{key}]", part)]
    path.write_text("\n".join(text), "utf-8")
    return path


def group(code: str, max_missing: str = "0", parent: str | None = None, weight: str | None = None) -> Table:
    """A group of the tree."""
    return _node(code, parent, weight, kind="group", max_missing=max_missing)


def external(code: str, weight: str, parent: str = "total") -> Table:
    """A leaf that takes its points from a file."""
    return _node(code, parent, weight, kind="external")


def metric(code: str, name: str, mapping: Table, weight: str = "1", parent: str = "total") -> Table:
    """A leaf that is measured."""
    return _node(code, parent, weight, kind="metric", metric=name, map=mapping)


def voice(weight: str, parent: str = "total") -> Table:
    """The leaf that streets decide."""
    return _node("bottom_up", parent, weight, kind="bottom_up")


def _node(code: str, parent: str | None, weight: str | None, **more: Any) -> Table:
    return {"code": code, **({"parent": parent} if parent else {}), **({"weight": weight} if weight else {}), **more}


def _table(title: str, values: Table) -> str:
    lines = [f"{key} = {value if key in DAYS else _value(value)}" for key, value in values.items() if value is not None]
    return "\n".join([title, *lines, ""])


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)

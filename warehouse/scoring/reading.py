"""Reading a scheme file: every part on its own, so that one fault does not hide the others."""

import hashlib
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from warehouse.scoring.faults import Fault, SchemeRefused
from warehouse.scoring.number import json_number
from warehouse.scoring.scheme import Adjustment, Grade, Head, Made, Node, Publish, Rating, Scheme, Veto
from warehouse.scoring.validation import faults_of

ONE: dict[str, type[BaseModel]] = {"scheme": Head, "publish": Publish, "period": Made, "rating": Rating}
MANY: dict[str, type[BaseModel]] = {"node": Node, "adjustment": Adjustment, "veto": Veto, "grade": Grade}
CODES = {"missing": "MISSING_KEY", "extra_forbidden": "UNKNOWN_KEY"}


def read_scheme(path: Path, rules_version: str) -> Scheme:
    """The scheme of a file; raises SchemeRefused with every fault."""
    scheme, faults = examine(path, rules_version)
    if scheme is None or faults:
        raise SchemeRefused(faults)
    return scheme


def examine(path: Path, rules_version: str) -> tuple[Scheme | None, list[Fault]]:
    """What a file says, as far as it can be read, and every fault in it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [_not_toml(path.name, error)]
    scheme, faults = _examined(content, path.name, rules_version)
    return scheme, list(faults)


def _not_toml(name: str, error: Exception) -> Fault:
    return Fault("NOT_TOML", None, str(error), "a TOML file in UTF-8", name, name.split(".")[0])


@lru_cache(maxsize=64)  # a page looks at every scheme several times, and each look would take milliseconds
def _examined(content: bytes, file: str, rules_version: str) -> tuple[Scheme | None, tuple[Fault, ...]]:
    try:
        table = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except ValueError as error:
        return None, (_not_toml(file, error),)
    parts, faults = _parts(table)
    faults += faults_of(parts, rules_version)
    name = _id(table) or file.split(".")[0]
    if faults:
        return None, tuple(Fault(each.code, each.node, each.found, each.wanted, file, name) for each in faults)
    held = {key: value for key, value in parts.items() if key in (*ONE, *MANY)}
    return Scheme(**held, sha256=hashlib.sha256(content).hexdigest()), ()


def _id(table: dict[str, Any]) -> str:
    """The id that a file gives, whatever else is wrong with it."""
    head = table.get("scheme")
    found = head.get("id") if isinstance(head, dict) else None
    return found if isinstance(found, str) else ""


def _parts(table: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Every part that could be read, and the faults of those that could not."""
    known = [*ONE, *MANY]
    faults = [Fault("UNKNOWN_KEY", None, key, ", ".join(known)) for key in table if key not in known]
    faults += [Fault("MISSING_KEY", None, None, f"[{key}]") for key in ("scheme", "node") if key not in table]
    parts: dict[str, Any] = {}
    for key, kind in ONE.items():
        if key in table:
            parts.update((key, value) for value in _built(kind, key, table[key], faults))
    for key, kind in MANY.items():
        rows = table.get(key, [])
        if not isinstance(rows, list):
            faults.append(Fault("BAD_VALUE", key, str(rows), f"[[{key}]]"))
            continue
        parts[key] = tuple(value for row in rows for value in _built(kind, key, row, faults))
    given = table.get("node")
    parts["nodes_whole"] = isinstance(given, list) and len(parts["node"]) == len(given)
    parts["rating_given"] = "rating" in table
    return parts, faults


def _built(kind: type[BaseModel], key: str, row: Any, faults: list[Fault]) -> Iterator[BaseModel]:
    if not isinstance(row, dict):
        faults.append(Fault("BAD_VALUE", key, str(row), f"[{key}]"))
        return
    try:
        yield kind(**row)
    except (ValidationError, TypeError) as error:
        told = error.errors() if isinstance(error, ValidationError) else [{"loc": (), "type": "", "msg": str(error)}]
        faults += [_fault(key, row, dict(each)) for each in told]


def _fault(key: str, row: dict[str, Any], error: dict[str, Any]) -> Fault:
    place = ".".join(str(part) for part in error["loc"])
    code = CODES.get(error["type"], "BAD_VALUE")
    found = place if code != "BAD_VALUE" else f"{place} = {json_number(error.get('input'))}"
    name = row.get("code") or row.get("name") or key
    return Fault(code, str(name), None if code == "MISSING_KEY" else found, f"{place}: {error['msg']}")

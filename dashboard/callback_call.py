"""A callback's call, compared with what was registered before Dash reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest

Registered = Mapping[str, Any]


def fault(callbacks: Mapping[str, Registered]) -> str | None:
    """What is wrong with the request's body, or None; another type than JSON is answered 415."""
    try:
        body = request.get_json()
    except (BadRequest, RecursionError):
        return "the body is not JSON that can be read"
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return "the body names no output"
    callback = callbacks.get(body["output"])
    if callback is None or "callback" not in callback:  # the browser answers the latter by itself
        return "no callback has this output"
    given = ((body.get("inputs"), callback["inputs"]), (body.get("state", []), callback["state"]))
    if not all(_answers(values, registered) for values, registered in given):
        return "the inputs are not those of this callback"
    aimed = callback.get("no_output") or _is_output(body.get("outputs"), body["output"])
    if not aimed or not _are_words(body.get("changedPropIds", [])):
        return "the call does not say what it is for"
    return None


def _answers(given: object, registered: Sequence[Registered]) -> bool:
    if not isinstance(given, list) or len(given) != len(registered):
        return False
    return all(_is_value(value, wanted) for value, wanted in zip(given, registered, strict=True))


def _is_value(value: object, wanted: Registered) -> bool:
    """One property of one component; of a family of components, a list of them."""
    if not str(wanted["id"]).startswith("{"):
        return isinstance(value, dict) and _names(value) == _names(wanted)
    return all(_is_member(each, wanted) for each in (value if isinstance(value, list) else [value]))


def _is_member(value: object, wanted: Registered) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("id"), dict):
        return False
    return value.get("property") == wanted["property"] and all(isinstance(key, str) for key in value["id"])


def _names(value: Mapping[str, Any]) -> tuple[Any, Any]:
    return value.get("id"), value.get("property")


def _are_words(names: object) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names)


def _is_output(outputs: object, output: str) -> bool:
    many = output.startswith("..")
    if many != isinstance(outputs, list):
        return False
    named = outputs if isinstance(outputs, list) else [outputs]
    if many and len(named) != len(output[2:-2].split("...")):
        return False
    return all(_is_target(each) for each in named)


def _is_target(target: object) -> bool:
    if isinstance(target, list):
        return all(_is_target(each) for each in target)
    return isinstance(target, dict) and "id" in target and isinstance(target.get("property"), str)

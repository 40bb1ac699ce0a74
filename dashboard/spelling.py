"""The keys of an address of the API: those of the command line, and no others."""

from flask import g, request

from dashboard.data import door
from warehouse import BadQuestion, Snapshot, Unknown
from warehouse.text import LANGUAGES

DIGITS = 9


def arguments() -> dict[str, list[str]]:
    """Every key of the address with all its values."""
    return request.args.to_dict(flat=False)


def taken(given: dict[str, list[str]], key: str) -> str | None:
    """The one value of a key that is no part of the question, taken out; None where it is not given."""
    values = [value for value in given.pop(key, []) if value]
    if len(values) > 1:
        raise BadQuestion(f"{key} is given {len(values)} times")
    return values[0] if values else None


def whole(given: dict[str, list[str]], key: str) -> int | None:
    """The number under a key, taken out."""
    word = taken(given, key)
    if word is not None and not (word.isascii() and word.isdigit() and len(word) <= DIGITS):
        raise BadQuestion(f"{key} is a whole number, not {word!r}")
    return None if word is None else int(word)


def language(given: dict[str, list[str]]) -> str:
    """The language asked for, Chinese where none is."""
    word = taken(given, "lang") or LANGUAGES[0]
    if word not in LANGUAGES:
        raise Unknown("language", word, LANGUAGES)
    return word


def snapshot(given: dict[str, list[str]]) -> Snapshot:
    """The generation asked for, or the newest; the answer names it in a header."""
    g.asked_generation = whole(given, "generation")
    found = door().snapshot(g.asked_generation)
    g.generation = found.generation
    return found


def nothing_left(given: dict[str, list[str]]) -> None:
    """Refuses the first key that nothing has taken."""
    for key in given:
        raise Unknown("argument", key, ("generation", "lang"))

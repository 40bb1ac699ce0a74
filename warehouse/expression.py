"""The small SQL that definition files may hold: comparisons of state columns with literals."""

import re
from functools import cache

from warehouse.errors import BadDefinition

TOKEN = re.compile(r"\s*('(?:[^']|'')*'|\d+|[a-z_][a-z0-9_]*|<>|<=|>=|[=<>(),])")
WORDS = {"and", "or", "not", "is", "null", "like", "in", "true", "false", "between"}


@cache
def columns(fragment: str) -> frozenset[str]:
    """The columns a condition reads; anything but names, literals and comparisons is refused."""
    found, position = set(), 0
    text = fragment.rstrip()
    while position < len(text):
        token = TOKEN.match(text, position)
        if token is None:
            raise BadDefinition(f"{fragment!r}: {text[position:].strip()[:20]!r} does not belong in a condition")
        if token[1][0].isalpha() and token[1] not in WORDS:
            found.add(token[1])
        position = token.end()
    return frozenset(found)

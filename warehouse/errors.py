"""What the warehouse refuses.

WarehouseError
├── Unknown            a name that nobody defined (metric, dimension, period, generation …)
├── BadQuestion        a question that makes no sense
│   └── SchemeRefused  a scheme with faults, or none for a period (warehouse/scoring/faults.py)
├── BadDefinition      a TOML or SQL file of ours that does not say what it must
├── NoSnapshot         nothing has been released, or that generation is gone
├── BuildFailed        a build that must not be released
└── JournalBroken      a journal line that does not continue the one before
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


class WarehouseError(Exception):
    """Anything the warehouse refuses; `code` is what a program reads, the text is for people."""

    code = "FAILED"
    did_you_mean: tuple[str, ...] = ()
    errors: tuple[dict[str, Any], ...] = ()  # one by one, where there are several


class Unknown(WarehouseError):
    """A name that nobody defined, with the names that come close."""

    def __init__(self, kind: str, found: str, known: Iterable[str]) -> None:
        names = sorted(known)
        self.code = f"UNKNOWN_{kind.upper().replace(' ', '_')}"
        self.did_you_mean = tuple(get_close_matches(found, names, n=3, cutoff=0.5))
        if self.did_you_mean:
            hint = f"did you mean {', '.join(self.did_you_mean)}?"
        else:
            hint = f"there are {', '.join(names[:8]) or 'none'}" + (f" and {len(names) - 8} more" if names[8:] else "")
        super().__init__(f"no {kind} {found!r}; {hint}")


class BadQuestion(WarehouseError):
    """A question that makes no sense, and what would have."""

    code = "BAD_QUESTION"


class BadDefinition(WarehouseError):
    """A definition file that does not say what it must."""

    code = "BAD_DEFINITION"


class NoSnapshot(WarehouseError):
    """Nothing has been released here, or that generation is gone."""

    code = "NO_SNAPSHOT"


class BuildFailed(WarehouseError):
    """A build that must not be released."""

    code = "BUILD_FAILED"


class JournalBroken(WarehouseError):
    """A journal line that does not continue the one before."""

    code = "JOURNAL_BROKEN"

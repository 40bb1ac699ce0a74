"""What was taken out of the count: the register, and how many cases of each unit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.data.assessment import scheme, settled
from dashboard.data.figures import divided
from dashboard.data.visit import Visit
from warehouse import Excluded, exclusion_counts, exclusions

Document = dict[str, Any]
MOST = 5_000
COUNTED = "reported_count"


def register(here: Visit) -> Sequence[Excluded]:
    """The entries of the register, the latest first."""
    return exclusions(here.snapshot, MOST)


def register_counts(here: Visit) -> Sequence[tuple[str, bool, int]]:
    """How many entries of each rule, in force and not."""
    return exclusion_counts(here.snapshot)


def excluded_by_unit(here: Visit) -> tuple[str, Document]:
    """The cases of the period by the units of the scheme, with what was taken out of each for which reason."""
    subject = scheme(here).scheme.subject
    level = subject if subject in ("street", "district") else "department"
    there, day = settled(here)
    plain = replace(there, address=replace(there.address, where={}, as_of=here.address.as_of or day))
    return level, divided(plain, [COUNTED], [level])[COUNTED].document(here.lang)

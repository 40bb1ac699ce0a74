"""Which tables a change in some feeds reaches, and whether the rest of a snapshot may stay as it is."""

from collections.abc import Iterable

from warehouse.feed import feeds
from warehouse.models import Model, models


def renewable(moved: Iterable[str]) -> bool:
    """True when no case changes but those whose own records came: the others need not be made again."""
    wide = [name for name in moved if not feeds()[name].follows_cases]
    reached = readers(_latest(wide))
    return not reached & _of_cases() and "dim_period" not in reached  # on periods hang the cohorts of every tally


def stale(moved: Iterable[str]) -> tuple[list[Model], list[Model]]:
    """The models beside the cases' that must be made again: those to make before the cases, those that read cases."""
    reached, after = readers(_latest(moved)), readers(_of_cases())
    found = [model for model in models() if model.name in reached and not model.follows_cases]
    return [each for each in found if each.name not in after], [each for each in found if each.name in after]


def readers(relations: Iterable[str]) -> set[str]:
    """The models that read any of these relations, directly or through others."""
    known = set(relations)
    found: set[str] = set()
    for model in models():
        if model.reads(known | found):
            found.add(model.name)
    return found


def _latest(moved: Iterable[str]) -> set[str]:
    return {f"latest_{name}" for name in moved}


def _of_cases() -> set[str]:
    return {model.name for model in models() if model.follows_cases}

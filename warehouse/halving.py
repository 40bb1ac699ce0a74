"""SQL that finds where a value lies among sorted bounds: a few comparisons a row, however many bounds there are."""

from collections.abc import Sequence


def halved(value: str, bounds: Sequence[str], results: Sequence[str]) -> str:
    """SQL for `results[k]`, k being how many of the ascending bounds are not above the value."""
    if not bounds:
        return results[0]
    half = len(bounds) // 2
    below = halved(value, bounds[:half], results[: half + 1])
    above = halved(value, bounds[half + 1 :], results[half + 1 :])
    return f"case when {value} >= {bounds[half]} then {above} else {below} end"


def number_of(value: str, bounds: Sequence[str]) -> str:
    """SQL for how many of the ascending bounds are not above the value."""
    return halved(value, bounds, [str(number) for number in range(len(bounds) + 1)])

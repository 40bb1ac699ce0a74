"""Units: codes of a register with their names, and what they lie under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Unit:
    """One code with the name it had from `first` until before `stop`, and the units above it."""

    code: str
    name: str
    first: date
    stop: date
    above: dict[str, str | None]

    def stands(self, day: date) -> bool:
        """Whether it is registered on that day."""
        return self.first <= day < self.stop

    def under(self, where: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether nothing it is known to lie under contradicts the filters, each with all codes it means."""
        return all(self.above.get(name) in (None, *codes) for name, codes in where.items())


def below(units: Mapping[str, Sequence[Unit]], name: str) -> dict[str | None, set[str]]:
    """The units by those of a dimension above them; under None what is not known to lie under any."""
    found: dict[str | None, set[str]] = {}
    for code, held in units.items():
        for unit in held:
            found.setdefault(unit.above.get(name), set()).add(code)
    return found

"""What is wrong with a scheme: every fault by its code, with the node, what was found and what would be right."""

from dataclasses import asdict, dataclass
from typing import Any

from warehouse.errors import BadQuestion


@dataclass(frozen=True)
class Fault:
    """One fault of a scheme file."""

    code: str
    node: str | None
    found: str | None
    wanted: str | None
    file: str = ""
    scheme: str = ""

    def __str__(self) -> str:
        place = " ".join(part for part in (self.file or self.scheme, self.node) if part)
        return f"{self.code} {place}: found {self.found}, wanted {self.wanted}"

    def document(self) -> dict[str, Any]:
        """The fault as JSON holds it."""
        return asdict(self)


class SchemeRefused(BadQuestion):
    """A scheme that cannot be used, or none that holds for a period; `faults` has them all."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.code = faults[0].code
        self.errors = tuple(each.document() for each in faults)
        super().__init__("; ".join(str(each) for each in faults))

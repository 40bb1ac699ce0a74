"""The models: one SQL select a table or view, ordered so that each finds what it reads."""

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from warehouse.errors import BadDefinition

FOLDER = Path(__file__).parent / "models"
_HEAD = re.compile(r"-- (?:(?P<kind>view|temp)\. )?key: (?P<key>[a-z0-9_, ]+)\. ")


@dataclass(frozen=True)
class Model:
    """One table of a snapshot, or a view, or a temp table of the build: its key and the select that fills it."""

    name: str
    key: tuple[str, ...]
    kind: str
    select: str

    @property
    def follows_cases(self) -> bool:
        """True when its rows belong to one case each, so that touched cases alone can be made again."""
        return self.key[0] == "case_id"

    def reads(self, names: set[str]) -> set[str]:
        """Those of `names` that the select mentions, itself left out."""
        return (set(re.findall(r"\b[a-z_0-9]+\b", self.select)) & names) - {self.name}


@cache
def models() -> tuple[Model, ...]:
    """Every model, each after those it reads."""
    found = {path.stem: _read(path) for path in sorted(FOLDER.glob("*.sql"))}
    order = TopologicalSorter({name: model.reads(set(found)) for name, model in found.items()})
    return tuple(found[name] for name in order.static_order())


def _read(path: Path) -> Model:
    select = path.read_text("utf-8")
    head = _HEAD.match(select)
    if head is None:
        raise BadDefinition(
            f"{path.name}: the first line must be '-- key: column, … . What it is' ('-- view. key', '-- temp. key')"
        )
    return Model(path.stem, tuple(head["key"].split(", ")), head["kind"] or "table", select)

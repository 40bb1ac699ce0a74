"""What a snapshot says once and for all, remembered for a while: a generation never changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from warehouse import Snapshot

Found = TypeVar("Found")
MOST = 12


class Kept(Generic[Found]):
    """Answers by snapshot and a further key, the most recently used ones; they must not hold the snapshot."""

    def __init__(self, ask: Callable[..., Found]) -> None:
        self._ask = ask
        self._held: OrderedDict[tuple[Hashable, ...], Found] = OrderedDict()

    def __call__(self, snapshot: Snapshot, *more: Hashable) -> Found:
        """The answer of `ask(snapshot, *more)`, asked or remembered."""
        key = (snapshot.generation, str(snapshot.record["sha256"]), *more)
        found = self._held[key] if key in self._held else self._ask(snapshot, *more)
        self._held[key] = found
        while len(self._held) > MOST:
            self._held.popitem(last=False)
        return found

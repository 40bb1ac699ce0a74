"""Which snapshots this process holds open, and which is the newest."""

import os
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from time import monotonic

from warehouse import Snapshot, current, open_snapshot

LOOK_AGAIN = 1.0
HELD = 3


class Door:
    """The snapshots this process holds open: the newest, the one before, and one that a page still reads."""

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse
        self._lock = Lock()
        self._forget()

    def newest(self) -> int:
        """The current generation, looked up at most once a second; raises NoSnapshot."""
        with self._lock:
            return self._newest_now()

    def snapshot(self, generation: int | None = None) -> Snapshot:
        """That generation, or the newest, open for reading; raises NoSnapshot."""
        with self._lock:
            newest = self._newest_now()
            wanted = newest if generation is None else generation
            if wanted not in self._held:
                opened = open_snapshot(self.warehouse, None if wanted == newest else wanted)
                wanted = opened.generation
                self._held[wanted] = opened
            self._held.move_to_end(wanted)
            self._let_go()
            return self._held[wanted]

    def _newest_now(self) -> int:
        # A connection must not cross a fork: a child opens its own.
        if self._pid != os.getpid():
            self._forget()
        if monotonic() - self._looked >= LOOK_AGAIN:
            self._newest = int(current(self.warehouse)["generation"])
            self._looked = monotonic()
        return self._newest

    def _let_go(self) -> None:
        # Dropped, not closed: whoever still reads it holds it, and the last reader closes the file.
        while len(self._held) > HELD:
            del self._held[next(number for number in self._held if number != self._newest)]

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._held: OrderedDict[int, Snapshot] = OrderedDict()
        self._looked = float("-inf")
        self._newest = 0


_doors: dict[str, Door] = {}


def use(warehouse: Path) -> None:
    """Make this directory the one that all pages read."""
    _doors["here"] = Door(warehouse)


def door() -> Door:
    """The door to the warehouse in use."""
    return _doors["here"]

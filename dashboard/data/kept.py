"""What a snapshot says once and for all, remembered for a while: a generation never changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

from warehouse import Snapshot

Found = TypeVar("Found")
MOST = 12


class Kept(Generic[Found]):
    """Answers by snapshot and a further key, the most recently used ones; they must not hold the snapshot.

    Who asks for what another request is just working out waits for that one."""

    def __init__(self, ask: Callable[..., Found], most: int = MOST) -> None:
        self._ask, self._most, self._lock = ask, most, Lock()
        self._held: OrderedDict[tuple[Hashable, ...], Future[Found]] = OrderedDict()

    def __call__(self, snapshot: Snapshot, *more: Hashable) -> Found:
        """The answer of `ask(snapshot, *more)`, asked or remembered."""
        key = (snapshot.generation, str(snapshot.record["sha256"]), *more)
        with self._lock:
            known = self._held.get(key)
            answer = self._held[key] = known or Future()
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        if known is None:
            self._work_out(key, answer, snapshot, *more)
        return answer.result()

    def _work_out(self, key: tuple[Hashable, ...], answer: Future[Found], snapshot: Snapshot, *more: Hashable) -> None:
        try:
            answer.set_result(self._ask(snapshot, *more))
        except BaseException as error:  # told to all who wait; the next one asks again
            with self._lock:
                self._held.pop(key, None)
            answer.set_exception(error)

"""A limit to how long a query may take, which DuckDB lacks; one thread watches over all queries of the process."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Thread
from time import monotonic

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import BadQuestion

PATIENCE = 30.0  # seconds


@contextmanager
def patience(cursor: DuckDBPyConnection, seconds: float = PATIENCE) -> Iterator[None]:
    """Interrupt the cursor's query when it takes longer."""
    watched = _watch.add(cursor.interrupt, seconds)
    try:
        yield
    except duckdb.InterruptException as error:
        raise BadQuestion(f"the question takes longer than {seconds:g} seconds; filter it, or ask for less") from error
    finally:
        _watch.drop(watched)


class _Watch:
    """Who is interrupted when; a thread of its own for each query would have to wait for its turn among all others."""

    def __init__(self) -> None:
        self._due: dict[object, tuple[float, Callable[[], None]]] = {}
        self._changed = Condition()
        self._sleeps_until = float("inf")
        self._thread: Thread | None = None
        self._over = False

    def add(self, interrupt: Callable[[], None], seconds: float) -> object:
        """Interrupt after so many seconds; returns what takes it back."""
        watched, at = object(), monotonic() + seconds
        with self._changed:
            self._due[watched] = (at, interrupt)
            if self._thread is None or not self._thread.is_alive():  # also in a process that was forked
                self._thread = Thread(target=self._run, name="patience", daemon=True)
                self._thread.start()
            elif at < self._sleeps_until:
                self._changed.notify()
        return watched

    def drop(self, watched: object) -> None:
        """Do not interrupt any more."""
        with self._changed:
            self._due.pop(watched, None)

    def end(self) -> None:
        """Let the thread end: one that still waits at the end of the process makes DuckDB complain of leaks."""
        with self._changed:
            self._over = True
            self._changed.notify()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        with self._changed:
            while not self._over:
                now = monotonic()
                # No name is left that would hold a cursor while nothing happens, or at the end of the process.
                for watched in [each for each, (at, _) in self._due.items() if at <= now]:
                    self._due.pop(watched)[1]()
                self._sleeps_until = min((at for at, _ in self._due.values()), default=float("inf"))
                self._changed.wait(None if self._sleeps_until == float("inf") else self._sleeps_until - now)


_watch = _Watch()
atexit.register(_watch.end)

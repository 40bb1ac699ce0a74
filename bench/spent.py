"""What a command costs: CPU seconds and memory of all its processes together."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO

ROOT = Path(__file__).parent.parent
EVERY = 0.05
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass(frozen=True)
class Spent:
    """CPU and wall seconds, the greatest sum of resident memory in MB, and what was printed."""

    cpu: float
    wall: float
    peak_mb: float
    output: str


def python(*arguments: object, accepted: tuple[int, ...] = (0,), **env: str) -> Spent:
    """Run a Python module with these arguments; raises when it ends otherwise than accepted."""
    return run([sys.executable, "-m", *map(str, arguments)], accepted, env)


def run(command: list[str], accepted: tuple[int, ...], env: dict[str, str]) -> Spent:
    """Run a command to its end and see what it costs."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = os.times().elapsed
        child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stdout=out, stderr=err)
        watch = _Watch(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        peak, wall = watch.end(), os.times().elapsed - started
        out.seek(0), err.seek(0)
        if child.returncode not in accepted:
            raise RuntimeError(f"{command}: exit {child.returncode}\n{_tail(out)}\n{_tail(err)}")
        cpu = usage.ru_utime + usage.ru_stime
        return Spent(cpu, wall, max(peak, usage.ru_maxrss * 1024 / 1e6), out.read().decode())


class _Watch:
    """Sums the resident memory of a process and all below it, again and again."""

    def __init__(self, pid: int) -> None:
        self.peak, self._over = 0.0, Event()
        self._thread = Thread(target=self._look, args=(pid,), daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Stop; the greatest sum in MB."""
        self._over.set()
        self._thread.join()
        return self.peak

    def _look(self, pid: int) -> None:
        while not self._over.wait(EVERY):
            self.peak = max(self.peak, sum(map(_resident, _tree(pid))))


def _tree(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        below = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(each for child in below for each in _tree(child))]


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_MB
    except OSError:
        return 0.0


def _tail(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")[-3000:]

"""How the server starts, as whoever starts it sees it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from dashboard.settings import settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "unix:{}/socket"])
def test_it_refuses_to_listen_beyond_loopback(tmp_path: Path, address: str) -> None:
    started = _start("--bind", address.format(tmp_path))
    assert started.returncode != 0 and "only 127.0.0.1 is served" in started.stderr
    assert not (tmp_path / "socket").exists()


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０５０"])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    started = _start(SHAOTAI_PORT=port)
    assert started.returncode != 0 and "SHAOTAI_PORT is a port" in started.stderr


def test_settings_come_from_the_environment_once() -> None:
    assert settings({"SHAOTAI_WAREHOUSE": "/some/where"}).warehouse == Path("/some/where")
    assert settings({}).warehouse == Path("var/warehouse").resolve()


def test_the_first_requests_of_a_process_find_its_scripts_however_many_come_at_once(tmp_path: Path) -> None:
    with _serving(tmp_path) as port:
        scripts = re.findall(r'src="(/_dash-component-suites/[^"]+)"', _get(port, "/")[1].decode())
    with _serving(tmp_path) as port, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda script: _get(port, script)[0], scripts * 4))
    assert scripts and set(answers) == {200}


@contextmanager
def _serving(warehouse: Path) -> Iterator[int]:
    """A server of one process that has answered nothing yet."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    environment = {**os.environ, "SHAOTAI_WAREHOUSE": str(warehouse), "SHAOTAI_PORT": str(port)}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--workers", "1", "app:server"]
    served = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        served.terminate()
        served.wait(timeout=30)


def _get(port: int, path: str) -> tuple[int, bytes]:
    """The status and body of an answer over a connection of its own, waiting until the server is there."""
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except ConnectionError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise TimeoutError("the server does not answer")


def _start(*flags: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", *flags, "app:server"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

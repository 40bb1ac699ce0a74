"""How the server starts, as whoever starts it sees it."""

import os
import subprocess
import sys
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

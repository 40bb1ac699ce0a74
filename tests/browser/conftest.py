"""A real server and a real browser; a page that complains or calls out fails its test."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.dashboard.journalled import write
from tests.dashboard.released import release
from tests.dashboard.test_geojson import feature, written

ROOT = Path(__file__).parent.parent.parent
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
INSIDE = ("http://127.0.0.1:", "data:", "blob:")
WAIT = 60_000
FILES = 60
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one generation and the files it came from; tests may release more."""
    folder = release(tmp_path_factory.mktemp("city"), 1)
    write(folder, FILES)
    return folder


@pytest.fixture(scope="session")
def boundaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operator's map: the districts as squares side by side, the first with a hole."""
    features = [
        feature([square(at), *([square(at, 0.4, 0.6)] if at == 0 else [])], properties={"code": code})
        for at, code in enumerate(("X", "W", "Z"))
    ]
    return written(tmp_path_factory.mktemp("map"), *features)


def square(at: int, low: float = 0.0, high: float = 1.0) -> list[list[float]]:
    """A square in the column of that number, from low to high of its side."""
    corners = ((low, low), (high, low), (high, high), (low, high), (low, low))
    return [[117 + at + x, 39 + y] for x, y in corners]


@pytest.fixture(scope="session")
def server(city: Path, boundaries: Path) -> Iterator[str]:
    """The address of the product served over that warehouse, by a process of its own."""
    with served(city, BOUNDARIES=str(boundaries)) as address:
        yield address


@contextmanager
def served(city: Path, **more: str) -> Iterator[str]:
    """The address of the product while it is served over a warehouse."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = {"WAREHOUSE": str(city), "PORT": str(port), **more}
    environment = {**os.environ, **{f"SHAOTAI_{name}": value for name, value in told.items()}}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "gunicorn.conf.py",
        "--workers",
        "1",
        "app:server",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Open]:
    """Opens a path of the product; in the end every complaint and every outside request fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str, width: int = 1440, height: int = 900, **context: object) -> Page:
        made = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
            **context,  # type: ignore[arg-type]
        )
        made.set_default_timeout(WAIT)
        contexts.append(made)
        page = made.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith(INSIDE) else complaints.append(request.url),
        )
        page.goto(server + path)
        settled(page)
        return page

    yield opened
    for each in contexts:
        each.close()
    assert complaints == []


def settled(page: Page) -> None:
    """Wait until no tile is loading any more."""
    page.locator(".tile").first.wait_for()
    deadline = time.monotonic() + WAIT / 1000
    while page.locator('.tile[data-state="loading"]').count():
        assert time.monotonic() < deadline, "a tile is still loading"
        page.wait_for_timeout(100)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT / 1000
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")

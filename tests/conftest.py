"""House rules of the tests: real data is optional, skipping is failing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.tiny import INBOX, load
from warehouse import Snapshot, open_snapshot

ROOT = Path(__file__).parent.parent
SHARED = (ROOT / os.environ.get("SHAOTAI_SHARED", "../shared")).resolve()
DESELECTED = pytest.StashKey[int]()

# A machine at work is slow at times; that is no fault of the code under test.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; only for tests marked `shared`."""
    return SHARED


@pytest.fixture(scope="session")
def tiny_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the city counted by hand (tests/tiny), made once by the real refresh."""
    return load(INBOX, tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny(tiny_warehouse: Path) -> Iterator[Snapshot]:
    """The snapshot of the city counted by hand."""
    snapshot = open_snapshot(tiny_warehouse)
    yield snapshot
    snapshot.close()


def pytest_configure() -> None:
    """Settings of whoever runs the tests do not reach them."""
    for name in [name for name in os.environ if name.startswith("SHAOTAI_") and name != "SHAOTAI_SHARED"]:
        del os.environ[name]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects what needs the real data where there is none."""
    absent = [] if SHARED.is_dir() else [item for item in items if item.get_closest_marker("shared")]
    config.stash[DESELECTED] = len(absent)
    if absent:
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if item not in absent]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run for a skipped test; a worker hands its number of deselected tests on instead."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["deselected"] = session.config.stash.get(DESELECTED, 0)
    elif _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Every worker collects everything, so each of them says the same number."""
    node.config.stash[DESELECTED] = getattr(node, "workeroutput", {}).get("deselected", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints what was left out, and why."""
    absent = config.stash.get(DESELECTED, 0)
    if absent:
        terminalreporter.write_line(f"{absent} tests need real data and were deselected: no folder {SHARED}")
    skipped = _skipped(config)
    if skipped:
        terminalreporter.write_line(f"{skipped} skipped: a skipped test fails the run", red=True, bold=True)


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0

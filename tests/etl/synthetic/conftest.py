"""Three small cities, made once: with stories, without, and the first one again."""

from pathlib import Path

import pytest

from etl.synthetic.build import build

CASES = 20_000
SEED = 7


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with stories."""
    return _made(tmp_path_factory.mktemp("city"), False)


@pytest.fixture(scope="session")
def plain_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city without stories."""
    return _made(tmp_path_factory.mktemp("plain"), True)


def _made(folder: Path, plain: bool) -> Path:
    build(folder, CASES, SEED, plain, lambda: None)
    return folder

"""One app for all tests of a process (Dash allows no second one), over a small released warehouse."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import create_app, data
from dashboard.settings import Settings
from tests.dashboard.rated import write
from tests.dashboard.released import release
from tests.tiny import load


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with two generations of different cities; the second is current."""
    folder = tmp_path_factory.mktemp("warehouse")
    release(folder, 1, seed=1)
    return release(folder, 2, seed=2)


@pytest.fixture(scope="session")
def app(warehouse: Path) -> Dash:
    """The dashboard over that warehouse."""
    return create_app(Settings(warehouse=warehouse))


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    """A browser without a screen."""
    return app.server.test_client()


@pytest.fixture(scope="session")
def rated_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the city whose streets rate departments."""
    folder = tmp_path_factory.mktemp("rated")
    return load(write(folder / "inbox"), folder / "warehouse")


@pytest.fixture(scope="class")
def rated(app: Dash, warehouse: Path, rated_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A copy of that city is what the pages show."""
    data.use(Path(copytree(rated_city, tmp_path_factory.mktemp("shown") / "warehouse")))
    yield
    data.use(warehouse)

"""One app for all tests of a process (Dash allows no second one), over a small released warehouse."""

from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import create_app
from dashboard.settings import Settings
from tests.dashboard.released import release


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

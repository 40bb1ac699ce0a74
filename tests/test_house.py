"""The house itself: pins, the port, the pieces that must fit each other."""

import ast
import re
import socket
import subprocess
import sys
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).parent.parent
PINS = ["requirements.txt", "requirements-dev.txt"]
OURS = {"app", "dashboard", "etl", "scripts", "tests", "warehouse"}
PRODUCT = [
    "app.py",
    "gunicorn.conf.py",
    "dashboard/**/*.py",
    "etl/**/*.py",
    "scripts/*.py",
    "warehouse/**/*.py",
]


def pins(name: str) -> list[str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


@pytest.mark.parametrize("name", PINS)
def test_every_package_has_one_exact_version_and_no_address(name: str) -> None:
    assert [pin for pin in pins(name) if not re.fullmatch(r"[A-Za-z0-9._-]+(\[\w+\])?==[A-Za-z0-9.]+", pin)] == []


@pytest.mark.parametrize("pin", [pin for name in PINS for pin in pins(name)])
def test_what_runs_is_what_is_pinned(pin: str) -> None:
    package, wanted = re.sub(r"\[\w+\]", "", pin).split("==")
    assert version(package) == wanted


def test_what_the_product_imports_is_what_a_city_installs() -> None:
    modules = {name for pattern in PRODUCT for path in ROOT.glob(pattern) for name in _imports(path)}
    foreign = modules - OURS - sys.stdlib_module_names
    pinned = {_plain(pin.split("==")[0].split("[")[0]) for pin in pins("requirements.txt")}
    homes = {name: {_plain(package) for package in packages_distributions()[name]} for name in foreign}
    assert {name: home for name, home in homes.items() if not home & pinned} == {}


def test_the_chart_bundle_is_of_the_version_that_plotly_expects() -> None:
    bundle = (ROOT / "dashboard/vendor/plotly-cartesian.min.js").read_text("utf-8")
    assert re.search(r"plotly\.js \(cartesian - minified\) v(\S+)", bundle)[1] == get_plotlyjs_version()


def test_the_grid_on_demand_was_written_for_the_grid_that_is_installed() -> None:
    script = (ROOT / "dashboard/assets/04-grid-on-demand.js").read_text("utf-8")
    assert f"dash-ag-grid {version('dash-ag-grid')}" in script


def test_no_page_text_loads_anything_from_outside() -> None:
    files = [*(ROOT / "dashboard/assets").glob("*.css"), *(ROOT / "dashboard/assets").glob("*.js")]
    foreign = re.compile(r"(?:@import|url\(|src\s*=|fetch\()\s*[\"']?(?:https?:)?//", re.IGNORECASE)
    assert [file.name for file in files if foreign.search(file.read_text("utf-8"))] == []


def test_a_taken_port_is_told_with_another_to_take() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _port(str(port))
    assert done.returncode == 1
    assert f"port {port} on 127.0.0.1 cannot be had" in done.stderr
    assert _port(str(port)).returncode == 0


@pytest.mark.parametrize("wrong", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused(wrong: str) -> None:
    assert "is no port" in _port(wrong).stderr


def _port(port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "scripts/port.py", port], capture_output=True, text=True)


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in plain | named}


def _plain(package: str) -> str:
    return package.lower().replace("_", "-")

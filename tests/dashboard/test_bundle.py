"""Less JavaScript: the partial chart bundle, the grid on demand, static files compressed once."""

from collections.abc import Iterator
from types import SimpleNamespace

import brotli
import dash_ag_grid
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from dashboard.bundle import CHARTS, CHARTS_URL, GRID_SCRIPT, slim

SCRIPT = "window.answer = 42;" * 100


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    """A server with Dash's own rule for a package's files and a page; Dash itself is not needed."""
    server = Flask("bundle")
    server.add_url_rule("/_dash-component-suites/<string:package>/<path:path>", "suites", _script)
    server.add_url_rule("/", "page", lambda: Response("<p>" * 500, mimetype="text/html"))
    slim(SimpleNamespace(server=server, config=SimpleNamespace(routes_pathname_prefix="/")))
    with server.test_client() as client:
        yield client


def test_charts_come_from_the_partial_bundle_at_the_address_of_the_full_one(client: FlaskClient) -> None:
    answer = client.get(f"/{CHARTS_URL}")
    assert answer.mimetype == "text/javascript"
    assert answer.data == CHARTS.read_bytes()


def test_charts_are_not_sent_twice(client: FlaskClient) -> None:
    tag = client.get(f"/{CHARTS_URL}").headers["ETag"]
    again = client.get(f"/{CHARTS_URL}", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_the_rule_for_charts_leaves_other_files_of_the_package_alone(client: FlaskClient) -> None:
    assert client.get("/_dash-component-suites/plotly/package_data/other.js").text == SCRIPT


def test_the_grid_waits_for_the_first_table(client: FlaskClient) -> None:
    script = next(each for each in dash_ag_grid._js_dist if each["relative_package_path"] == GRID_SCRIPT)
    assert script["async"] == "lazy"


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip")])
def test_static_text_is_compressed(client: FlaskClient, accepted: str, encoding: str) -> None:
    answer = client.get("/_dash-component-suites/dash/a.js", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(answer.data) < len(SCRIPT)


def test_what_was_compressed_reads_as_before(client: FlaskClient) -> None:
    answer = client.get(f"/{CHARTS_URL}", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(answer.data) == CHARTS.read_bytes()


def test_pages_are_left_alone(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": "br"}).headers


def test_who_accepts_nothing_gets_it_plain(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/_dash-component-suites/dash/a.js").headers


def _script(package: str, path: str) -> Response:
    return Response(SCRIPT, mimetype="text/javascript")

"""What the server refuses, and the headers under which everything leaves it."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

CALL = "/_dash-update-component"
PATHS = (
    "/",
    "/_dash-layout",
    "/_dash-dependencies",
    "/api/catalog",
    "/export/ask/closure_rate.csv",
    "/ready",
    "/nowhere",
)
INSIDE = re.compile(r"Traceback|File \"|site-packages|select |Exception|KeyError|duckdb|\.py\b", re.IGNORECASE)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'") and "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy and "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"] and headers["X-Request-Id"]


def test_the_policy_names_every_script_of_the_page_from_the_first_request_on(client: FlaskClient) -> None:
    page = client.get("/")
    shown = re.sub("<!--.*?-->", "", page.get_data(as_text=True), flags=re.DOTALL)
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", shown, flags=re.DOTALL)
    inline = [code for tag, code in scripts if "src=" not in tag and "application/json" not in tag]
    assert inline
    for code in inline:
        digest = b64encode(sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("peer", ["10.0.0.1", "192.168.1.7", "::ffff:10.0.0.1", "2001:db8::1", "", "unix:"])
def test_another_machine_is_refused(client: FlaskClient, peer: str) -> None:
    for path in ("/", "/api/catalog", "/health", "/assets/shaotai.css"):
        assert client.get(path, environ_base={"REMOTE_ADDR": peer}).status_code == 403


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_admitted(client: FlaskClient, peer: str) -> None:
    assert client.get("/ready", environ_base={"REMOTE_ADDR": peer}).status_code == 200


def test_a_header_cannot_say_that_the_caller_is_near(client: FlaskClient) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
    assert client.get("/ready", environ_base={"REMOTE_ADDR": "10.0.0.1"}, headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil", "127.0.0.1:999999", ""])
def test_a_name_that_is_not_ours_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code in (400, 403)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8050", "[::1]:9000"])
def test_our_names_are_answered_on_any_port(client: FlaskClient, host: str) -> None:
    assert client.get("/ready", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_are_only_read(client: FlaskClient, method: str) -> None:
    assert client.open("/", method=method).status_code == 405


@pytest.mark.parametrize(
    "path", ["/nowhere", "/closure/nowhere", "/_mcp", "/console", "/_alive_x", "/%2e%2e/etc/passwd"]
)
def test_an_unknown_page_is_not_found_and_yet_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and b"_dash-config" in answer.data


@pytest.mark.parametrize("path", ["/", "/closure", "/definitions", "/data", "/closure/case/c001"])
def test_a_known_page_is_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/_reload-hash", "/static/x.css"])
def test_what_nobody_needs_is_closed(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/os/x.js",
        "/_dash-component-suites/dash/%2e%2e/dash.py",
        "/assets/%2e%2e/data.py",
    ],
)
def test_a_path_leads_to_no_other_file(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    _is_silent(answer)


def test_every_route_is_open_on_purpose(app: Dash) -> None:
    known = {
        "/",
        "/<path:path>",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_dash-layout",
        "/_dash-component-suites/plotly/package_data/plotly.min.js",
        "/_dash-dependencies",
        "/_dash-update-component",
        "/_reload-hash",
        "/_favicon.ico",
        "/health",
        "/assets/<path:filename>",
        "/static/<path:filename>",
        "/ready",
        "/api/",
        "/export/",
        "/api/generation",
        "/api/catalog",
        "/api/ask/<metric>",
        "/api/since",
        "/api/rank/<metric>",
        "/api/score/<scheme>",
        "/export/score/<scheme>.<any(xlsx, csv):kind>",
        "/api/<path:rest>",
        "/export/<path:rest>",
        "/export/ask/<metric>.<any(xlsx, csv):kind>",
        "/export/rank/<metric>.<any(xlsx, csv):kind>",
        "/export/rows/<metric>.<any(xlsx, csv):kind>",
        "/export/assessment/<name>.<any(xlsx, csv):kind>",
        "/export/dossiers.<any(xlsx, csv):kind>",
    }
    assert {rule.rule for rule in app.server.url_map.iter_rules()} <= known


def test_files_with_a_fingerprint_are_kept_and_others_asked_for_again(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    named = re.search(r'src="(/_dash-component-suites/[^"]+m\d+[^"]+\.js)"', page)
    assert named and "immutable" in client.get(named[1]).headers["Cache-Control"]
    plain = client.get("/_dash-component-suites/dash/dcc/async-dropdown.js")
    assert plain.headers["Cache-Control"] == "no-cache" and plain.headers["ETag"]


def test_a_good_call_passes(app: Dash, client: FlaskClient) -> None:
    body = _call(app)
    assert client.post(CALL, json=body).status_code < 500


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "https://localhost"])
def test_a_call_from_another_site_is_refused(app: Dash, client: FlaskClient, origin: str) -> None:
    assert client.post(CALL, json=_call(app), headers={"Origin": origin}).status_code == 403


def test_a_call_from_our_own_page_is_not_refused(app: Dash, client: FlaskClient) -> None:
    assert client.post(CALL, json=_call(app), headers={"Origin": "http://localhost"}).status_code < 400


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"1", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"output":1}'])
def test_a_body_that_is_no_call_is_refused(client: FlaskClient, raw: bytes) -> None:
    answer = client.post(CALL, data=raw, content_type="application/json")
    assert answer.status_code == 400
    _is_silent(answer)


@pytest.mark.parametrize(
    "change",
    [
        {"output": "nobody.children"},
        {"output": "..a.b...c.d.."},
        {"inputs": []},
        {"inputs": None},
        {"inputs": [1]},
        {"inputs": [{"id": "x", "property": "value"}] * 9},
        {"state": "x"},
        {"state": [[[]]]},
        {"outputs": 1},
        {"outputs": []},
        {"changedPropIds": {"a": 1}},
        {"changedPropIds": [[]]},
    ],
)
def test_a_call_that_was_never_registered_is_refused(app: Dash, client: FlaskClient, change: dict[str, Any]) -> None:
    answer = client.post(CALL, json=_call(app) | change)
    assert answer.status_code == 400
    _is_silent(answer)


def test_only_json_is_a_call(client: FlaskClient) -> None:
    assert client.post(CALL, data="{}", content_type="text/plain").status_code == 415


def test_a_large_body_is_refused(client: FlaskClient) -> None:
    assert client.post(CALL, data=b" " * 1_000_001, content_type="application/json").status_code == 413


def _call(app: Dash) -> dict[str, Any]:
    """What a browser would send for the pages callback: the one every page makes first."""
    output = next(key for key in app.callback_map if "_pages_content.children" in key)
    registered = app.callback_map[output]
    names = [each.rsplit(".", 1) for each in output.removeprefix("..").removesuffix("..").split("...")]
    return {
        "output": output,
        "outputs": [{"id": name, "property": prop} for name, prop in names],
        "inputs": [{**each, "value": "/ready-made"} for each in registered["inputs"]],
        "state": [{**each, "value": None} for each in registered["state"]],
        "changedPropIds": [],
    }


def _is_silent(answer: TestResponse) -> None:
    text = answer.get_data(as_text=True)
    assert not INSIDE.search(text.replace("async-dropdown", "")), text
    assert answer.json["error"]["request"] == answer.headers["X-Request-Id"]

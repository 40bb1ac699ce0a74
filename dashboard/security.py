"""Who may call what: loopback only, known addresses only, and pages that run nothing foreign."""

import re
from ipaddress import IPv6Address, ip_address
from secrets import token_hex

import dash
from dash import Dash
from flask import Flask, Response, abort, g, request

from dashboard.callback_call import fault
from dashboard.refusals import speak_plainly

LARGEST_BODY = 1_000_000
HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?")
METHODS = {"GET", "HEAD"}
CALLBACK = "/_dash-update-component"
PAGES = {"/", "/<path:path>"}
STATIC = ("/_dash-component-suites/", "/assets/", "/_favicon.ico")
OPEN = ("/_dash-layout", "/_dash-dependencies", "/health", "/ready", "/api/", "/export/", *STATIC)
POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def protect(app: Dash) -> None:
    """Put the gate before every request and the headers on every answer of an app that has been made."""
    server: Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    server.before_request(_number_request)
    server.before_request(_admit)
    server.before_request(lambda: _check_call(app))
    server.after_request(lambda response: _finish(app, response))
    speak_plainly(server)


def _number_request() -> None:
    g.request_id = token_hex(8)


def _admit() -> None:
    """Deny by default: peer, host, address, method and origin must each be one that is known."""
    if not _from_here(request.remote_addr):
        abort(403, "this server answers its own machine only")
    if not HOST.fullmatch(request.host):
        abort(403, "this server is called 127.0.0.1 or localhost")
    if request.url_rule is None:
        return  # the router has already found it wrong: 404 or 405
    rule = request.url_rule.rule
    if rule not in PAGES and rule != CALLBACK and not rule.startswith(OPEN):
        abort(404, "there is nothing here")
    if request.method not in ({"POST"} if rule == CALLBACK else METHODS):
        abort(405, "this address cannot be called that way")
    if request.method == "POST" and request.headers.get("Origin", _here()) != _here():
        abort(403, "a callback is called by this server's own pages only")


def _from_here(peer: str | None) -> bool:
    try:
        address = ip_address(peer or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _here() -> str:
    return request.host_url.rstrip("/")


def _check_call(app: Dash) -> None:
    if request.method == "POST" and request.path == CALLBACK:
        wrong = fault(app.callback_map)
        if wrong:
            abort(400, wrong)


def _finish(app: Dash, response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    response.headers["Cache-Control"] = _caching(response)
    # The hashes are complete only now: Dash Pages adds a script while it draws the page.
    page = response.mimetype == "text/html"
    hashes = "".join(f" {each}" for each in app.csp_hashes()) if page else ""
    response.headers["Content-Security-Policy"] = POLICY.format(hashes=hashes)
    if page and response.status_code == 200 and not _is_page(request.path):
        response.status_code = 404
    return response


def _caching(response: Response) -> str:
    """For ever when the address changes with the content, asked again when it does not, else not at all."""
    if not request.path.startswith(STATIC) or response.status_code not in (200, 304):
        return "no-store"
    fingerprinted = "m" in request.args or response.cache_control.max_age == 31_536_000
    return "public, max-age=31536000, immutable" if fingerprinted else "no-cache"


def _is_page(path: str) -> bool:
    """Whether a page is registered for the path; Dash itself answers 200 to every path."""
    return any(re.fullmatch(_pattern(page), path) for page in dash.page_registry.values())


def _pattern(page: dict[str, str]) -> str:
    parts = re.split(r"<[^>]+>", page.get("path_template") or page["path"])
    return ".+".join(map(re.escape, parts)) + "/?"

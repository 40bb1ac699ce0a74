"""The JavaScript a page loads: a partial plotly.js, a grid that comes late, files compressed once."""

from functools import lru_cache
from gzip import compress as gzip
from pathlib import Path

import brotli
import dash_ag_grid
from dash import Dash
from flask import Response, request

CHARTS = Path(__file__).parent / "vendor" / "plotly-cartesian.min.js"
# Where dash-renderer looks for plotly.js; a rule for this one address beats Dash's own for the whole folder.
CHARTS_URL = "_dash-component-suites/plotly/package_data/plotly.min.js"
GRID_SCRIPT = "dash_ag_grid.min.js"
STATIC = ("/_dash-component-suites/", "/assets/")
TEXT = ("text/javascript", "text/css", "application/json", "image/svg+xml")


def slim(app: Dash) -> None:
    """Halves the JavaScript of a first page; to be called once, when the app has been made."""
    _serve_partial_charts(app)
    _load_grid_with_first_table()
    app.server.after_request(_compress_once)


def _serve_partial_charts(app: Dash) -> None:
    script = CHARTS.read_bytes()

    def charts() -> Response:
        response = Response(script, mimetype="text/javascript")
        response.add_etag()
        response.cache_control.no_cache = True
        return response.make_conditional(request)

    app.server.add_url_rule(app.config.routes_pathname_prefix + CHARTS_URL, "charts", charts)


def _load_grid_with_first_table() -> None:
    # "lazy" keeps a script out of the head; assets/04-grid-on-demand.js draws in its place and fetches it.
    for resource in dash_ag_grid._js_dist:
        if resource["relative_package_path"] == GRID_SCRIPT:
            resource["async"] = "lazy"


def _compress_once(response: Response) -> Response:
    encoding = request.accept_encodings.best_match(("br", "gzip"))
    if encoding is None or not _is_static_text(response):
        return response
    response.direct_passthrough = False
    response.set_data(_compressed(response.get_data(), encoding))
    response.content_encoding = encoding
    response.vary.add("Accept-Encoding")
    return response


def _is_static_text(response: Response) -> bool:
    return (
        request.path.startswith(STATIC)
        and request.method == "GET"
        and response.status_code == 200
        and response.content_encoding is None
        and response.mimetype in TEXT
    )


@lru_cache(maxsize=64)
def _compressed(content: bytes, encoding: str) -> bytes:
    return brotli.compress(content, quality=9) if encoding == "br" else gzip(content, compresslevel=9)

"""What is seen: pages over the warehouse, answering on loopback only."""

from dash import Dash, dcc, html, page_container
from plotly.io.json import config

from dashboard import bundle, data, routes, security
from dashboard.settings import Settings, settings
from warehouse.text import text

__all__ = ["Settings", "create_app", "settings"]


def create_app(given: Settings) -> Dash:
    """The app for one warehouse; one app a process, since Dash keeps pages and callbacks for the process."""
    config.default_engine = "json"  # half as long for components as orjson, before which plotly copies every one
    data.use(given.warehouse)
    data.use_boundaries(given.boundaries)
    from dashboard.callbacks import (
        failure,
    )  # callbacks are registered where they are imported: not before this call

    app = Dash(
        __name__,
        use_pages=True,
        pages_folder="pages",
        assets_folder="assets",
        title=text("frame.brand", "zh"),
        update_title="",
        suppress_callback_exceptions=True,
        serve_locally=True,
        health_endpoint="health",
        enable_mcp=False,
        on_error=failure.show,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
            {"name": "color-scheme", "content": "light dark"},
        ],
    )
    app.layout = _layout
    routes.register(app.server)
    security.protect(app)
    bundle.slim(app)
    return app


def _layout() -> html.Div:
    return html.Div([page_container, dcc.Store(id="theme"), html.Div(id="notice", className="notice", role="status")])

"""How the server runs: on loopback only, two processes of four threads, nothing shared between them."""

import gc
import os
from ipaddress import ip_address
from typing import Any

from gunicorn.http import wsgi

worker_class = "gthread"
workers = 2
threads = 4
timeout = 120
preload_app = False  # a DuckDB connection does not survive a fork
control_socket_disable = True
accesslog = None
forwarded_allow_ips = ""  # no proxy is trusted to say who is calling


class _Unnamed(wsgi.Response):
    """A response that does not tell which server wrote it."""

    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


wsgi.Response = _Unnamed


def _port() -> int:
    found = os.environ.get("SHAOTAI_PORT") or "8050"
    if not (found.isascii() and found.isdigit() and 0 < int(found) < 65536):
        raise SystemExit(f"SHAOTAI_PORT is a port from 1 to 65535, not {found!r}")
    return int(found)


def _is_loopback(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else str(address)
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def on_starting(server: Any) -> None:
    """Refuse every address but loopback, also one given by flag: there are no accounts yet."""
    for address in server.cfg.address:
        if not _is_loopback(address):
            raise SystemExit(f"refused to listen on {address}: without accounts only 127.0.0.1 is served")


def post_worker_init(worker: Any) -> None:
    """Draw a page before answering: a process knows which scripts it may serve only once it has drawn one."""
    worker.app.wsgi().test_client().get("/")
    # An answer by community makes many thousand small objects, none of them in a circle: looking for circles among
    # them, and among what lives as long as the process, took about a sixth of its time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


bind = f"127.0.0.1:{_port()}"

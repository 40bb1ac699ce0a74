"""The product's server, which also tells in a header what each answer was read from: for the benchmark alone."""

from typing import Any

from duckdb import DuckDBPyConnection
from flask import Response, g, has_request_context

from app import server
from bench.calling import READ_FROM
from warehouse import Snapshot

BIG = ("_state", "fct_")


class _Watched:
    """A cursor that remembers which kind of table its statements read."""

    def __init__(self, cursor: DuckDBPyConnection) -> None:
        self._cursor = cursor

    def execute(self, statement: str, *parameters: Any) -> Any:
        if has_request_context():
            kind = "state" if any(name in statement for name in BIG) else "tally" if "tally_" in statement else ""
            g.read_from = {*g.get("read_from", ()), kind} - {""}
        return self._cursor.execute(statement, *parameters)

    def __enter__(self) -> "_Watched":
        return self

    def __exit__(self, *_: object) -> None:
        self._cursor.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def _tell(response: Response) -> Response:
    found = g.get("read_from", ())
    response.headers[READ_FROM] = "state" if "state" in found else "tally" if found else "neither"
    return response


_cursor = Snapshot.cursor
Snapshot.cursor = lambda snapshot: _Watched(_cursor(snapshot))  # type: ignore[method-assign,return-value,assignment]
server.after_request(_tell)

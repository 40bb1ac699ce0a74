"""How the server says no: a code, a sentence and a request number, and nothing about its inside."""

import json

import structlog
from dash.exceptions import DependencyException
from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

from warehouse import BadQuestion, NoSnapshot, Unknown, WarehouseError

CONTRACT = 1
CODES = {
    400: "BAD_REQUEST",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    503: "NO_SNAPSHOT",
}
NOTHING_YET = "no data has been released yet"
FAILED = "the server could not answer; its log tells why under this request number"


def speak_plainly(server: Flask) -> None:
    """Answer every refusal and every failure of this server in one shape."""
    server.register_error_handler(WarehouseError, _refused)
    server.register_error_handler(DependencyException, lambda error: _no_file())
    server.register_error_handler(HTTPException, _http)
    server.register_error_handler(Exception, _failed)


def refusal(status: int, code: str, message: str, did_you_mean: tuple[str, ...] = ()) -> Response:
    """The error document of the contract, with the number under which the log knows the request."""
    error = {"code": code, "message": message, "did_you_mean": list(did_you_mean)}
    document = {"contract": CONTRACT, "error": {**error, "request": g.get("request_id")}}
    body = json.dumps(document, ensure_ascii=False) + "\n"
    return Response(body, status, mimetype="application/json")


def _refused(error: WarehouseError) -> Response:
    if isinstance(error, NoSnapshot):
        asked = g.get("asked_generation") is not None
        return refusal(404 if asked else 503, error.code, str(error) if asked else NOTHING_YET)
    if isinstance(error, BadQuestion | Unknown):
        return refusal(400, error.code, str(error), error.did_you_mean)
    return _failed(error)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code >= 500:
        return _failed(error)
    said = refusal(error.code, CODES.get(error.code, "REFUSED"), error.description or error.name)
    for name, value in error.get_headers():
        if name == "Allow":
            said.headers[name] = value
    return said


def _no_file() -> Response:
    return refusal(404, "NOT_FOUND", "there is no such file")


def _failed(error: Exception) -> Response:
    structlog.get_logger().error("request failed", request=g.get("request_id"), exc_info=error)
    return refusal(500, "FAILED", FAILED)

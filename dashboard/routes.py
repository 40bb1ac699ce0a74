"""What is fetched rather than seen: answers as JSON, tables as files, whether the server is ready."""

import json
from datetime import datetime
from typing import Any, NoReturn

from flask import Flask, Response, abort, g, request

from dashboard import downloads, spelling
from dashboard.data import city_time, door, since_document
from warehouse import NoSnapshot, Wanted, answered, ask, catalog, parse, rank, rows, standing_document

OURS = ("/api/", "/export/", "/ready")
LIMIT = 100


def register(server: Flask) -> None:
    """Add the routes to the server; each answers GET and HEAD."""
    routes = {
        "/ready": ready,
        "/api/generation": generation,
        "/api/catalog": api_catalog,
        "/api/ask/<metric>": api_ask,
        "/api/since": api_since,
        "/api/rank/<metric>": api_rank,
        "/api/score/<scheme>": api_score,
        "/api/": nothing_here,
        "/api/<path:rest>": nothing_here,
        "/export/ask/<metric>.<any(xlsx, csv):kind>": downloads.answer,
        "/export/rank/<metric>.<any(xlsx, csv):kind>": downloads.standing,
        "/export/score/<scheme>.<any(xlsx, csv):kind>": downloads.scores,
        "/export/assessment/<name>.<any(xlsx, csv):kind>": downloads.assessed,
        "/export/rows/<metric>.<any(xlsx, csv):kind>": downloads.cases,
        "/export/dossiers.<any(xlsx, csv):kind>": downloads.dossiers,
        "/export/": nothing_here,
        "/export/<path:rest>": nothing_here,
    }
    for rule, view in routes.items():
        server.add_url_rule(rule, rule, view, methods=["GET"])
    server.after_request(_name_generation)


def ready() -> Response:
    """Which generation is served and how old it is; 503 where nothing has been released."""
    found = door().snapshot()
    age = city_time(found) - datetime.fromisoformat(found.record["released_at"])
    return _json(
        {
            "ready": True,
            "generation": found.generation,
            "data_until": found.record["data_until"],
            "age_seconds": int(age.total_seconds()),
        }
    )


def generation() -> Response:
    """The newest generation, for pages that ask whether there is new data."""
    return _json({"generation": door().newest()})


def api_catalog() -> Response:
    """What can be asked, as the command line's catalog says it."""
    given = spelling.arguments()
    found = spelling.snapshot(given)
    spelling.language(given)
    spelling.nothing_left(given)
    return _json(catalog(found, door().warehouse))


def api_ask(metric: str) -> Response:
    """The answer to a question, byte for byte the document of the command line."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    source, listed = spelling.taken(given, "source"), spelling.taken(given, "rows")
    limit, offset = spelling.whole(given, "limit"), spelling.whole(given, "offset")
    question = parse(metric, given)
    if listed:
        page = rows(found, question, listed, LIMIT if limit is None else limit, offset or 0)
        return _json(page.document(lang))
    return _json(ask(found, question, source=source).document(lang))


def api_since() -> Response:
    """What changed since the generation before, as the command line says it."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    spelling.nothing_left(given)
    document = since_document(found, lang)
    if document is None:
        abort(404, f"no generation before {found.generation} is kept")
    return _json(document)


def api_rank(metric: str) -> Response:
    """How units stand, byte for byte the document of the command line."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    source = spelling.taken(given, "source")
    return _json(standing_document(rank(found, parse(metric, given), source=source), lang))


def api_score(scheme: str) -> Response:
    """The score of a period, byte for byte the document of the command line."""
    given = spelling.arguments()
    found, lang = spelling.snapshot(given), spelling.language(given)
    keys = {key: spelling.taken(given, key) for key in ("period", "as_of", "weight", "before")}
    spelling.nothing_left(given)
    return _json(answered(found, door().warehouse, Wanted(scheme, **keys), lang))


def nothing_here(rest: str = "") -> NoReturn:
    """The refusal of an address that nothing answers; without it Dash would show a page."""
    abort(404, "there is nothing here")


def _json(document: dict[str, Any]) -> Response:
    return Response(json.dumps(document, ensure_ascii=False) + "\n", mimetype="application/json")


def _name_generation(response: Response) -> Response:
    if request.path.startswith(OURS):
        named = g.get("generation") or _newest()
        if named is not None:
            response.headers["X-Generation"] = str(named)
    return response


def _newest() -> int | None:
    try:
        return door().newest()
    except NoSnapshot:
        return None

"""What a page shows when a callback cannot answer: a tile in the words of the refusal, never a bare error."""

from typing import Any

import structlog
from dash import ctx, no_update, set_props

from dashboard.address import language
from dashboard.views import frame, tile
from warehouse import WarehouseError
from warehouse.text import text

log = structlog.get_logger()
# Where Dash keeps the title of the page it has just drawn.
PAGE = "_pages_store"
NO_ROWS = {"rowData": [], "rowCount": 0}


def show(failure: Exception) -> Any:
    """One value for each output of the callback that failed; what nobody foresaw is logged and announced."""
    lang = _language()
    foreseen = isinstance(failure, WarehouseError)
    if not foreseen:
        log.error("callback failed", exc_info=failure)
        set_props(frame.NOTICE, {"children": frame.notice(lang)})
    instead = tile.error(failure.code if isinstance(failure, WarehouseError) else "FAILED", lang, _hint(failure, lang))
    outputs = ctx.outputs_list
    if isinstance(outputs, dict):
        return _instead(outputs, instead)
    return [_instead(output, instead) for output in outputs]


def _instead(output: dict[str, Any], instead: Any) -> Any:
    if output["property"] == "getRowsResponse":
        return NO_ROWS
    if output["id"] == PAGE:
        return {"title": text("frame.brand", "zh")}
    shown = (
        output["property"] == "children"
        and output["id"] != frame.FRESH
        and not str(output["id"]).startswith(frame.title(""))
    )
    return instead if shown else no_update


def _hint(failure: Exception, lang: str) -> str:
    near = getattr(failure, "did_you_mean", ())
    return text("errors.did_you_mean", lang, names=text("words.comma", lang).join(near)) if near else ""


def _language() -> str:
    spelt = ctx.inputs.get(f"{frame.ADDRESS}.data")
    query = spelt.get("query") if isinstance(spelt, dict) else None
    return language(query.get("lang") if isinstance(query, dict) else None)

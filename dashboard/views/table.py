"""Tables: a grid for many rows, a plain one behind every chart; what is missing is —."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from warehouse.text import text

ROW, HEAD, TALL_HEAD = 32, 36, 56
MINIMUM = 66
# A grid of no more rows shows them all, a longer one scrolls inside itself.
MOST = 18
LOOKS = ("good", "watch", "bad")
CHINESE = {"getLocaleText": {"function": "chineseGridText(params)"}}
# The filter of a column: one word, sent when it has been written.
ONE_WORD = {"filterOptions": ["contains"], "maxNumConditions": 1, "debounceMs": 300, "buttons": ["reset"]}


@dataclass(frozen=True)
class Column:
    """A column: its key in the rows, its title, whether it holds numbers; `href` is the key of a link, `shown` that of
    the words which stand for what it is sorted by, `look` that of how it looks: one of LOOKS; `under` are the heads
    above its own, from the top down; `apart`: it stays at the left while the others scroll; `tag` is what the browser
    is told about a cell that is opened."""

    key: str
    title: str
    number: bool = False
    href: str | None = None
    width: int | None = None
    suffix: str = ""
    sortable: bool = True
    filtered: bool = False
    digits: int = 0
    wrap: bool = False
    shown: str | None = None
    look: str | None = None
    under: tuple[str, ...] = ()
    apart: bool = False
    tag: str | None = None


def grid(
    name: Any,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    lang: str,
    total: Mapping[str, Any] | None = None,
    aside: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> dag.AgGrid:
    """A grid whose rows are all here; its total, and above it what belongs to no unit, pinned to the foot; `more` is
    what the component takes beside."""
    pinned = [dict(row) for row in (*aside, *([total] if total else ()))]
    options: dict[str, Any] = {"pinnedBottomRowData": pinned}
    style = {"width": "100%"}
    if len(rows) > MOST:
        style["height"] = f"{(MOST + len(pinned)) * ROW + TALL_HEAD}px"
    else:
        options["domLayout"] = "autoHeight"
        style["minHeight"] = f"{(len(rows) + len(pinned)) * ROW + HEAD}px"  # room until the grid has been loaded
    return _grid(
        name,
        columns,
        lang,
        options,
        rowData=[dict(row) for row in rows],
        style=style,
        **more,
    )


def endless(
    name: Any, columns: Sequence[Column], lang: str, block: int, sort: str | None, filters: Mapping[str, str]
) -> dag.AgGrid:
    """A grid that asks the server for its rows, block by block, sorted and filtered there; `sort` -column: down."""
    options = {
        "initialState": _state(sort, filters),
        "cacheBlockSize": block,
        "maxBlocksInCache": 6,
        "infiniteInitialRowCount": 1,
        "rowBuffer": 0,
        "blockLoadDebounceMillis": 120,
    }
    made = _grid(
        name,
        columns,
        lang,
        options,
        rowModelType="infinite",
        style={"height": f"{12 * ROW + HEAD + 44}px", "width": "100%"},
    )
    for at, definition in enumerate(made.columnDefs):
        # A row that has not come yet has no data: the first cell says so, the others stay empty.
        waiting = text("cases.reading", lang) if at == 0 else ""
        shown = definition["valueFormatter"]["function"]
        definition["valueFormatter"] = {"function": f"params.data == null ? '{waiting}' : {shown}"}
    return made


def _state(sort: str | None, filters: Mapping[str, str]) -> dict[str, Any]:
    """How a grid stands when it is drawn."""
    order = [{"colId": sort.removeprefix("-"), "sort": "desc" if sort.startswith("-") else "asc"}] if sort else []
    words = {key: {"filterType": "text", "type": "contains", "filter": word} for key, word in filters.items()}
    return {"partialColumnState": True, "sort": {"sortModel": order}, "filter": {"filterModel": words}}


def plain(
    columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], total: Mapping[str, Any] | None = None
) -> html.Div:
    """A small table of words already written; wide ones scroll inside themselves."""
    head = html.Thead(
        html.Tr([html.Th(column.title, className="num" if column.number else "", scope="col") for column in columns])
    )
    foot = html.Tfoot(_line(columns, total)) if total else None
    table = html.Table([head, html.Tbody([_line(columns, row) for row in rows]), foot], className="plain")
    return html.Div(table, className="scroll")


def scrolled(table: Component) -> html.Div:
    """A table that may be long: it scrolls inside its tile, by keyboard too."""
    return html.Div(table, className="list-scroll", tabIndex=0)


def sheet(table: Component, lang: str) -> html.Details:
    """The table behind a chart: it opens over it and needs no server."""
    summary = html.Summary(
        [
            html.Span(text("tile.table", lang), className="shut"),
            html.Span(text("tile.chart", lang), className="open"),
        ]
    )
    return html.Details([summary, html.Div(table, className="sheet-body")], className="sheet")


def downloads(xlsx: str | None, csv: str, lang: str) -> html.Span:
    """The links to a table's workbook (None where it would be too long) and text file."""
    words, text_file = text("tile.download", lang) + " ", html.A("CSV", href=csv, download="")
    if xlsx is None:
        return html.Span([words, text_file], className="nowrap")
    return html.Span([html.A(f"{words}XLSX", href=xlsx, download=""), " · ", text_file], className="nowrap")


def files(name: str, address: Address) -> html.Span:
    """The links to a table of the assessment, for the scheme, period and unit of the address."""
    kept = replace(address, where={}, by=(), view=None, group=None, node=None, share=None)
    return downloads(*(kept.href(f"/export/assessment/{name}.{kind}") for kind in ("xlsx", "csv")), address.lang)


def _line(columns: Sequence[Column], row: Mapping[str, Any]) -> html.Tr:
    return html.Tr([html.Td(_cell(column, row), className=_look(column)) for column in columns])


def _look(column: Column) -> str:
    return "num" if column.number else "wrap" if column.wrap else ""


def _cell(column: Column, row: Mapping[str, Any]) -> Any:
    value = row.get(column.key)
    written = "—" if value is None or value == "" else value
    href = row.get(column.href) if column.href else None
    return dcc.Link(written, href=href) if href else written


def _grid(name: Any, columns: Sequence[Column], lang: str, options: dict[str, Any], **how: Any) -> dag.AgGrid:
    every = {
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
        "suppressDragLeaveHidesColumns": True,
        "rowHeight": ROW,
        "headerHeight": HEAD,
        "suppressFieldDotNotation": True,
        "domLayout": "normal",
        "tooltipShowDelay": 300,
    }
    return dag.AgGrid(
        id=name,
        columnDefs=_headed([(column.under, _column(column, at)) for at, column in enumerate(columns)]),
        className="ag-theme-quartz grid-table",
        defaultColDef={
            "resizable": True,
            "minWidth": MINIMUM,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
            "suppressMovable": True,
        },
        dashGridOptions=every | options | (CHINESE if lang == "zh" else {}),
        columnSize="responsiveSizeToFit",
        **how,
    )


def _headed(columns: Sequence[tuple[tuple[str, ...], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Columns under their heads: neighbours with the same head share it, level by level."""
    found: list[dict[str, Any]] = []
    for head, several in groupby(columns, lambda each: each[0][:1]):
        below = [(under[1:], definition) for under, definition in several]
        inner = _headed(below) if head else [definition for _, definition in below]
        found += [{"headerName": head[0], "children": inner, "marryChildren": True}] if head else inner
    return found


def _column(column: Column, at: int) -> dict[str, Any]:
    definition: dict[str, Any] = {
        "field": column.key,
        "headerName": column.title,
        "sortable": column.sortable,
        "valueFormatter": {"function": _written(column)},
    }
    if at == 0 or column.apart:
        definition |= {"pinned": "left", "minWidth": 100 if at == 0 else MINIMUM, "lockPinned": at == 0}
    definition |= {"type": "rightAligned"} if column.number else {"tooltipField": column.key}
    if column.filtered:
        definition |= {"filter": "agTextColumnFilter", "floatingFilter": True, "filterParams": ONE_WORD}
    if column.width:
        definition |= {"minWidth": column.width}
    if column.look:
        held = f"params.data && params.data.{column.look}"
        definition |= {"cellClassRules": {look: f"{held} === '{look}'" for look in LOOKS}}
    if column.tag:
        definition |= {"context": {"tag": column.tag}, "cellClass": "opens"}
    if column.href:
        definition |= {"cellRenderer": "ShaotaiLink", "cellRendererParams": {"href": column.href}}
    return definition


def _written(column: Column) -> str:
    if column.shown:
        return f"params.data && params.data.{column.shown} || (params.node && params.node.rowPinned ? '' : '—')"
    digits = f"d3.format(',.{column.digits}f')"
    number = f"{digits}(params.value) + '{column.suffix}'" if column.number else "params.value"
    # What is missing is —; where a total has nothing to add up, nothing is missing.
    return f"params.value == null || params.value === '' ? (params.node && params.node.rowPinned ? '' : '—') : {number}"

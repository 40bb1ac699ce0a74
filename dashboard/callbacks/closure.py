"""Closure: both rates, their division and course, the backlog, and the cases behind them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import dash_bootstrap_components as dbc
from dash import ClientsideFunction, Input, Output, State, clientside_callback, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import cases, closure, course, division, handling, table, tile
from dashboard.views.frame import title
from warehouse import BadQuestion, Period, Window, span
from warehouse.text import text

SWITCHES, RATES, TREND = "closure-switches", "closure-rates", "closure-trend"
DIVISION, DIVISION_TABLE, GRID = "closure-division", "closure-division-table", "closure-grid"
AGES, TIMES, CASES = "closure-ages", "closure-times", "closure-cases"
LIST, WHICH, FILES = "closure-list", "closure-which", "closure-files"
# Upper edges of the bands of age in days.
BANDS = (2, 7, 15, 30, 90, 365)


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    tiles = [
        tile.slot(RATES, lang, "span-6"),
        tile.slot(TREND, lang, "span-6"),
        tile.slot(DIVISION, lang, "span-5"),
        tile.slot(DIVISION_TABLE, lang, "span-7"),
        tile.slot(AGES, lang, "span-6"),
        tile.slot(TIMES, lang, "span-6"),
        _case_list(address),
    ]
    if address.listed:  # whoever comes for a list finds it first
        tiles.insert(0, tiles.pop())
    return [html.Div(id=SWITCHES), html.Div(tiles, className="grid")]


@answers(Output(SWITCHES, "children"), permission="figures")
def show_switches(here: Visit) -> html.Div:
    """The choice of the dimension, and the filters that hold."""
    dimensions = data.dividing(here)
    return closure.switches(dimensions, data.chosen(here), here.address, data.names(here, here.address.where))


@answers(Output(RATES, "children"), Output(title("closure"), "children"), permission="figures")
def show_rates(here: Visit) -> tuple[html.Section, str]:
    """Both rates with the bridge between them, and the title that says them."""
    found = data.divided(here, ["closure_rate", "case_completion_rate"], [])
    first, second = (found[name].document(here.lang) for name in ("closure_rate", "case_completion_rate"))
    return closure.rates(first, second, here.address, here.generation, here.synthetic), closure.title(
        first, second, here.lang
    )


@answers(Output(DIVISION, "children"), Output(DIVISION_TABLE, "children"), permission="figures")
def show_division(here: Visit) -> tuple[html.Section, html.Section]:
    """The rates by the chosen dimension, as bars and as a table."""
    by = data.chosen(here)
    answers = data.divided(here, division.RATES, [by])
    found = {name: answer.document(here.lang) for name, answer in answers.items()}
    found[division.RATES[0]] = data.placed(here, by, found[division.RATES[0]])
    bars = division.division(found, by, here.address, here.generation, here.synthetic)
    return bars, division.division_table(found, by, here.address, GRID)


@answers(Output(TREND, "children"), permission="figures")
def show_trend(here: Visit) -> html.Section:
    """The rates by month or week."""
    grain = data.chosen_grain(here)
    if not data.holds_cases(here):
        return tile.empty(here.lang, text("closure.trend", here.lang))
    found = {name: answer.document(here.lang) for name, answer in data.trend(here, division.RATES, grain).items()}
    return course.trend(found, grain, data.policies(here, grain), here.address, here.generation, here.synthetic)


@answers(Output(AGES, "children"), permission="figures")
def show_ages(here: Visit) -> html.Section:
    """Open cases by their age."""
    if not data.holds_cases(here):
        return tile.empty(here.lang, text("closure.ages", here.lang))
    as_of = data.window_of(here).as_of
    edges = zip((-1, *BANDS), (*BANDS, None), strict=True)
    windows = [Window(_reported(as_of, low, high), as_of) for low, high in edges]
    found = data.within(here, ["closure_rate", "case_completion_rate"], windows)
    totals = [
        [answer.total.document(here.lang) for answer in found[name]]
        for name in ("closure_rate", "case_completion_rate")
    ]
    bands = list(zip(_bands(here.lang), *totals, strict=True))
    credit = found["closure_rate"][0].frame.view == "shared"
    return course.ages(bands, as_of, here.address, here.generation, here.synthetic, credit)


@answers(Output(TIMES, "children"), permission="figures")
def show_times(here: Visit) -> html.Section:
    """How long handling took."""
    answer = data.divided(here, ["handle_hours"], [])["handle_hours"]
    steps = [(minutes, float(n)) for minutes, n in answer.total.steps]
    return handling.times(answer.document(here.lang), steps, here.address, here.generation, here.synthetic)


clientside_callback(
    ClientsideFunction("shaotai", "choose_list"),
    Output(WHICH, "className"),
    Input(WHICH, "value"),
    State(LIST, "id"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("shaotai", "keep_order"),
    Output(LIST, "className"),
    Input(LIST, "getRowsRequest"),
    prevent_initial_call=True,
)


@answers(
    Output(LIST, "getRowsResponse"),
    Output(FILES, "children"),
    permission="cases",
    inputs=[Input(LIST, "getRowsRequest"), State(WHICH, "value")],
)
def show_cases(here: Visit, request: object, which: object) -> tuple[dict[str, Any], html.Span]:
    """One block of the case list, sorted and filtered by the server; and the whole of it as files."""
    if request is None:
        raise PreventUpdate  # an answer to no question would come between the grid and its first one
    wanted, name = data.block(request), _list(which)
    rows, total = data.cases(here, *cases.LISTS[name], wanted)
    there = replace(here.address, listed=name, sort=wanted.sort, filters=wanted.filters())
    shown = {"rowData": cases.listed(rows, name, there, here.generation), "rowCount": total}
    return shown, cases.files(name, total, there, here.generation)


def _list(which: object) -> str:
    if not isinstance(which, str) or which not in cases.LISTS:
        raise BadQuestion("there is no such list of cases")
    return which


def _case_list(address: Address) -> html.Div:
    lang, shown = address.lang, _list(address.listed or "open")
    options = [{"label": text(f"cases.which_{name}", lang), "value": name} for name in cases.LISTS]
    chooser = html.Label(
        [text("cases.which", lang), dbc.Select(options, shown, id=WHICH, size="sm")], className="chooser"
    )
    grid = table.endless(LIST, cases.columns(lang), lang, cases.BLOCK, address.sort, address.column_filters())
    return html.Div(
        tile.tile(text("cases.list", lang), grid, actions=[chooser, html.Span(id=FILES)]),
        id=CASES,
        className="slot span-12",
    )


def _reported(as_of: date, low: int, high: int | None) -> Period:
    return span(None if high is None else as_of - timedelta(days=high), as_of - timedelta(days=low + 1))


def _bands(lang: str) -> list[str]:
    lows = [-1, *BANDS]
    named = [text("closure.band_days", lang, low=low + 1, high=high) for low, high in zip(lows, BANDS, strict=False)]
    return [*named, text("closure.band_over", lang, low=BANDS[-1])]

"""What if the streets' share were another: nothing of it is kept."""

from typing import Any

from dash import ClientsideFunction, Input, Output, clientside_callback, dcc, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import assessment, tile
from dashboard.views import whatif as view
from dashboard.views.frame import title
from warehouse.text import text

HEADER, SHARE, FOOT = "whatif-header", "whatif-share", "whatif-foot"
GAINS, UNITS, SWAPS = "whatif-gains", "whatif-units", "whatif-swaps"
UNITS_GRID, SWAPS_GRID = "whatif-units-grid", "whatif-swaps-grid"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known; the slider stands where the address says."""
    lang = address.lang
    slider = dcc.Slider(0, 100, 1, value=_given(address), id=SHARE, marks=None, updatemode="mouseup")
    tiles = [
        html.Div(tile.tile(text("whatif.share", lang), slider, foot=[html.Div(id=FOOT)]), className="slot span-12"),
        tile.slot(GAINS, lang, "span-4"),
        tile.slot(UNITS, lang, "span-8"),
        tile.slot(SWAPS, lang),
    ]
    return [html.Div(id=HEADER), html.Div(tiles, className="grid")]


clientside_callback(
    ClientsideFunction("shaotai", "keep_share"),
    Output(SHARE, "className"),
    Input(SHARE, "value"),
    prevent_initial_call=True,
)


@answers(
    *(Output(name, "children") for name in (HEADER, FOOT, SWAPS)),
    Output(SHARE, "marks"),
    Output(SHARE, "value"),
    permission="scores",
)
def show_scale(here: Visit) -> tuple[html.Div, list[Any], html.Section, dict[str, Any], float]:
    """The slider's ticks, where it stands at first, and the pairs that change places somewhere on it."""
    scheme, found = data.scheme(here), data.supposition(here, _given(here.address))
    head = [
        assessment.switches(data.schemes(here), scheme, here.address),
        assessment.groups(found.groups, found.group, here.address, everybody=False),
        assessment.header(found.document, data.publication(found.document), scheme, here.address),
    ]
    swaps = view.swaps(found, here.address, SWAPS_GRID)
    return html.Div(head), view.foot(found, here.lang), swaps, view.marks(found), float(found.weight * 100)


@answers(
    Output(GAINS, "children"),
    Output(UNITS, "children"),
    Output(title("whatif"), "children"),
    permission="scores",
    inputs=[Input(SHARE, "value")],
)
def show_units(here: Visit, share: object) -> tuple[html.Section, html.Section, str]:
    """Who would gain and who would lose at the share of the slider."""
    scheme, found = data.scheme(here), data.supposition(here, share)
    return (
        view.gains(found, here.address),
        view.units(found, here.address, UNITS_GRID),
        view.title(found, scheme, here.lang),
    )


def _given(address: Address) -> float | None:
    """The share of the address in percent; None where it gives none that is one."""
    try:
        share = float(address.share or "")
    except ValueError:
        return None
    return share if 0 <= share <= 100 else None

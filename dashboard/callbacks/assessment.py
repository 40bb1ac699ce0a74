"""Assessment: the scores of all units by one scheme, and how each cell came about."""

from collections.abc import Mapping
from typing import Any

from dash import Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import assessment as view
from dashboard.views import derivation, table, tile
from dashboard.views.frame import title
from warehouse import BadQuestion, Unknown

SWITCHES, HEADER, TABLE, GRID = "assessment-switches", "assessment-header", "assessment-table", "assessment-grid"
OPENED, PANEL = "assessment-opened", "assessment-panel"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    opened = {"unit": address.unit, "node": address.node} if address.unit and address.node else None
    return [
        dcc.Store(id=OPENED, data=opened),
        html.Div(id=SWITCHES),
        html.Div(id=HEADER),
        html.Div(tile.slot(TABLE, address.lang), className="grid"),
        html.Aside(id=PANEL, className="side-panel", **{"aria-live": "polite"}),
    ]


@answers(Output(SWITCHES, "children"), permission="scores")
def show_switches(here: Visit) -> html.Div:
    """The choice of the scheme."""
    return view.switches(data.schemes(here), data.scheme(here), here.address)


@answers(
    Output(HEADER, "children"), Output(TABLE, "children"), Output(title("assessment"), "children"), permission="scores"
)
def show_scores(here: Visit) -> tuple[html.Div, html.Section, str]:
    """What stands above every score, the table of all units, and the title that says who is first."""
    scheme, document = data.scheme(here), data.scored(here)
    several, chosen = view.grouped(document), here.address.group or ""
    if chosen and chosen not in dict(several):
        raise Unknown("group", chosen, dict(several))
    groups = view.groups(several, chosen, here.address, everybody=True)
    files = table.downloads(*(here.address.scores(scheme.scheme.id, kind) for kind in ("xlsx", "csv")), here.lang)
    return (
        html.Div([groups, view.header(document, data.publication(document), scheme, here.address)]),
        view.scores(document, data.scored_before(here), scheme, here.address, GRID, files),
        view.title(document, scheme, here.lang),
    )


@answers(Output(PANEL, "children"), permission="scores", inputs=[Input(OPENED, "data")])
def show_derivation(here: Visit, opened: object) -> html.Div | None:
    """The formula of the cell that was opened, with its numbers; nothing where none is."""
    if opened is None:
        return None
    unit, node = _cell(opened)
    scheme, subjects = data.scheme(here), {each["code"]: each for each in data.scored(here)["subjects"]}
    if unit not in subjects:
        raise Unknown("unit", unit, subjects)
    if node not in {each.code for each in scheme.nodes}:
        raise Unknown("node", node, (each.code for each in scheme.nodes))
    return derivation.panel(subjects[unit], node, scheme, here.address)


def _cell(opened: object) -> tuple[str, str]:
    told: Mapping[str, Any] = opened if isinstance(opened, Mapping) else {}
    unit, node = told.get("unit"), told.get("node")
    if not isinstance(unit, str) or not isinstance(node, str):
        raise BadQuestion("a cell is a unit and a node")
    return unit, node

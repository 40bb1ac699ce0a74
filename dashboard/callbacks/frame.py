"""How a page is put together, and the frame's callbacks: painting charts, following clicks, newer data."""

from collections.abc import Callable, Mapping
from datetime import date

import dash
from dash import MATCH, ClientsideFunction, Input, Output, clientside_callback, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address, address, language
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import frame, tile
from dashboard.views.caption import code_name
from dashboard.views.chart import DRAWN, PICTURE
from dashboard.views.frame import CLOCK, DAY, FRESH, THEME, Entry, Status
from warehouse import BadQuestion, NoSnapshot, WarehouseError
from warehouse.text import text

# Pages whose breadcrumb leads to themselves.
DRILLED = ("/closure", "/theatre")
Body = Callable[[Address], list[Component]]
# What a page settles before it is drawn: the visit, and the day until which it counts.
Settle = Callable[[Visit], tuple[Visit, date | None]]

clientside_callback(
    ClientsideFunction("shaotai", "paint"),
    Output({"type": DRAWN, "name": MATCH}, "figure"),
    Input({"type": PICTURE, "name": MATCH}, "data"),
    Input(THEME, "data"),
)
clientside_callback(
    ClientsideFunction("shaotai", "follow"),
    Output({"type": DRAWN, "name": MATCH}, "clickData"),
    Input({"type": DRAWN, "name": MATCH}, "clickData"),
    prevent_initial_call=True,
)

clientside_callback(
    ClientsideFunction("shaotai", "choose_day"),
    Output(DAY, "className"),
    Input(DAY, "date"),
    prevent_initial_call=True,
)


@answers(Output(FRESH, "children"), permission="figures", inputs=[Input(CLOCK, "n_intervals")])
def show_fresh(here: Visit, _: object) -> Component | None:
    """The band that offers newer data, once there is some."""
    return frame.fresh_band(here.address, here.generation, data.door().newest())


def page(
    name: str,
    path: str,
    query: Mapping[str, object],
    body: Body,
    menu: str = "",
    settle: Settle = lambda here: (here, None),
) -> Component:
    """A whole page: frame, choosers and the places of its answers; a wrong address is said, not raised.

    `menu` is the page of the navigation that it lies under, if it is not there itself; `settle` fills in what the
    address leaves open and the page must say.
    """
    lang, pages = language(query.get("lang")), _pages()
    try:
        arrived, lost = data.arrive(address(path, query))
        arrived, day = settle(arrived)
    except (BadQuestion, NoSnapshot) as refusal:
        return frame.frame(
            pages,
            name,
            menu or name,
            Address(path, lang=lang),
            None,
            [tile.error(refusal.code, lang)],
            refusal.code,
        )
    return frame.frame(pages, name, menu or name, arrived.address, _status(arrived, lost, day), *_body(arrived, body))


def title(name: str) -> str:
    """What the browser's tab says."""
    return text("frame.tab", "zh", zh=text(f"{name}.name", "zh"), en=text(f"{name}.name", "en"))


def _body(here: Visit, body: Body) -> tuple[list[Component], str | None]:
    """The places of a page; one message and its code where the address names what this snapshot does not have."""
    try:
        data.checked(here)
        missing = data.misspelt(here)
        if missing is None:
            return body(here.address), None
    except WarehouseError as refusal:
        near = text("words.comma", here.lang).join(refusal.did_you_mean)
        hint = text("errors.did_you_mean", here.lang, names=near) if near else ""
        return [html.Div(tile.error(refusal.code, here.lang, hint))], refusal.code
    near = [(f"{name} ({code})", here.address.within(**{missing.dimension: code})) for code, name in missing.near]
    whole = here.address.href(where={})
    return [html.Div(tile.misspelt(missing.code, missing.word, near, whole, here.lang))], missing.code


def _status(here: Visit, lost: int | None, day: date | None) -> Status:
    record, known = here.snapshot.record, data.span_of(here)
    return Status(
        generation=here.generation,
        newest=data.door().newest(),
        data_until=known.data_until,
        now=data.city_time(here.snapshot),
        synthetic=bool(record["synthetic"]),
        first_day=known.first_day,
        periods=[(code, name or code_name(code, here.lang)) for code, name in known.periods],
        crumbs=_crumbs(here),
        lost=lost,
        day=day,
    )


def _crumbs(here: Visit) -> list[tuple[str, str]]:
    """The city and the places chosen, each leading to its page: this one where it is about places, else closure."""
    there, above = here.address, data.units_above(here)
    path = next((each for each in DRILLED if there.path.startswith(each)), DRILLED[0])
    names = data.names(here, above)
    found = [(text("words.city", here.lang), there.href(path, where={}))]
    for at, name in enumerate(above, 1):
        found.append((names[name], there.href(path, where=dict(list(above.items())[:at]))))
    return found


def _pages() -> list[Entry]:
    shown = [page for page in dash.page_registry.values() if page.get("group")]
    return [Entry(page["key"], page["path"], page["group"], page["icon"]) for page in shown]

"""Data: generations, feeds, files and where each of their records went."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import loading, tile
from dashboard.views.frame import title
from warehouse import feeds

GENERATIONS, RUNS, FEEDS, FILES, REASONS, SAMPLES, FINDINGS = (
    "data-generations",
    "data-runs",
    "data-feeds",
    "data-files",
    "data-reasons",
    "data-samples",
    "data-findings",
)
GRID, SAMPLES_GRID = "data-files-grid", "data-samples-grid"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    left = html.Div([tile.slot(name, lang, "") for name in (GENERATIONS, RUNS, REASONS)], className="span-7 stack")
    places = [left, tile.slot(FEEDS, lang, "span-5"), *(tile.slot(name, lang) for name in (FILES, SAMPLES, FINDINGS))]
    return [html.Div(places, className="grid")]


@answers(
    *(Output(name, "children") for name in (GENERATIONS, FEEDS, FILES, RUNS, REASONS, SAMPLES, FINDINGS)),
    Output(title("data"), "children"),
    permission="operations",
)
def show_loading(here: Visit) -> tuple[html.Section | str, ...]:
    """All that the journal tells, from one reading of it."""
    told, lang, record = data.loading(), here.lang, here.snapshot.record
    return (
        loading.generations(told.releases, told.kept, here.generation, lang),
        loading.feeds(record["feeds"], tuple(feeds()), lang),
        loading.files(told.files, GRID, lang),
        loading.runs(told.runs, lang),
        loading.reasons(told.files, lang),
        loading.samples(told.files, SAMPLES_GRID, lang),
        loading.findings(record.get("findings", {}), lang),
        loading.title(record, told.files, lang),
    )

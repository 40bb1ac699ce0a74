"""The scheme that holds in a period, rendered from its file."""

from dash import Output, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import assessment, tile, trial
from dashboard.views import scheme as view
from dashboard.views.frame import title

SWITCHES, HEAD, TREE, FORM, GRADES, FAULTS = (
    "scheme-switches",
    "scheme-head",
    "scheme-tree",
    "scheme-form",
    "scheme-grades",
    "scheme-faults",
)
TRIALS, TRIALS_GRID = "scheme-trials", "scheme-trials-grid"
PARALLEL, PARALLEL_GRID = "scheme-parallel", "scheme-parallel-grid"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    tiles = [
        tile.slot(HEAD, lang),
        tile.slot(TREE, lang),
        tile.slot(GRADES, lang, "span-6"),
        tile.slot(FORM, lang, "span-6"),
        html.Div(id=TRIALS, className="slot span-12"),
        tile.slot(PARALLEL, lang),
        html.Div(id=FAULTS, className="slot span-12"),
    ]
    return [html.Div(id=SWITCHES), html.Div(tiles, className="grid")]


@answers(Output(FAULTS, "children"), permission="scores")
def show_faults(here: Visit) -> html.Section | None:
    """What is wrong with scheme files that cannot be used."""
    return view.faults(data.scheme_faults(), here.lang)


@answers(
    *(Output(name, "children") for name in (SWITCHES, HEAD, TREE, FORM, GRADES)),
    Output(title("scheme"), "children"),
    permission="scores",
)
def show_scheme(here: Visit) -> tuple[html.Div | html.Section | str | None, ...]:
    """Everything that the file says."""
    scheme, lang = data.scheme(here), here.lang
    return (
        assessment.switches(data.schemes(here), scheme, here.address),
        view.head(scheme, data.scheme_file(scheme), data.versions(here), lang),
        view.tree(scheme, here.address),
        view.form(scheme, lang),
        view.grades(scheme, lang),
        view.title(scheme, lang),
    )


@answers(Output(TRIALS, "children"), permission="scores")
def show_trials(here: Visit) -> list[html.Section]:
    """Every other version of the scheme on the page's period."""
    scheme = data.scheme(here)
    tried = [trial.trial(each, at, scheme, here.address, TRIALS_GRID) for at, each in enumerate(data.trials(here))]
    return tried or [trial.none(here.lang)]


@answers(Output(PARALLEL, "children"), permission="scores")
def show_parallel(here: Visit) -> html.Section:
    """Totals made elsewhere beside the scores."""
    paths = [data.parallel_path(here, kind) for kind in data.PARALLEL_KINDS]
    return trial.parallel(data.parallel(here), paths, here.address, PARALLEL_GRID)

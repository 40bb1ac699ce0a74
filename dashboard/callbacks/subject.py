"""One unit's score: where it comes from, down to its rows, and why it moved."""

from dash import Output, dcc, html
from dash.development.base_component import Component

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks.answers import answers
from dashboard.data import Visit
from dashboard.views import assessment, because, beside, form, subject, tile
from dashboard.views.frame import title
from warehouse.text import text

HEADER, FALLS, FORMULA, TREE = "subject-header", "subject-waterfall", "subject-formula", "subject-tree"
STREETS, MOVED, BESIDE = "subject-streets", "subject-moved", "subject-beside"
FORMS, FORMS_GRID = "subject-forms", "subject-forms-grid"


def body(address: Address) -> list[Component]:
    """The page's places, before anything is known."""
    lang = address.lang
    back = address.href("/assessment", unit=None, node=None)
    tiles = [
        tile.slot(FALLS, lang, "span-7"),
        tile.slot(FORMULA, lang, "span-5"),
        tile.slot(TREE, lang),
        tile.slot(MOVED, lang, "span-7"),
        tile.slot(STREETS, lang, "span-5"),
        html.Div(id=FORMS, className="slot span-12"),
        tile.slot(BESIDE, lang),
    ]
    return [
        html.Div(dcc.Link(text("subject.back", lang), href=back), className="bar-row"),
        html.Div(id=HEADER),
        html.Div(tiles, className="grid"),
    ]


@answers(
    *(Output(name, "children") for name in (HEADER, FALLS, FORMULA, TREE, STREETS, BESIDE)),
    Output(title("subject"), "children"),
    permission="scores",
)
def show_subject(here: Visit) -> tuple[list[html.Div | None] | html.Section | str | None, ...]:
    """All of it from one document: the waterfall, the formula, the nodes with their rows, the streets' ratings."""
    scheme, document = data.scheme(here), data.scored(here)
    unit, there = data.subject(here, document), here.address
    return (
        [
            assessment.header(document, data.publication(document), scheme, there),
            subject.department(scheme, data.score(here).day, there),
        ],
        subject.falls(unit, scheme, there, here.synthetic),
        subject.opened(unit, scheme, there),
        subject.tree(unit, scheme, there),
        subject.streets(unit, scheme, there),
        beside.beside(data.beside(here), unit, scheme, there),
        subject.title(unit, scheme, here.lang),
    )


@answers(Output(FORMS, "children"), permission="scores")
def show_forms(here: Visit) -> html.Section | None:
    """Every form about the unit, each leading to itself."""
    return form.listed(data.forms(here), data.scheme(here), here.address, FORMS_GRID)


@answers(Output(MOVED, "children"), permission="scores")
def show_moved(here: Visit) -> html.Section:
    """Why the score moved on the period before."""
    now, before = data.subject(here, data.scored(here)), data.scored_before(here)
    then = next((each for each in (before or {"subjects": ()})["subjects"] if each["code"] == now["code"]), None)
    return because.because(data.why_moved(here, now["code"]), now, then, data.scheme(here), here.address)

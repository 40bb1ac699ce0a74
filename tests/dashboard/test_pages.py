"""Pages: every one drawn in both languages; wrong addresses are said, not raised."""

import re

import dash
import pytest
from dash import Dash
from flask.testing import FlaskClient

from tests.dashboard.test_views import drawn

PAGES = [
    *(
        "overview",
        "closure",
        "theatre",
        "sheet",
        "verdict",
        "enclaves",
        "department",
        "dossier",
        "case",
        "definitions",
        "data",
    ),
    *("whistles", "whistle", "not_found_404", "assessment", "subject", "audit", "whatif", "scheme", "exclusions"),
]


def layout(name: str, **query: object) -> str:
    """A page's layout as the browser gets it."""
    return drawn(dash.page_registry[f"dashboard.pages.{name}"]["layout"](**query))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_frame_and_its_generation(app: Dash, name: str, lang: str) -> None:
    shown = layout(name, lang=lang)
    assert '"data": 2' in shown, "the generation goes into the page's store"
    assert ("合成数据" in shown) == (lang == "zh") and ("Synthetic data" in shown) == (lang == "en")


def test_a_page_is_a_skeleton_without_figures(app: Dash) -> None:
    shown = layout("overview")
    assert '"data-state": "loading"' in shown and '"data-state": "ok"' not in shown


def test_filters_stand_in_the_breadcrumb(app: Dash) -> None:
    assert "一街" in layout("closure", street="S1") and "东区" in layout("closure", street="S1")


@pytest.mark.parametrize(
    "query",
    [
        {"as_of": "x"},
        {"district": ["a", "b"]},
        {"generation": "-3"},
        {"period": ["a", "b"]},
        {"as_of": "2024-13-01"},
    ],
)
@pytest.mark.parametrize("name", PAGES)
def test_a_wrong_address_is_said_in_words(app: Dash, name: str, query: dict[str, object]) -> None:
    assert "地址中的条件不成立" in layout(name, **query)


@pytest.mark.parametrize(
    "query", [{"district": "nowhere"}, {"period": "2024-99"}, {"by": "colour"}, {"as_of": "9000-01-01"}]
)
def test_an_unknown_name_leaves_the_frame_standing(app: Dash, query: dict[str, object]) -> None:
    assert '"data": 2' in layout("closure", **query)


def test_an_unknown_unit_is_said_once_with_the_nearest_names(app: Dash) -> None:
    shown = layout("closure", district="东")
    assert shown.count('"data-state": "error"') == 1 and "没有这个单位或取值:东" in shown
    assert "loading" not in shown


@pytest.mark.parametrize("name", ["data", "definitions", "case", "enclaves", "dossier"])
def test_a_page_without_periods_offers_none(app: Dash, name: str) -> None:
    assert "choose-period" not in layout(name) and "choose-period" in layout("closure")


def test_a_list_that_an_address_names_stands_first(app: Dash) -> None:
    shown = layout("closure", list="overdue")
    assert shown.index("closure-list") < shown.index("closure-rates")
    assert "地址中的条件不成立" in layout("closure", list="secret")


def test_a_generation_that_is_gone_gives_way_to_the_newest(app: Dash) -> None:
    shown = layout("overview", generation="77")
    assert "第 77 代数据已不再保留" in shown and '"data": 2' in shown


def test_an_older_generation_is_shown_with_the_offer_of_the_newer(app: Dash) -> None:
    shown = layout("overview", generation="1")
    assert '"data": 1' in shown and "有新数据" in shown


def links(shown: str) -> list[str]:
    """Every address with keys to which something drawn leads, a link or a bar of a chart."""
    return re.findall(r'"(/[^"]*\?[^"]*)"', shown)


@pytest.mark.parametrize("asked, kept", [({}, "2"), ({"generation": "1"}, "1")])
def test_every_link_of_a_page_names_its_generation(app: Dash, asked: dict[str, str], kept: str) -> None:
    found = links(layout("closure", street="S1", **asked))
    assert len(found) > 5
    (newer,) = [link for link in found if f"generation={kept}" not in link] if asked else [None]
    assert newer is None or "generation" not in newer, "only the offer of the newest data names none"


def test_the_index_holds_no_page(client: FlaskClient) -> None:
    html = client.get("/").get_data(as_text=True)
    assert "validation_layout" not in html and "办结率" not in html


def test_no_tool_protocol_is_served(client: FlaskClient) -> None:
    assert client.get("/_mcp").status_code == 404


def test_the_process_says_that_it_lives(client: FlaskClient) -> None:
    assert client.get("/health").get_data(as_text=True) == "OK"

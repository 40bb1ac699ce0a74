"""The theatre: down from the city by table, ladder and map; the choice of metric; one sheet on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, settled

SHAPES = "#theatre-map .scatterlayer .js-fill"


def test_from_the_city_to_a_community_and_back_by_the_breadcrumb(open_page: Open) -> None:
    page = open_page("/theatre")
    page.locator("#theatre-grid .ag-pinned-left-cols-container a", has_text="东区").click()
    page.wait_for_url("**/theatre?district=X*")
    settled(page)
    page.locator("#theatre-grid .ag-pinned-left-cols-container a", has_text="街").first.click()
    page.wait_for_url("**street=*")
    settled(page)
    expect(page.locator(".chain li")).to_have_count(3)
    page.locator(".crumbs a", has_text="东区").click()
    page.wait_for_url("**/theatre?district=X*")
    settled(page)
    expect(page.locator(".crumbs [aria-current]")).to_have_text("东区")


def test_the_metric_is_chosen_and_stays_in_the_address(open_page: Open) -> None:
    page = open_page("/theatre?from=2024-01-01&to=2024-05-31")
    page.locator("#choose-metric").select_option("overdue_open_count")
    page.wait_for_url("**metric=overdue_open_count*")
    settled(page)
    assert "from=2024-01-01" in page.url, "another metric leaves the span as it is"
    page.reload()
    settled(page)
    expect(page.locator("#choose-metric")).to_have_value("overdue_open_count")
    page.get_by_role("link", name="EN", exact=True).click()
    page.wait_for_url("**lang=en*")
    settled(page)
    expect(page.locator("h1")).to_contain_text("Overdue open cases")


def test_the_operator_s_boundaries_are_drawn_without_a_request_and_lead_deeper(open_page: Open) -> None:
    page = open_page("/theatre")
    shapes = page.locator(SHAPES)
    expect(shapes).to_have_count(3)
    colours = {each.evaluate("shape => getComputedStyle(shape).fill") for each in shapes.all()}
    assert len(colours) > 1 and not any("NaN" in colour or colour == "none" for colour in colours)
    _click(page, 0.15, 0.2)
    page.wait_for_url("**/theatre?district=X*")


def test_a_hole_leads_nowhere(open_page: Open) -> None:
    page = open_page("/theatre")
    _click(page, 1 / 6, 0.5)
    page.wait_for_timeout(500)
    assert "district" not in page.url


def test_a_point_of_the_ladder_leads_to_its_unit(open_page: Open) -> None:
    page = open_page("/theatre")
    point = page.locator("#theatre-ladder .points path").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box
    _press(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/theatre?district=*")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("query", ["", "district=X", "street=S3", "community=K3"])
def test_the_sheet_is_one_page_upright(open_page: Open, query: str, lang: str) -> None:
    page = open_page(f"/theatre/sheet?{query}&lang={lang}")
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
    (box,) = re.findall(rb"/MediaBox\s*\[0 0 (\S+) (\S+)\]", sheets)
    assert float(box[0]) < float(box[1])


def test_the_sheet_is_black_on_white_with_its_question_on_top(open_page: Open) -> None:
    page = open_page("/theatre/sheet?district=X&period=2024-03", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".topbar", ".nav-side", ".page-title"):
        expect(page.locator(hidden)).not_to_be_visible()
    expect(page.locator(".a4-head")).to_contain_text("2024年3月 · 截至 2024-06-01")
    colours = (
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.querySelector('.tile')))"
    )
    assert page.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_the_theatre_links_to_the_sheet_and_back(open_page: Open) -> None:
    page = open_page("/theatre?district=X&metric=open_count")
    page.get_by_role("link", name="主官一页纸").click()
    page.wait_for_url("**/theatre/sheet?district=X*")
    settled(page)
    page.get_by_role("link", name="返回战区").click()
    page.wait_for_url("**/theatre?district=X*metric=open_count*")


def test_every_chart_has_words(open_page: Open) -> None:
    page = open_page("/theatre")
    labels = [each.get_attribute("aria-label") for each in page.locator(".chart").all()]
    assert len(labels) == 3 and all(labels)


def _click(page: Page, across: float, down: float) -> None:
    """Click so far across and down the map's shapes, which lie side by side."""
    expect(page.locator(SHAPES)).to_have_count(3)
    boxes = [shape.bounding_box() for shape in page.locator(SHAPES).all()]
    west, north = (min(box[side] for box in boxes if box) for side in ("x", "y"))
    east, south = (
        max(box[side] + box[size] for box in boxes if box) for side, size in (("x", "width"), ("y", "height"))
    )
    _press(page, west + (east - west) * across, north + (south - north) * down)


def _press(page: Page, x: float, y: float) -> None:
    """Point and press as a hand does: what lies on top of a chart takes the mouse for all that is drawn."""
    page.mouse.move(x - 4, y)
    page.mouse.move(x, y, steps=4)
    page.wait_for_timeout(300)
    page.mouse.down()
    page.mouse.up()

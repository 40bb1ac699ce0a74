"""The assessment in a browser: cells that open, bars that lead, the slider, the way back, the keyboard, the phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, served, settled
from tests.dashboard.rated import write
from tests.tiny import load

PERIOD = "period=2024-02"
FORM = "/form/R%202024-02%20S4%20D2%20arrive"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product served over the city whose streets rate departments."""
    folder = tmp_path_factory.mktemp("rated")
    with served(load(write(folder / "inbox"), folder / "warehouse")) as address:
        yield address


def cell(page: Page, unit: str, column: str) -> object:
    """A cell of the table of scores."""
    return page.locator(f'#assessment-grid .ag-row[row-id="{unit}"] .ag-cell[col-id="{column}"]')


def test_a_cell_opens_its_formula_and_the_address_names_it(open_page: Open) -> None:
    page = open_page(f"/assessment?{PERIOD}")
    cell(page, "D2", "at_1").click()
    panel = page.locator("#assessment-panel .derivation")
    expect(panel).to_contain_text("水务局 · 街道(乡镇)评价")
    assert "unit=D2" in page.url and "node=bottom_up" in page.url
    page.reload()
    settled(page)
    expect(panel).to_contain_text("÷ 5 = 52.50")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert "node=" not in page.url


def test_the_keyboard_opens_a_cell(open_page: Open) -> None:
    page = open_page(f"/assessment?{PERIOD}")
    cell(page, "D1", "total").click()
    expect(page.locator("#assessment-panel")).to_contain_text("88.48")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#assessment-panel")).to_contain_text("水务局 · 综合得分")


def test_from_a_score_to_its_cases_in_three_steps(open_page: Open) -> None:
    page = open_page(f"/assessment?{PERIOD}")
    page.locator("#assessment-grid a", has_text="水务局").click()
    page.wait_for_url("**/assessment/unit?*unit=D2*")
    settled(page)
    page.get_by_role("link", name="超期办结 2").click()
    page.wait_for_url("**/assessment/rows?*list=closed_late*")
    settled(page)
    expect(page.locator("#rows-grid .ag-center-cols-container .ag-row")).to_have_count(2)
    page.locator("#rows-grid .ag-pinned-left-cols-container a").first.click()
    page.wait_for_url("**/closure/case/D2*")


def test_from_a_score_to_a_form_in_two_steps(open_page: Open) -> None:
    page = open_page(f"/assessment?{PERIOD}")
    page.locator("#assessment-grid a", has_text="水务局").click()
    page.wait_for_url("**/assessment/unit?*unit=D2*")
    settled(page)
    page.locator("#subject-forms-grid a", has_text="W 2024-02 S4").click()
    page.wait_for_url("**/assessment/form/*")
    settled(page)
    expect(page.locator("h1")).to_contain_text("S4街道 评 水务局")
    expect(page.locator("#form-call")).to_contain_text("迟到")


def test_the_order_of_the_table_stays_in_the_address(open_page: Open) -> None:
    page = open_page(f"/assessment?{PERIOD}&sort=total")
    first = page.locator('#assessment-grid .ag-row[row-index="0"] .ag-cell[col-id="total"]')
    expect(first).to_contain_text("(暂 ")
    page.locator('#assessment-grid .ag-header-cell[col-id="total"]').click()
    page.wait_for_url("**sort=-total*")
    page.locator('#assessment-grid .ag-header-cell[col-id="total"]').click()
    page.wait_for_url(lambda address: "sort" not in address)


def test_a_bar_of_the_waterfall_leads_to_its_formula(open_page: Open) -> None:
    page = open_page(f"/assessment/unit?{PERIOD}&unit=D1")
    expect(page.locator("#subject-waterfall .bars .point")).to_have_count(8)
    page.locator("#subject-tree a", has_text="报到及时率").click()
    page.wait_for_url("**node=arrival*")
    settled(page)
    expect(page.locator("#subject-formula")).to_contain_text("算式:报到及时率")


def test_the_scheme_is_chosen_and_kept_among_the_pages(open_page: Open) -> None:
    page = open_page(f"/assessment?{PERIOD}")
    page.locator("#choose-scheme").select_option("street-theatre")
    page.wait_for_url("**scheme=street-theatre*")
    settled(page)
    expect(page.locator("h1")).to_contain_text("战区评价方案")
    page.locator(".nav-link", has_text="评价方案").click()
    page.wait_for_url("**/assessment/scheme?*scheme=street-theatre*")
    settled(page)
    page.locator(".nav-link", has_text="总览").click()
    page.wait_for_url(lambda address: "scheme" not in address)


def test_the_slider_moves_places_and_stays_in_the_address(open_page: Open) -> None:
    page = open_page(f"/assessment/whatif?{PERIOD}")
    expect(page.locator("h1")).to_contain_text("权重为 30 % 时,3 个单位中 0 个名次改变")
    expect(page.locator("#whatif-foot")).to_contain_text("30 % × 30 % = 9 %")
    handle = page.locator("#whatif-share [role=slider], [role=slider]").first
    handle.focus()
    for _ in range(5):
        handle.press("ArrowRight")
    expect(page.locator("h1")).to_contain_text("权重为 35 %")
    assert "share=35" in page.url
    page.reload()
    settled(page)
    expect(page.locator("h1")).to_contain_text("权重为 35 %")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "/unit", "/audit", "/whatif", "/scheme", "/exclusions", FORM])
def test_every_page_fits_a_phone_in_the_dark(open_page: Open, path: str, lang: str) -> None:
    page = open_page(f"/assessment{path}?{PERIOD}&unit=D2&lang={lang}", width=390, height=844, color_scheme="dark")
    page.wait_for_timeout(500)
    shown, room = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
    assert shown <= room
    assert page.locator('.tile[data-state="error"]').count() == 0


def test_every_chart_has_words_and_its_table(open_page: Open) -> None:
    for path in ("/unit", "/audit"):
        page = open_page(f"/assessment{path}?{PERIOD}&unit=D1")
        charts = page.locator(".chart").all()
        assert charts and all(each.get_attribute("aria-label") for each in charts)
        assert page.locator(".tile:has(.chart) .sheet").count() == len(charts)

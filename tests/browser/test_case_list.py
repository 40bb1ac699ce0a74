"""The list of cases: which one, its order and its filters stand in the address."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, settled

FIRST = ".ag-center-cols-container [row-index='0'] [col-id='{}']"


def listed(page: Page) -> Locator:
    """The list, once its first row has come."""
    grid = page.locator("#closure-list")
    grid.locator(".ag-pinned-left-cols-container a").first.wait_for()
    return grid


def test_order_and_filter_stand_in_the_address_and_survive_reload_and_language(open_page: Open) -> None:
    page = open_page("/closure?list=all")
    grid = listed(page)
    grid.locator(".ag-header-cell-text", has_text="案件编号").click()
    page.wait_for_url("**sort=case_id*")
    number = listed(page).locator(".ag-pinned-left-cols-container [row-index='0'] a").inner_text()
    grid.locator(".ag-floating-filter-input input").first.fill(number)
    page.wait_for_url("**filter=case_id%3A*")
    for again in (page.reload, page.get_by_role("link", name="EN", exact=True).click):
        again()
        page.wait_for_load_state()
        settled(page)
        grid = listed(page)
        expect(grid.locator(".ag-pinned-left-cols-container [row-index='0'] a")).to_have_text(number)
        expect(grid.locator("[aria-sort='ascending'] .ag-header-cell-text")).to_be_visible()
        expect(grid.locator(".ag-floating-filter-input input").first).to_have_value(number)
    assert "sort=case_id" in page.url and "list=all" in page.url and "lang=en" in page.url


def test_another_list_shows_its_own_rows_wherever_the_reader_has_been(open_page: Open) -> None:
    page = open_page("/closure?list=all")
    grid = listed(page)
    grid.locator(".ag-body-viewport").evaluate("element => { element.scrollTop = 4000; }")
    grid.locator(".ag-center-cols-container [row-index='125']").wait_for()
    page.locator("#closure-which").select_option("closed")
    page.wait_for_url("**list=closed*")
    expect(grid.locator(FIRST.format("bin"))).to_have_text("已办结")
    grid.locator(".ag-body-viewport").evaluate("element => { element.scrollTop = 4000; }")
    expect(grid.locator(".ag-center-cols-container [row-index='125'] [col-id='bin']")).to_have_text("已办结")


def test_the_way_back_from_a_case_leads_to_the_list_as_it_was(open_page: Open) -> None:
    page = open_page("/closure?list=closed&sort=closed_at")
    listed(page).locator(".ag-pinned-left-cols-container [row-index='0'] a").click()
    page.wait_for_url("**/closure/case/*")
    settled(page)
    page.get_by_role("link", name="返回办结").click()
    page.wait_for_url("**/closure?*sort=closed_at*")
    settled(page)
    expect(page.locator("#closure-which")).to_have_value("closed")
    expect(listed(page).locator("[aria-sort='ascending'] .ag-header-cell-text")).to_have_text("办结时间")

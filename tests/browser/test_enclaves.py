"""Enclaves in the browser: from the page to one record and back, at another day, on a phone."""

from playwright.sync_api import expect

from tests.browser.conftest import Open, settled
from tests.dashboard.enclave_feeds import ODD

CHARTS = 3


def test_from_the_list_to_one_record_and_back(open_page: Open) -> None:
    page = open_page("/enclaves")
    expect(page.locator("#enclaves-grid .ag-center-cols-container .ag-row")).to_have_count(5)
    page.locator("#enclaves-relapses").get_by_role("link", name="甲片区").click()
    page.wait_for_url("**/enclaves/e1?*")
    settled(page)
    expect(page.locator(".page-title")).to_contain_text("甲片区")
    expect(page.locator("#dossier-timeline li")).to_have_count(5)
    page.locator(".bar-row a").first.click()
    page.wait_for_url("**/enclaves?*")
    settled(page)
    assert page.locator('.tile[data-state="error"]').count() == 0


def test_an_odd_number_has_its_page_in_both_languages(open_page: Open) -> None:
    page = open_page("/enclaves")
    page.locator("#enclaves-gaps").get_by_role("link", name="戊交界").first.click()
    page.wait_for_url("**%2F**")
    settled(page)
    page.locator("a[hreflang=en]").click()
    page.wait_for_url("**lang=en*")
    expect(page.locator(".page-title")).to_contain_text(ODD)


def test_charts_have_words_and_a_table_behind_them(open_page: Open) -> None:
    page = open_page("/enclaves?by=territory_district")
    labels = [each.get_attribute("aria-label") for each in page.locator(".chart").all()]
    assert len(labels) == CHARTS and all(labels)
    page.locator("#enclaves-burnup summary").click()
    expect(page.locator("#enclaves-burnup table")).to_be_visible()


def test_a_bar_leads_to_the_district_with_the_day_kept(open_page: Open) -> None:
    page = open_page("/enclaves?by=territory_district&as_of=2024-02-25")
    page.locator("#enclaves-divided summary").click()
    page.locator("#enclaves-divided table a").first.click()
    page.wait_for_url("**territory_district=*")
    settled(page)
    assert "as_of=2024-02-25" in page.url
    expect(page.locator(".chip").first).to_contain_text("属地区")


def test_a_phone_is_not_wider_than_its_screen(open_page: Open) -> None:
    for path in ("/enclaves", "/enclaves/e1", "/enclaves?lang=en"):
        page = open_page(path, width=390, height=844, color_scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path

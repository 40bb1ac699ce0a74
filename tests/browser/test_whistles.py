"""Whistles in the browser: from the page to one whistle and its case, the table behind a chart, on a phone."""

from playwright.sync_api import expect

from tests.browser.conftest import Open, settled

CHARTS = 7


def test_from_the_worst_call_to_its_whistle_and_back(open_page: Open) -> None:
    page = open_page("/whistles?as_of=2024-05-31")
    labels = [each.get_attribute("aria-label") for each in page.locator(".chart").all()]
    assert len(labels) == CHARTS and all(labels)
    page.locator("#whistles-worst summary").click()
    page.locator("#whistles-worst").get_by_role("link", name="v1").click()
    page.wait_for_url("**/whistles/v1?*")
    settled(page)
    expect(page.locator(".page-title")).to_contain_text("v1")
    expect(page.locator("#whistle-calls tbody tr")).to_have_count(2)
    page.locator(".bar-row a").first.click()
    page.wait_for_url("**/whistles?*")
    settled(page)
    assert "as_of=2024-05-31" in page.url and page.locator('.tile[data-state="error"]').count() == 0


def test_a_street_leads_to_its_own_whistles(open_page: Open) -> None:
    page = open_page("/whistles")
    page.locator("#whistles-streets").get_by_role("link", name="一街").click()
    page.wait_for_url("**street=S1*")
    settled(page)
    expect(page.locator(".chip").first).to_contain_text("街道")
    assert page.locator('.tile[data-state="error"]').count() == 0


def test_both_pages_fit_a_phone(open_page: Open) -> None:
    for path in ("/whistles", "/whistles/v1", "/whistles?lang=en"):
        page = open_page(path, width=390, height=844, color_scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path

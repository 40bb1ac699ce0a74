"""Departments in the browser: chosen from the list, its cases, its own page from the closure page, on a phone."""

from playwright.sync_api import expect

from tests.browser.conftest import Open, settled


def test_a_department_is_chosen_and_left_again(open_page: Open) -> None:
    page = open_page("/department?as_of=2024-05-20")
    expect(page.locator("#department-grid .ag-center-cols-container .ag-row").first).to_be_visible()
    page.select_option("#choose-department", "D2")
    page.wait_for_url("**department=D2*")
    settled(page)
    assert "as_of=2024-05-20" in page.url
    expect(page.locator("#department-grid .ag-center-cols-container .ag-row")).to_have_count(1)
    assert page.locator('.tile[data-state="error"]').count() == 0
    page.locator(".bar-row a").first.click()
    page.wait_for_url(lambda url: "department=D2" not in url)


def test_what_is_missing_is_named(open_page: Open) -> None:
    page = open_page("/department?department=D2")
    expect(page.locator("#department-items .tile")).to_have_attribute("data-state", "no_feed")
    expect(page.locator("#department-overdue .tile")).to_have_attribute("data-state", "ok")


def test_a_phone_is_not_wider_than_its_screen(open_page: Open) -> None:
    for path in ("/department", "/department?department=D2&lang=en"):
        page = open_page(path, width=390, height=844, color_scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path

"""Every page, in both languages, both themes and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, settled

PAGES = {
    **{"/": 9, "/closure": 7, "/theatre": 8, "/theatre/sheet": 5, "/verdict": 13, "/definitions": 3, "/data": 5},
    **{"/assessment": 1, "/assessment/audit": 1, "/assessment/whatif": 4, "/assessment/scheme": 4},
    "/assessment/exclusions": 3,
    "/whistles": 16,
}
NAMES = {
    "zh": (
        *("总览", "办结", "战区", "群众评判", "吹哨报到", "飞地", "部门派单"),
        *("得分", "评价审计", "权重推演", "评价方案", "剔除登记"),
        *("口径", "数据运行"),
    ),
    "en": (
        *("Overview", "Closure", "Theatre", "People's verdict"),
        *("Whistles and arrivals", "Enclaves", "Departments"),
        *("Scores", "Rating audit", "What-if", "Scheme", "Exclusions"),
        *("Definitions", "Data"),
    ),
}


def states(page: Page) -> set[str | None]:
    """The states of all tiles."""
    return {tile.get_attribute("data-state") for tile in page.locator(".tile").all()}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(open_page: Open, path: str, lang: str) -> None:
    page = open_page(f"{path}?lang={lang}")
    assert page.locator(".tile").count() >= PAGES[path]
    assert states(page) <= {"ok", "empty", "no_feed"}
    assert tuple(page.locator(".nav-link .word").all_inner_texts()) == NAMES[lang]
    expect(page.locator(".band.synthetic")).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(open_page: Open, path: str, lang: str) -> None:
    page = open_page(f"{path}?lang={lang}", width=390, height=844)
    page.wait_for_timeout(500)
    shown, room = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
    assert shown <= room


def test_the_overview_fits_one_screen(open_page: Open) -> None:
    page = open_page("/")
    assert page.evaluate("document.scrollingElement.scrollHeight <= window.innerHeight")


def test_the_theme_follows_the_system_and_then_the_reader(open_page: Open) -> None:
    page = open_page("/", color_scheme="dark")
    paper = "getComputedStyle(document.querySelector('.js-plotly-plot .main-svg')).backgroundColor"
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate(paper) == "rgb(20, 26, 34)"
    page.locator('[data-act="theme"]').click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    page.wait_for_timeout(500)
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.reload()
    settled(page)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_a_full_screen_is_a_wall_with_larger_type_in_charts_too(open_page: Open) -> None:
    page = open_page("/", width=1920, height=1080)
    label = page.locator("#overview-map .heatmap-label text").first
    sizes = "element => parseFloat(getComputedStyle(element).fontSize)"
    before = label.evaluate(sizes), page.locator(".card-figure").first.evaluate(sizes)
    page.locator('[data-act="screen"]').click()
    expect(page.locator("html")).to_have_class("wall")
    page.wait_for_timeout(1000)
    assert (label.evaluate(sizes), page.locator(".card-figure").first.evaluate(sizes)) == tuple(
        1.25 * size for size in before
    )


def test_the_navigation_is_a_drawer_on_a_phone(open_page: Open) -> None:
    page = open_page("/", width=390, height=844)
    expect(page.locator(".nav-side")).not_to_be_in_viewport()
    page.locator(".burger").click()
    expect(page.locator(".nav-side")).to_be_in_viewport()
    page.get_by_role("link", name="办结").first.click()
    page.wait_for_url("**/closure?*")


def test_the_keyboard_reaches_the_first_figure(open_page: Open) -> None:
    page = open_page("/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.card-figure') !== null"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize(("path", "charts"), [("/closure", 5), ("/verdict", 4)])
def test_every_chart_has_words(open_page: Open, path: str, charts: int) -> None:
    page = open_page(path)
    labels = [each.get_attribute("aria-label") for each in page.locator(".chart").all()]
    assert len(labels) == charts and all(labels)

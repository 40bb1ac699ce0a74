"""On paper: black on white whatever the theme, without what can only be clicked."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open


def test_the_overview_fits_one_sheet(open_page: Open) -> None:
    sheets = open_page("/").pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1


def test_a_dark_page_is_printed_black_on_white_with_its_question(open_page: Open) -> None:
    page = open_page("/closure?period=2024-03", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = (
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.querySelector('.tile')))"
    )
    assert page.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    expect(page.locator(".nav-side")).not_to_be_visible()
    expect(page.locator("#choose-period")).to_be_visible()

"""The page of the data itself: the grids of its files and of the records that were refused."""

from playwright.sync_api import expect

from tests.browser.conftest import FILES, Open
from tests.dashboard.journalled import SAMPLES


def test_the_grids_are_drawn_before_the_reader_scrolls_to_them(open_page: Open) -> None:
    page = open_page("/data", width=390, height=300)
    for name, rows in (("files", FILES), ("samples", FILES * SAMPLES)):
        grid = page.locator(f"#data-{name}-grid")
        expect(grid.locator("[aria-rowcount]")).to_have_attribute("aria-rowcount", str(rows + 1))
        first = grid.locator(".ag-pinned-left-cols-container [row-index='0']")
        expect(first).to_contain_text("案件_", use_inner_text=True)
    assert page.evaluate("window.scrollY") == 0

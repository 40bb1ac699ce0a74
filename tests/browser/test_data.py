"""The page of the data itself: the grids of its files and of the records that were refused."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FILES, Open
from tests.dashboard.journalled import SAMPLES


@pytest.mark.parametrize("width, height", [(1440, 900), (390, 844)])
def test_the_grids_are_drawn_before_the_reader_scrolls(open_page: Open, width: int, height: int) -> None:
    page = open_page("/data", width=width, height=height)
    for name, rows in (("files", FILES), ("samples", FILES * SAMPLES)):
        grid = page.locator(f"#data-{name}-grid")
        expect(grid.locator(".ag-pinned-left-cols-container [row-index='0']")).to_contain_text("案件_")
        expect(grid.locator("[role='treegrid'], [role='grid']").first).to_have_attribute("aria-rowcount", str(rows + 1))
    assert page.evaluate("window.scrollY") == 0

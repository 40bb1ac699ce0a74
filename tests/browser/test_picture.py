"""The image of a chart says by itself what it shows."""

import struct
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Open


def saved(page: Page, tile: str) -> tuple[str, bytes]:
    """The image of a tile's chart and its file's name."""
    chart = page.locator(f"{tile} .js-plotly-plot")
    chart.hover()
    with page.expect_download() as download:
        chart.locator(".modebar-btn").first.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_an_image_has_a_title_block_and_a_name_that_tells_place_and_day(open_page: Open) -> None:
    page = open_page("/closure?district=X&as_of=2024-05-20")
    name, image = saved(page, "#closure-trend")
    assert name.startswith("走势(按上报时间)_全市-") and name.endswith("_2024-05-20_合成数据.png")
    chart = page.locator("#closure-trend .js-plotly-plot").bounding_box()
    width, height = struct.unpack(">II", image[16:24])
    assert chart and width > 2 * chart["width"] and height > 2 * chart["height"] + 150, "words stand above and below"

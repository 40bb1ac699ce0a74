"""The frame around every page."""

import dash
from dash import Dash

from dashboard.address import Address
from dashboard.views import frame
from tests.dashboard.test_views import drawn

PAGES = [frame.Entry(key, f"/{key}", group, "M0 0z") for key, group in (("data", "data"), ("overview", "board"))]


def test_the_navigation_shows_groups_in_their_order_and_leaves_out_empty_ones() -> None:
    shown = drawn(frame.frame(PAGES, "overview", "overview", Address(), None, []))
    assert shown.index("看板") < shown.index("总览") < shown.index("数据运行")
    assert "考评" not in shown


def test_every_page_of_the_navigation_is_in_a_group_that_is_shown(app: Dash) -> None:
    groups = {page.get("group") for page in dash.page_registry.values()} - {None}
    assert groups <= set(frame.GROUPS)

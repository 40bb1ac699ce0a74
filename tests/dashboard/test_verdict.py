"""The verdict page's views: states in words, order of units, levels, what rises."""

from datetime import date
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views import again, finders, verdict
from tests.dashboard.answering import answer, count, no_feed, total
from tests.dashboard.test_views import drawn
from warehouse import Period

HERE = Address("/verdict", {"district": "X"}, period="2024-05")
PAIR = ("closure_rate", "confirmed_rate")
WEEKS = [Period(f"2024-W{n}", "week", date(2024, 5, n - 14), date(2024, 5, n - 8)) for n in (20, 21)]


def pair(whole: Any, units: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Both rates by district."""
    groups = [{code: both[at] for code, both in units.items()} for at in (0, 1)]
    return {name: answer(whole, "district", groups[at], name) for at, name in enumerate(PAIR)}


def item(code: str, n: int) -> dict[str, Any]:
    return {"key": {"item_3": {"code": code, "name": code}}, **count(n)}


def week(counts: dict[str, int]) -> dict[str, Any]:
    """The reports of a week by item."""
    return {**answer(count(sum(counts.values()))), "groups": [item(code, n) for code, n in counts.items()]}


def level(found: str, closed: str, n: int) -> dict[str, Any]:
    key = {"found_level": {"code": found, "name": found}, "closed_level": {"code": closed, "name": closed}}
    return {"key": key, **count(n)}


MISSING = no_feed("followup")
VIEWS = {
    "declared": verdict.declared(pair(MISSING, {}), "district", HERE, 1, False),
    "calls": verdict.calls(answer(MISSING, metric="callback_coverage"), HERE, 1, False),
    "levels": finders.levels(answer(MISSING), HERE, 1, False),
    "sides": finders.sides({name: answer(MISSING) for name in finders.RATES}, HERE, 1, False),
    "again": again.most(answer(MISSING), "item_3", HERE, 1),
    "rising": again.rising(WEEKS, [answer(MISSING)] * 2, HERE, 1),
}


@pytest.mark.parametrize("name", VIEWS)
def test_what_a_missing_feed_leaves_out_is_said(name: str) -> None:
    assert '"data-state": "no_feed"' in drawn(VIEWS[name]) and "回访" in drawn(VIEWS[name])


def test_the_widest_gap_comes_first_and_small_numbers_last() -> None:
    units = {
        "narrow": (total(97, 3), total(90, 10)),
        "wide": (total(98, 2), total(60, 40)),
        "few": (total(99, 1), total(0, 4)),
        "unheard": (total(99, 1), total(0, 0)),
        "unspecified": (total(1, 9), total(0, 50)),
    }
    shown = verdict.declared(pair(total(80, 20), units), "district", HERE, 1, False)
    [picture] = [each.data for each in shown._traverse() if type(each).__name__ == "Store"]
    assert picture["layout"]["yaxis"]["ticktext"] == ["wide区", "narrow区", "few区"]
    assert [trace["x"] for trace in picture["data"]] == [[60.0, 90.0, 0.0], [98.0, 97.0, 99.0]]
    assert "有效回访不足 30 件的排在后面" in drawn(shown)
    assert "38.00 个百分点" in drawn(shown)


def test_many_units_stand_in_a_grid_as_numbers() -> None:
    units = {f"u{number:03}": (total(98, 2), total(60, 40)) for number in range(101)}
    shown = verdict.declared(pair(total(80, 20), units), "district", HERE, 1, False)
    [grid] = [each for each in shown._traverse() if type(each).__name__ == "AgGrid"]
    assert len(grid.rowData) == 101
    wanted = {"reported": 100, "closed": 98, "declared": 98.0, "heard": 100, "confirmed": 60, "rate": 60.0, "gap": 38.0}
    assert {key: grid.rowData[0][key] for key in wanted} == wanted


def test_levels_stand_from_the_city_down_with_their_shares() -> None:
    groups = [level("community", "district", 3), level("community", "community", 1), level("city", "unspecified", 5)]
    shown = finders.levels({**answer(count(9)), "groups": groups}, HERE, 1, False)
    [picture] = [each.data for each in shown._traverse() if type(each).__name__ == "Store"]
    assert [trace["name"] for trace in picture["data"]] == ["district", "community", "unspecified"]
    assert [trace["x"] for trace in picture["data"]] == [[0.0, 75.0], [0.0, 25.0], [100.0, 0.0]]
    assert picture["layout"]["yaxis"]["ticktext"] == ["city", "community"]


def test_levels_that_nobody_told_are_no_chart() -> None:
    groups = [level("unspecified", "unspecified", 5)]
    shown = finders.levels({**answer(count(5)), "groups": groups}, HERE, 1, False)
    assert '"data-state": "empty"' in drawn(shown)


def names(shown: Component) -> list[str]:
    """The first column of a table, as written."""
    return [each.children for each in shown._traverse() if type(each).__name__ == "Link"]


def test_what_rose_every_week_stands_before_what_rose_more() -> None:
    counts = [
        {"steady": 2, "jump": 5, "fell": 9},
        {"steady": 3, "jump": 4, "fell": 8},
        {"steady": 4, "jump": 30, "fell": 1},
    ]
    shown = again.rising([*WEEKS, WEEKS[-1]], [week(each) for each in counts], HERE, 1)
    assert names(shown) == ["▲ steady", "jump"]
    assert "by=item_3&by=week&from=2024-05-06&to=2024-05-13" in drawn(shown)


def test_nothing_that_came_back_is_said_in_words() -> None:
    shown = again.most({**answer(total(0, 5)), "groups": [{**item("a", 0), **total(0, 5)}]}, "item_3", HERE, 1)
    assert "没有办结后又报的案件" in drawn(shown)

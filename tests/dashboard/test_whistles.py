"""The whistles page: every figure is the warehouse's answer; curves, identities, lists, and one whistle as of a day."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks import whistle as one
from dashboard.callbacks import whistles
from dashboard.views import blowers, hours, soon, through, unfinished, worst
from dashboard.views import whistle as record
from dashboard.views import whistles as view
from tests.dashboard.answering import answer, no_feed
from tests.dashboard.test_callbacks import visit
from tests.dashboard.test_enclaves import picture
from tests.dashboard.test_views import drawn
from tests.dashboard.walked import wrong_cards, wrong_tiles
from tests.tiny import load
from warehouse import Record, Unknown, ask

HERE = Address("/whistles")
MISSING = answer(no_feed("whistle", "whistle_call"))
MAY = {"period": "2024-05", "as_of": "2024-05-31"}
QUERIES = (
    {},
    {"as_of": "2024-05-02"},
    {"by": "street", "lang": "en"},
    {"street": "S1", "period": "2024-05"},
    {"whistle_kind": "emergency", "by": ["whistle_kind", "week"]},
)
TILES = (
    *(whistles.show_course, whistles.show_soon, whistles.show_divided, whistles.show_hours, whistles.show_night),
    *(whistles.show_unfinished, whistles.show_joint, whistles.show_streets, whistles.show_through),
)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_figure_of_the_page_is_what_ask_says(app: Dash, client: FlaskClient, query: dict[str, Any]) -> None:
    here = visit("/whistles", **query)
    cards, _ = whistles.show_cards(here)
    assert list(wrong_cards(client, here, cards)) == []
    for show in TILES:
        shown = show(here)
        assert list(wrong_tiles(client, here, list(shown) if isinstance(shown, tuple) else [shown])) == [], show


def test_a_curve_meets_the_limit_at_the_rate_and_leaves_out_who_never_came(app: Dash) -> None:
    here = visit("/whistles", **MAY)
    rates = ask(here.snapshot, here.address.question(view.ONTIME, ("whistle_kind",)))
    curves = {trace["name"]: trace for trace in picture(whistles.show_soon(here))["data"]}
    words = {"emergency": "应急处置哨", "enforcement": "综合执法哨"}
    for group in rates.groups:
        if group.total.ratio is not None:
            curve = curves[words[group.key["whistle_kind"]]]
            at_limit = curve["y"][curve["x"].index(100)]
            assert at_limit == pytest.approx(float(group.total.ratio * 100), abs=0.005)
            assert curve["y"] == sorted(curve["y"]) and (curve["x"][0], curve["y"][0]) == (0, 0)
    emergency, enforcement = (curves[words[kind]] for kind in ("emergency", "enforcement"))
    assert emergency["y"][emergency["x"].index(100)] == 50, "30:00 is in time, 30:01 is not"
    assert emergency["y"][-1] == 100 and enforcement["y"][-1] == 50, "who never came is in no step"
    assert "重点工作哨" not in curves, "its only call is not due"


def test_joint_whistles_are_counted_whole_for_each_and_once_for_the_city(app: Dash) -> None:
    shown = drawn(whistles.show_streets(visit("/whistles", **MAY)))
    assert "5 = 各街道之和 6 − 联合哨重复 1;分摊口径之和 5" in shown
    assert "view=participation" in shown and "view=shared" in shown
    whole = drawn(whistles.show_joint(visit("/whistles", **MAY)))
    assert whole.count('"/export/ask/whistle_count.xlsx') == 4


def test_the_download_says_how_its_total_adds_up(client: FlaskClient) -> None:
    words = "5 = 各单位之和 6 − 重复 1"
    whole = client.get("/export/ask/whistle_count.csv?period=2024-05&by=street&view=participation").get_data(
        as_text=True
    )
    assert f"合计（{words}）" in whole.splitlines()[-1]
    shared = client.get("/export/ask/whistle_count.csv?period=2024-05&by=street&view=shared").get_data(as_text=True)
    assert words not in shared and "S2,新二街,1.5,1,0.5," in shared, shared
    sheet = openpyxl.load_workbook(
        BytesIO(client.get("/export/ask/whistle_count.xlsx?period=2024-05&by=street").data)
    ).worksheets[0]
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert words in said and any("按参与件数" in cell for cell in said)


def test_the_calls_behind_a_figure_come_as_a_file(client: FlaskClient) -> None:
    link = "/export/rows/left_early_rate.csv?period=2024-05&bin=left_early"
    head, row = client.get(link).get_data(as_text=True).splitlines()
    assert "到场时间" in head and row.startswith("v1,2024-05-01 10:00:00,2024-05-01 10:30:01,")


@pytest.fixture
def without(warehouse: Path, tmp_path: Path) -> Iterator[None]:
    """A city that has cases and nothing else."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/case.csv").write_text("case_id,reported_at\nA,2024-05-01 08:00:00\n", "utf-8")
    data.use(load(tmp_path / "inbox", tmp_path / "w"))
    yield
    data.use(warehouse)


def test_a_city_without_whistles_says_which_feeds_are_missing(app: Dash, without: None) -> None:
    here = visit("/whistles")
    cards, title = whistles.show_cards(here)
    assert title == "吹哨报到" and all(getattr(card, "data-state") == "no_feed" for card in cards)
    for show in (*TILES, whistles.show_worst):
        shown = show(here)
        for tile in shown if isinstance(shown, tuple) else (shown,):
            assert '"data-state": "no_feed"' in drawn(tile) and "哨件" in drawn(tile), show
    with pytest.raises(Unknown):
        one.show_whistle(visit("/whistles/v1"))


def test_who_left_early_and_who_signed_and_never_came_are_named(app: Dash) -> None:
    absent, left = (drawn(each) for each in reversed(whistles.show_unfinished(visit("/whistles", **MAY))))
    assert "甲局" in absent and "50.00 %" in absent and "bin=signed_absent" in absent
    assert "乙局" in left and "甲局" not in left


def test_the_worst_calls_come_with_their_moments(app: Dash) -> None:
    shown = whistles.show_worst(visit("/whistles", **MAY))
    told = drawn(shown)
    assert told.index("v2") < told.index("v1"), "ten hours before a second"
    assert "/whistles/v2" in told and "超时未到" in told and "bin=never_arrived" in told and "bin=late" in told
    symbols = {trace["name"]: trace for trace in picture(shown)["data"] if trace.get("mode") == "markers"}
    assert symbols["时限"]["x"] == [0.5, 0.5] and symbols["到场"]["x"] == [0.5]


def test_a_whistle_is_told_as_of_the_day(app: Dash) -> None:
    facts, calls, timeline, _, title = one.show_whistle(visit("/whistles/v1", as_of="2024-05-31"))
    assert title == "哨件 v1:应急处置哨,已办结"
    assert "一街、" in drawn(facts) and "/closure/case/c002" in drawn(facts)
    told = drawn(calls)
    assert "及时到场" in told and "迟到" in told and "提前离场" in told and "留到办结" in told
    order = ["哨件办结", "离场", "到场", "签收", "吹哨"]
    places = [drawn(timeline).rindex(word) for word in order]
    assert places[0] > places[-1]


class TestRated:
    """The city whose streets rate departments after each whistle."""

    def test_a_whistle_is_told_with_how_streets_rated_it(self, rated: None) -> None:
        *_, ratings, _ = one.show_whistle(visit("/whistles/W 2024-02 S4"))
        shown = drawn(ratings)
        assert "到场及时" in shown and "解决实效" in shown and "S4街道" in shown and "水务局" in shown
        *_, ratings, _ = one.show_whistle(visit("/whistles/W 2024-02 S4", as_of="2024-02-19"))
        assert '"data-state": "empty"' in drawn(ratings), "it was rated on the 20th"


def test_a_voided_rating_says_so() -> None:
    row = {"street": "S1", "department": "D1", "criterion": "arrive", "level": 2}
    voided = row | {"submitted_at": datetime(2024, 5, 2), "voided_at": datetime(2024, 5, 20)}
    assert "2(已作废)" in drawn(record.ratings(Record({}, (), (), (voided,)), HERE))


def test_what_happened_later_is_not_told(app: Dash) -> None:
    _, calls, timeline, ratings, title = one.show_whistle(visit("/whistles/v2", as_of="2024-05-02"))
    assert title.endswith("未办结") and "超时未到" in drawn(calls) and "办结" not in drawn(timeline)
    assert '"data-state": "empty"' in drawn(ratings)
    with pytest.raises(Unknown):
        one.show_whistle(visit("/whistles/v2", as_of="2024-05-01"))
    with pytest.raises(Unknown):
        one.show_whistle(visit("/whistles/nowhere"))


def test_a_filter_that_a_tile_does_not_know_is_said(app: Dash) -> None:
    shown = drawn(whistles.show_through(visit("/whistles", department="D1")))
    assert "此项不按“部门”统计" in shown and '"data-state": "empty"' in shown


def test_a_department_that_sleeps_is_named() -> None:
    def group(code: str, watch: str, hits: int, n: int) -> dict[str, Any]:
        key = {"department": {"code": code, "name": code}, "watch": {"code": watch, "name": watch}}
        percent = f"{100 * hits / n:.2f}"
        value = {"ratio": str(Fraction(hits, n)), "decimal": str(hits / n), "percent": percent}
        return {"key": key, "state": "ok", "numerator": hits, "denominator": n, "n": n, "value": value}

    parts = answer(no_feed()) | {
        "groups": [
            *(group("D1", "day", 9, 10), group("D1", "night", 2, 10)),
            *(group("D2", "day", 9, 10), group("D2", "night", 0, 9)),
            *(group("D3", "day", 5, 10), group("D3", "night", 6, 10)),
        ]
    }
    whole = answer({**no_feed(), "state": "ok"})
    shown = drawn(hours.night(whole, parts, HERE, 1))
    assert "D1" in shown and "70.00 个百分点" in shown
    assert "D2" not in shown and "D3" not in shown, "too few calls; better at night"


VIEWS = {
    "course": view.course(MISSING, MISSING, "month", HERE, 1, False),
    "divided": view.divided({view.ONTIME: MISSING}, "department", HERE, 1, False),
    "soon": soon.soon({view.ONTIME: MISSING}, [], HERE, 1, False),
    "hours": hours.hours({**MISSING, "question": {"by": ["hour"]}}, HERE, 1, False),
    "night": hours.night(MISSING, MISSING, HERE, 1),
    "left": unfinished.most({**MISSING, "metric": "left_early_rate"}, HERE, 1),
    "worst": worst.worst(MISSING, [], HERE, 1, False),
    "streets": blowers.streets("grid", {view.COUNT: MISSING}, MISSING, HERE, 1),
    "through": through.through(MISSING, [], {through.COUNT: MISSING, through.HOURS: MISSING}, HERE, 1, False),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_missing_feed_is_said(name: str) -> None:
    shown = drawn(VIEWS[name])
    assert '"data-state": "no_feed"' in shown and "哨件" in shown


def test_a_page_without_whistles_has_its_plain_name() -> None:
    assert (view.title({}, "zh"), view.title({}, "en")) == ("吹哨报到", "Whistles and arrivals")

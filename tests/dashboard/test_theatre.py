"""The theatre page: over the changing city, the city with people, and one without officers, targets, programmes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from structlog.testing import capture_logs

from dashboard import data
from dashboard.callbacks import sheet, theatre
from dashboard.data import Visit
from tests.changing import INBOX
from tests.dashboard.test_callbacks import visit
from tests.dashboard.test_geojson import SQUARE, feature, written
from tests.dashboard.test_pages import layout
from tests.dashboard.test_views import drawn
from tests.tiny import load
from tests.warehouse.peopled import write
from warehouse import Unknown

Shown = dict[str, str]
PLACES = ("ladder", "map", "honours", "table", "leaders", "title")


@contextmanager
def reading(warehouse: Path, back: Path) -> Iterator[None]:
    """Pages read that warehouse for a while."""
    data.use(warehouse)
    yield
    data.use(back)


@pytest.fixture(scope="class")
def changing(app: Dash, warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The city whose areas and officers change."""
    with reading(load(INBOX, tmp_path_factory.mktemp("changing")), warehouse):
        yield


@pytest.fixture(scope="class")
def peopled(app: Dash, warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The city with people, targets and programmes."""
    folder = tmp_path_factory.mktemp("peopled")
    with reading(load(write(folder / "inbox"), folder / "warehouse"), warehouse):
        yield


def standing(here: Visit) -> Shown:
    """What the standing's callback shows, as the browser gets it."""
    return dict(zip(PLACES, map(drawn, theatre.show_standing(here)), strict=True))


def everything(here: Visit) -> str:
    """All that the page and the sheet show."""
    calls = [getattr(page, name) for page in (theatre, sheet) for name in dir(page) if name.startswith("show_")]
    return "".join(drawn(call(here)) for call in calls)


class TestWithoutOfficers:
    """The small nasty city: cases and areas, and nothing that a theatre would need beside."""

    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize("query", [{}, {"district": "X"}, {"street": "S1"}, {"community": "K1"}, {"by": "street"}])
    def test_every_tile_answers(self, app: Dash, lang: str, query: dict[str, str]) -> None:
        assert '"data-state": "error"' not in everything(visit("/theatre", lang=lang, **query))

    def test_what_has_not_been_loaded_is_named(self, app: Dash) -> None:
        shown = standing(visit("/theatre"))
        assert "尚未接入数据:主官" in shown["leaders"] and "空缺" not in shown["leaders"]
        assert "尚未接入数据(目标值)" in shown["table"]
        assert '"data-state": "no_feed"' in drawn(theatre.show_pilots(visit("/theatre")))

    def test_every_metric_of_the_chooser_can_be_ranked(self, app: Dash) -> None:
        for metric in data.measures(visit("/theatre")):
            shown = everything(visit("/theatre", metric=metric, period="2024-03"))
            assert '"data-state": "error"' not in shown, metric

    def test_a_metric_that_is_none_is_said(self, app: Dash) -> None:
        assert "没有这个指标" in layout("theatre", metric="beauty")
        with pytest.raises(Unknown):
            theatre.show_standing(visit("/theatre", metric="beauty"))

    def test_what_belongs_to_no_unit_is_always_seen(self, app: Dash) -> None:
        shown = standing(visit("/theatre"))
        assert "未登记" in shown["table"] and "未登记" in shown["map"]

    def test_an_empty_period_is_empty_in_every_tile(self, app: Dash) -> None:
        shown = theatre.show_standing(visit("/theatre", period="1999"))[:4]
        assert all(tile.to_plotly_json()["props"]["data-state"] == "empty" for tile in shown)

    def test_links_of_the_page_lead_deeper_into_it_and_downloads_are_of_its_question(self, app: Dash) -> None:
        shown = standing(visit("/theatre", metric="open_count", period="2024-03"))
        assert "/theatre?district=X&period=2024-03&metric=open_count" in shown["table"]
        assert "/export/rank/open_count.xlsx?by=district&period=2024-03&generation=2" in shown["table"]
        assert "/theatre/sheet?period=2024-03&metric=open_count" in shown["leaders"]

    def test_downloads_of_the_page_are_there(self, app: Dash) -> None:
        shown = standing(visit("/theatre", metric="open_count"))["ladder"]
        link = next(part for part in json.dumps(shown).split('\\"') if part.startswith("/export/rank"))
        assert app.server.test_client().get(link).status_code == 200

    def test_communities_of_a_whole_city_are_not_ranked(self, app: Dash) -> None:
        assert data.levels(visit("/theatre")) == ["district", "street"]
        assert data.level(visit("/theatre", by="community")) == "district"
        assert data.level(visit("/theatre", district="X", by=["community", "week"])) == "community"


class TestChanging:
    """Officers, free sub-levels, splits and marks."""

    def test_the_chain_of_officers_names_posts_since_and_vacancies(self, changing: None) -> None:
        shown = standing(visit("/theatre", street="S3", as_of="2024-05-31"))["leaders"]
        for words in ("示例市", "东区", "无在任主官登记", "党工委书记 乙二(2024-03-01 起)", "主任 丁四(2024-03-01 起)"):
            assert words in shown
        after = standing(visit("/theatre", street="S3", as_of="2024-07-31"))["leaders"]
        assert "丙三(2024-06-30 起)" in after and "丁四" not in after

    def test_a_free_sub_level_stands_in_the_chain(self, changing: None) -> None:
        shown = standing(visit("/theatre", community="K51", as_of="2024-05-31"))["leaders"]
        assert shown.index("五街") < shown.index("五街东片") < shown.index("戊东社区")

    def test_what_is_known_of_the_street_only_is_always_seen(self, changing: None) -> None:
        shown = standing(visit("/theatre", street="S4"))
        assert "未细分" in shown["table"] and "未细分 n = 1" in shown["map"]

    def test_an_old_code_shows_the_one_that_lasts(self, changing: None) -> None:
        here = visit("/theatre", street="S1", as_of="2024-07-31")
        assert data.place(here).code == "S3" and "三街" in standing(here)["leaders"]  # type: ignore[union-attr]

    def test_the_trend_marks_officers_and_changes_of_the_area(self, changing: None) -> None:
        shown = drawn(theatre.show_trend(visit("/theatre", street="S3", as_of="2024-07-31")))
        for words in ("党工委书记变动:空缺 → 乙二", "党工委书记变动:乙二 → 丙三", "合并:一街 → 三街", "①"):
            assert words in shown

    def test_a_moved_street_is_marked_in_both_districts(self, changing: None) -> None:
        marks = {code: drawn(theatre.show_trend(visit("/theatre", district=code))) for code in ("X", "Y")}
        assert "划出" in marks["X"] and "划入" in marks["Y"]

    def test_communities_to_be_split_and_split_are_listed_where_they_lie(self, changing: None) -> None:
        day = "2024-05-31"
        whole = drawn(theatre.show_sizes(visit("/theatre", as_of=day)))
        assert (
            "丁社区" in whole and "戊东社区(3,300 户)、戊西社区(2,900 户)" in whole and "应拆分 1 · 已拆分 1" in whole
        )
        street = drawn(theatre.show_sizes(visit("/theatre", street="S5", as_of=day)))
        assert "丁社区" not in street and "2024-05-01 拆分为" in street
        assert '"data-state": "empty"' in drawn(theatre.show_sizes(visit("/theatre", district="X", as_of=day)))

    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize("query", [{}, {"district": "Y"}, {"street": "S3"}, {"community": "K51"}])
    def test_every_tile_answers(self, changing: None, lang: str, query: dict[str, str]) -> None:
        assert '"data-state": "error"' not in everything(visit("/theatre", lang=lang, **query))


class TestPeopled:
    """Standings among like units, targets and programmes."""

    FEBRUARY = {"period": "2024-02", "by": "street"}

    def test_a_row_tells_place_interval_value_change_and_light(self, peopled: None) -> None:
        shown = standing(visit("/theatre", **self.FEBRUARY))["table"]
        for words in ("第1名(1–3) / 3", "并列第2名(1–3) / 3", "件数不足 5,不排名", "无可计算的记录", "9 / 10"):
            assert words in shown, words
        for words in ("▲ +40.00 个百分点", "✔ 达标", "✘ 劣于底线", "不计入考核", "吹哨试点(2024-02-01 加入)"):
            assert words in shown, words

    def test_counts_stand_beside_the_people(self, peopled: None) -> None:
        shown = standing(visit("/theatre", metric="open_count", by="street"))["table"]
        assert "每万人" in shown and "每户" in shown and "分子 / 分母" not in shown

    def test_the_ladder_holds_like_units_with_their_whiskers_and_targets(self, peopled: None) -> None:
        tile = theatre.show_standing(visit("/theatre", **self.FEBRUARY))[0]
        (store,) = [
            each for each in tile._traverse() if getattr(each, "id", None) == {"type": "picture", "name": "ladder"}
        ]
        (points,), layout_ = store.data["data"], store.data["layout"]
        assert layout_["yaxis"]["ticktext"] == [
            "<b>街道 (3)</b>",
            "甲街道",
            "乙街道",
            "丙街道",
            "<b>镇 (1)</b>",
            "己镇",
        ]
        assert points["x"] == [90.0, 80.0, 80.0, 50.0] and all(up > 0 for up in points["error_x"]["array"])
        assert points["marker"]["symbol"] == ["circle", "x", "circle", "triangle-up"]
        assert sorted({shape["x0"] for shape in layout_["shapes"]}) == [60.0, 80.0, 85.0]

    def test_the_first_and_the_most_improved_stand_side_by_side(self, peopled: None) -> None:
        shown = standing(visit("/theatre", **self.FEBRUARY))["honours"]
        assert "先进(前三)" in shown and "进步(前三)" in shown and "▲ +40.00 个百分点" in shown

    def test_the_title_says_how_many_missed_their_target(self, peopled: None) -> None:
        assert standing(visit("/theatre", **self.FEBRUARY))["title"].strip('"') == (
            "全市办结率 77.36 %;4 个街道(乡镇)中 2 个未达标"
        )

    def test_the_chosen_unit_stands_among_its_own_like(self, peopled: None) -> None:
        shown = standing(visit("/theatre", street="S2", period="2024-02"))
        assert "乙街道办结率 80.00 %;街道中列并列第2名(1–3) / 3" in shown["title"]
        assert "▼ −10.00 个百分点" in shown["leaders"] and "目标 85 %" in shown["leaders"]

    def test_programmes_show_both_sides(self, peopled: None) -> None:
        shown = drawn(theatre.show_pilots(visit("/theatre")))
        for words in ("已加入 1 / 6 个街道(乡镇)", "90.00 %", "9 / 10", "68.89 %", "31 / 45", "已退出 1 个"):
            assert words in shown, words

    def test_times_are_not_pooled_and_that_is_said(self, peopled: None) -> None:
        assert "不能相加" in drawn(theatre.show_pilots(visit("/theatre", metric="handle_hours")))

    def test_the_sheet_holds_places_targets_and_what_lies_below(self, peopled: None) -> None:
        street, district = (
            visit("/theatre/sheet", period="2024-02", **where) for where in ({"street": "S2"}, {"district": "X"})
        )
        shown = drawn(sheet.show_figures(street))
        for words in ("乙街道 主官一页纸", "2024年2月", "截至 2024-02-29", "并列第2名(1–3) / 3", "85 %"):
            assert words in shown, words
        below = drawn(sheet.show_rest(district))
        assert "甲街道" in below and "按现行规则,没有需要关注的事项" in below

    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize("query", [{}, {"district": "X"}, {"street": "S2"}, {"community": "K1"}])
    def test_every_tile_answers(self, peopled: None, lang: str, query: dict[str, str]) -> None:
        assert '"data-state": "error"' not in everything(visit("/theatre", lang=lang, **query))


class TestBoundaries:
    """The operator's own map."""

    @pytest.fixture(autouse=True)
    def _none_afterwards(self, app: Dash) -> Iterator[None]:
        yield
        data.use_boundaries(None)

    def shown(self, *features: Any, folder: Path, **query: Any) -> str:
        data.use_boundaries(written(folder, *features))
        return standing(visit("/theatre", **query))["map"]

    def test_shapes_take_the_place_of_tiles(self, tmp_path: Path) -> None:
        shown = self.shown(feature([SQUARE]), folder=tmp_path)
        assert (
            '"toself"' in shown and '"heatmap"' not in shown and "无边界:" in shown and "/theatre?district=X" in shown
        )

    def test_tiles_stand_where_no_unit_of_the_level_has_a_shape(self, tmp_path: Path) -> None:
        shown = self.shown(feature([SQUARE]), folder=tmp_path, district="X")
        assert '"heatmap"' in shown and "未采用" not in shown

    @pytest.mark.parametrize(
        ("more", "words", "reason"),
        [
            ({"properties": {"name": "东区"}}, "第 1 个要素没有区划代码", "no_code"),
            ({"properties": {"code": "999"}}, "1 个代码不在区划登记中:999", "unknown_codes"),
        ],
    )
    def test_a_refused_file_is_named_on_the_page_and_in_the_log(
        self, tmp_path: Path, more: dict[str, Any], words: str, reason: str
    ) -> None:
        with capture_logs() as lines:
            shown = self.shown(feature([SQUARE], **more), folder=tmp_path)
        assert "边界文件 map.geojson 未采用" in shown and words in shown and '"heatmap"' in shown
        (line,) = [line for line in lines if line["event"] == "boundaries refused"]
        assert line["file"] == str(tmp_path / "map.geojson") and line["reason"] == reason

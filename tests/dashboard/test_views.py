"""Views are pure: a document in, components out."""

import json
from datetime import date, datetime
from fractions import Fraction

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.address import Address
from dashboard.reading import Reading
from dashboard.views import (
    caption,
    card,
    closure,
    course,
    division,
    figure,
    handling,
    mosaic,
    numbers,
    overview,
    rank,
    sparkline,
    table,
    tile,
)
from dashboard.views.chart import config, marked
from tests.dashboard.answering import Document, answer, count, no_feed, total
from warehouse import metric

HERE = Address("/closure")
CITY = total(6_070_000, 200_000)


def drawn(component: object) -> str:
    """A component as the browser gets it."""
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def reading(now: Document, before: Document | None = None, name: str = "closure_rate") -> Reading:
    return Reading(metric(name), now, before, before, [Fraction(1, 2), None, Fraction(3, 4)])


def test_the_figure_of_the_city_is_written_compact_and_exact() -> None:
    assert numbers.percent(CITY) == "96.81 %"
    assert numbers.parts(CITY, "zh") == "607万 / 627万"
    assert numbers.parts(CITY, "en") == "6.07M / 6.27M"
    assert numbers.exact_parts(CITY, "zh") == "6,070,000 / 6,270,000"


@pytest.mark.parametrize(
    "n, written",
    [(0, "0"), (9_999, "9,999"), (10_000, "1万"), (123_456, "12.35万"), (None, "—"), ("7/2", "3.5")],
)
def test_counts_are_compact_from_ten_thousand_on(n: int | str | None, written: str) -> None:
    assert numbers.compact(n, "zh") == written


@pytest.mark.parametrize(
    "n, written", [("7/3", "2.3"), (Fraction(5, 2), "2.5"), ("12500/2", "6,250"), (1234.04, "1,234.0"), (0, "0")]
)
def test_credited_counts_have_one_decimal(n: numbers.Number, written: str) -> None:
    assert numbers.exact(n, "zh") == numbers.exact(n, "en") == written


def test_nothing_to_divide_by_is_a_dash_and_never_zero() -> None:
    assert numbers.percent(total(0, 0)) == "—"
    assert numbers.ratio(total(0, 0)) is None
    assert numbers.hundredths(None) is None


def test_the_age_of_data_is_told_in_hours_then_days() -> None:
    until = datetime(2021, 5, 31, 23, 59)
    assert numbers.age(until, datetime(2021, 6, 1, 3, 0), "zh") == "3 小时前"
    assert numbers.age(until, datetime(2021, 6, 10), "zh") == "9 天前"


def test_a_card_shows_figure_parts_and_change_in_points() -> None:
    shown = drawn(card.card(reading(CITY, total(96, 4)), HERE, "month", "/closure"))
    for words in (
        "96.81",
        "607万 / 627万",
        "6,070,000 / 6,270,000",
        "▲ +0.81 个百分点",
        "change better",
        "好转",
        '"data-state": "ok"',
    ):
        assert words in shown


def test_a_fall_of_what_should_be_low_is_better() -> None:
    shown = drawn(card.card(reading(count(80), count(100), "overdue_open_count"), HERE, "month", "/closure"))
    assert "▼ −20.0 %" in shown and "change better" in shown


def test_a_card_without_its_feed_names_the_feed() -> None:
    shown = drawn(card.card(reading(no_feed("case_event")), HERE, "month", "/closure"))
    assert '"data-state": "no_feed"' in shown and "案件流转" in shown


def test_a_small_n_is_said() -> None:
    assert "n = 5" in drawn(card.card(reading(total(5, 0)), HERE, "month", "/closure"))


def test_the_title_is_a_sentence_of_the_figures() -> None:
    readings = {
        "closure_rate": reading(CITY, total(96, 4)),
        "overdue_open_count": reading(count(12), None, "overdue_open_count"),
    }
    assert overview.title(readings, "zh") == "办结率 96.81 %;较去年同期升 0.81 个百分点;超期未办结 12 件"
    readings["closure_rate"] = reading(total(0, 0))
    assert overview.title(readings, "zh") == "总览"


def test_ranks_are_shared_by_equals_and_leave_out_what_has_no_figure() -> None:
    groups = answer(CITY, "district", {"A": total(9, 1), "B": total(18, 2), "C": total(0, 0), "D": total(1, 1)})[
        "groups"
    ]
    assert [group["key"]["district"]["code"] for group in rank.ranked(groups, "district", "higher")] == [
        "A",
        "B",
        "D",
    ]
    (only,) = rank.ends(groups, "district", HERE, "higher")
    assert [row.children[0].children for row in only.children[1].children] == ["1", "1", "3"]


def test_first_and_last_do_not_overlap() -> None:
    groups = answer(CITY, "district", {f"U{n}": total(n, 10) for n in range(1, 8)})["groups"]
    first, last = rank.ends(groups, "district", HERE, "higher")
    assert [len(each.children[1].children) for each in (first, last)] == [5, 2]


def test_the_bridge_leads_from_reported_to_due() -> None:
    completion = answer(total(90, 4, pending=5, no_due=1), metric="case_completion_rate")
    shown = drawn(closure.rates(answer(total(90, 10)), completion, HERE, 7, True))
    assert '"y": [100, 5, 1, 94, 90, 4]' in shown and '"base": [0, 95, 94, 0, 0, 90]' in shown
    assert "90.00 %" in shown and "95.74 %" in shown and "合成数据" in shown and "generation=7" in shown


def test_a_division_shows_the_lowest_first_and_leads_deeper() -> None:
    found = {name: answer(CITY, "district", {"A": total(9, 1), "B": total(1, 1)}) for name in division.RATES}
    shown = drawn(division.division(found, "district", HERE, 7, False))
    assert shown.index("/closure?district=A") < shown.index("/closure?district=B"), "bars are drawn from the foot up"
    assert "合成数据" not in shown


def test_the_table_pins_its_total_and_keeps_missing_missing() -> None:
    found = {name: answer(CITY, "district", {"A": total(0, 0)}) for name in division.RATES}
    grid = division.division_table(found, "district", HERE, "grid").children[1].children
    assert grid.dashGridOptions["pinnedBottomRowData"][0]["reported"] == 6_270_000
    assert grid.rowData[0]["closure_rate"] is None


@pytest.mark.parametrize("whole, state", [(total(0, 0), "empty"), (no_feed("case"), "no_feed")])
def test_tiles_say_why_they_show_nothing(whole: Document, state: str) -> None:
    nothing = answer(whole)
    shown = [
        overview.tile_map(nothing, "district", HERE, 1, False),
        closure.rates(nothing, nothing, HERE, 1, False),
        course.trend({"closure_rate": nothing}, "month", [], HERE, 1, False),
        handling.times(nothing, [], HERE, 1, False),
        course.ages([("0–2", whole, whole)], "2021-05-31", HERE, 1, False) if state == "no_feed" else tile.empty("zh"),
    ]
    assert [getattr(each, "data-state") for each in shown] == [state] * 5


def test_ages_put_what_is_overdue_apart_and_list_every_open_case() -> None:
    month = Address("/closure", period="2021-05")
    shown = drawn(course.ages([("0–2", total(1, 7), total(1, 3))], "2021-05-31", month, 1, False))
    assert "/export/rows/closure_rate.xlsx?generation=1&bin=open" in shown, "the stock, whatever the period"
    assert '"y": [3]' in shown and '"y": [4]' in shown


def test_times_are_gathered_into_bands_with_their_marks() -> None:
    points = {
        "p50": {"step": "hour", "number": 24, "shown": "1 天"},
        "p90": {"step": "minute", "number": 90, "shown": "90 分钟"},
    }
    document = answer({**total(4, 0), "value": points})
    shown = drawn(handling.times(document, [(30, 1), (90, 1), (1440, 1), (99999, 1)], HERE, 1, False))
    assert '"y": [1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]' in shown
    assert "中位数 1 天 · 90% 分位 90 分钟" in shown


def test_a_policy_is_marked_where_it_began() -> None:
    drawing = figure.trend(["2021-01", "2021-02"], [], [figure.Mark("2021-02", "扩面"), figure.Mark("1999-01", "无")])
    assert [each["text"] for each in drawing["layout"]["annotations"]] == ["扩面"]


def test_a_legend_hangs_on_the_picture_s_edge_not_on_the_plot() -> None:
    layers = [("超期", "@bad", [figure.Bar("0–2 天", 1, "", "")])]
    for drawing in (figure.trend(["2021-01"], []), figure.stacked(["0–2 天"], layers)):
        legend = drawing["layout"]["legend"]
        assert (legend["yref"], legend["y"], legend["yanchor"]) == ("container", 1, "top")


def test_what_belongs_to_no_unit_stands_apart_below() -> None:
    drawing = figure.bars([figure.Bar("甲", 1, "", "")], apart=[figure.Bar("未登记", 2, "", "", colour="@grey")])
    trace = drawing["data"][0]
    assert (trace["x"], trace["marker"]["color"]) == ([2, 1], ["@grey", "@accent"])
    assert trace["y"][1] - trace["y"][0] > 1


def test_a_line_is_dashed_where_cases_are_not_due_yet() -> None:
    points = ["2021-01", "2021-02", "2021-03"]
    line = figure.Line("率", [1, 2, 3], ["", "", ""], "@accent", ripe=2)
    first, rest = figure.trend(points, [line])["data"]
    assert (first["y"], rest["y"], rest["line"]["dash"]) == ([1, 2], [2, 3], "dash")


def test_policies_of_one_month_share_a_mark_and_are_named_below() -> None:
    groups = [{"key": {"month": {"code": f"2021-0{n}", "name": ""}}, **total(9, 1)} for n in (1, 2)]
    groups.append({"key": {"month": {"code": "2021-03", "name": ""}}, **total(0, 0)})
    document = {**answer(CITY), "groups": groups}
    policies = [("2021-02", date(2021, 2, day), f"办法{day}") for day in (1, 9)]
    shown = drawn(course.trend({"closure_rate": document}, "month", policies, HERE, 1, False))
    assert '"①②"' in shown and "② 2021-02-09 办法9" in shown
    assert "2021-03" not in shown, "the trend ends with the last step that holds a case"


def test_departments_sum_to_the_whole_by_share_of_the_case() -> None:
    found = {name: answer(CITY, "department", {"A": total(9, 1)}) for name in division.RATES}
    for document in found.values():
        document["question"]["view"] = "shared"
    assert "各行之和等于合计" in drawn(division.division_table(found, "department", HERE, "grid"))
    for document in found.values():
        document["question"]["view"] = "participation"
    assert "各行之和大于合计" in drawn(division.division_table(found, "department", HERE, "grid"))


def test_the_table_lists_the_worst_first_and_within_a_department_only_its_units() -> None:
    parts = {"unregistered": total(0, 1), "A": total(9, 1), "B": total(1, 1), "C": total(0, 0)}
    found = {name: answer(CITY, "district", parts) for name in division.RATES}
    for where, wanted in (({}, "BAC"), ({"department": "D"}, "BA")):
        grid = division.division_table(found, "district", Address("/closure", where), "grid").children[1].children
        assert [row["name"] for row in grid.rowData] == [*(f"{name}区" for name in wanted), "unregistered区"]


def test_tiles_of_the_map_fill_a_rectangle() -> None:
    drawing = mosaic.tiles([figure.Bar(str(n), n, "", "", f"/{n}") for n in range(16)])
    assert {len(row) for row in drawing["data"][0]["z"]} == {4}
    assert sum(value is not None for row in drawing["data"][0]["z"] for value in row) == 16


def test_a_sparkline_needs_two_points() -> None:
    assert sparkline.sparkline([1.0, None], "") is None
    assert sparkline.sparkline([1.0, None, 2.0], "course").alt == "course"


@pytest.mark.parametrize("lang, locale", [("zh", "zh-CN"), ("en", "en")])
def test_charts_offer_the_image_and_the_way_back_alone(lang: str, locale: str) -> None:
    offered = config(lang)
    assert offered["modeBarButtons"] == [["toImage", "resetScale2d"]]
    assert (offered["locale"], offered["plotlyServerURL"], offered["displaylogo"]) == (locale, "", False)


def test_a_mark_does_not_change_the_figure_it_marks() -> None:
    plain = {"data": [], "layout": {}}
    assert marked(plain, "合成数据")["layout"]["annotations"][0]["text"] == "合成数据"
    assert plain == {"data": [], "layout": {}}


def test_a_cell_without_value_is_a_dash() -> None:
    assert "—" in drawn(table.plain([table.Column("a", "A")], [{"a": None}]))


@pytest.mark.parametrize(
    "code, name",
    [
        ("2021", "2021年"),
        ("2021-Q2", "2021年第2季度"),
        ("2021-05", "2021年5月"),
        ("2021-W07", "2021年第7周"),
        ("五月考核", "五月考核"),
    ],
)
def test_periods_are_named_in_words(code: str, name: str) -> None:
    assert caption.code_name(code, "zh") == name


def test_a_caption_says_question_period_day_and_n() -> None:
    assert (
        caption.caption(answer(CITY, "district"), "zh") == "办结率(按区) · 累计至今 · 截至 2021-05-31 · n = 6,270,000"
    )


def test_an_unknown_refusal_has_words_too() -> None:
    assert "没有这个单位或取值" in drawn(tile.error("UNKNOWN_DISTRICT", "zh"))
    assert "未能算出" in drawn(tile.error("NO_SUCH_CODE", "zh"))

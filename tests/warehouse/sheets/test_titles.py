"""Names that still tell in a year what is in the file."""

from typing import Any

from warehouse.sheets import file_names


def test_a_name_tells_metric_groups_filters_period_day_and_generation(answer: dict[str, Any]) -> None:
    answer["snapshot"]["synthetic"] = False
    told, plain = file_names(answer, {}, "zh")
    assert told == "结案率_按区_网格员_2021-05_截至2021-05-31_g42"
    assert plain == "case_completion_rate_by-District__2021-05_asof-2021-05-31_g42"


def test_a_name_says_that_figures_are_synthetic(answer: dict[str, Any]) -> None:
    told, plain = file_names(answer, {"channel": "巡查"}, "zh")
    assert told.endswith("_巡查_2021-05_截至2021-05-31_g42_合成数据") and plain.endswith("_synthetic-data")


def test_a_list_is_named_by_its_bin(answer: dict[str, Any]) -> None:
    told, plain = file_names(answer, {}, "zh", "open_overdue")
    assert told.startswith("结案率_案件清单_超期未办结_网格员_")
    assert plain.startswith("case_completion_rate_cases_open_overdue_")


def test_a_filter_cannot_leave_its_folder(answer: dict[str, Any]) -> None:
    answer["question"]["where"] = {"channel": '../../x";\r\nSet-Cookie: a'}
    told, plain = file_names(answer, {}, "zh")
    assert not set('/";\r\n') & set(told + plain)

"""Addresses: whitelisted keys, checked values, and back again."""

from datetime import date

import pytest

from dashboard.address import Address, address
from warehouse import BadQuestion

QUERY = {
    "district": "D07",
    "by": ["street", "week"],
    "period": "2021-05",
    "as_of": "2021-05-31",
    "metric": "closure_rate",
    "list": "overdue",
    "sort": "-due_at",
    "filter": ["case_id:99", "channel:12345:1"],
    "lang": "en",
    "generation": "3",
}


def test_an_address_is_read_and_written_alike() -> None:
    assert address("/closure", QUERY).query() == QUERY


def test_an_address_becomes_a_link() -> None:
    assert address("/closure", {"district": "D 7"}).href() == "/closure?district=D+7"


def test_unknown_keys_are_dropped() -> None:
    assert address("/", {"colour": "red", "utm_source": ["a", "b"]}).query() == {}


def test_chinese_is_the_language_of_an_address_without_one() -> None:
    assert address("/", {"lang": "fr"}).lang == "zh"


def test_a_path_stays_as_it_is_spelt() -> None:
    spelt = "/enclaves/e5%2F%E4%B8%9C%2050%25"
    there = address(spelt, {"lang": "en"})
    assert there.href(lang="zh") == spelt and there.href("/enclaves/飞 地") == "/enclaves/%E9%A3%9E%20%E5%9C%B0?lang=en"


def test_a_link_deeper_keeps_the_rest() -> None:
    there = address("/closure", {"district": "D07", "period": "2021-05"})
    assert there.within(street="S1") == "/closure?district=D07&street=S1&period=2021-05"
    assert there.within(district=None) == "/closure?period=2021-05"


def test_a_download_names_metric_keys_and_generation() -> None:
    link = Address("/closure", where={"district": "D07"}).export("closure_rate", "xlsx", ("street",), 4)
    assert link == "/export/ask/closure_rate.xlsx?district=D07&by=street&generation=4"


def test_no_other_page_and_no_download_is_told_what_one_page_alone_uses() -> None:
    there = address("/theatre", {"metric": "open_count", "list": "overdue", "sort": "due_at", "filter": ["a:b"]})
    assert there.plain("/closure") == "/closure"
    assert (
        there.export("open_count", "csv", ("street",), 4, "rank")
        == "/export/rank/open_count.csv?by=street&generation=4"
    )


def test_the_filters_of_a_list_are_words_by_column() -> None:
    there = address("/closure", {"filter": ["case_id:99", "channel:a:b", "street:", "x"]})
    assert there.column_filters() == {"case_id": "99", "channel": "a:b"}


def test_days_are_days() -> None:
    assert address("/", {"from": "2021-02-01"}).since == date(2021, 2, 1)


@pytest.mark.parametrize(
    "query",
    [
        {"filter": {"a": "b"}},
        {"filter": 7},
        {"filter": [["a"]]},
        {"as_of": "yesterday"},
        {"as_of": "2021-02-30"},
        {"district": ["a", "b"]},
        {"district": {"a": 1}},
        {"generation": "-1"},
        {"generation": "9" * 30},
        {"period": 7},
        {"district": "x" * 201},
        {"by": [["street"]]},
        {"lang": 5},
    ],
)
def test_wrong_values_are_refused(query: dict[str, object]) -> None:
    with pytest.raises(BadQuestion):
        address("/", query)


@pytest.mark.parametrize("path, query", [(None, {}), (1, {}), ("/", None), ("/", "by=street")])
def test_what_is_no_address_is_refused(path: object, query: object) -> None:
    with pytest.raises(BadQuestion):
        address(path, query)

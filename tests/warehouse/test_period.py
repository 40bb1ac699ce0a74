"""Periods, and the earlier windows they are compared with."""

from datetime import date

import pytest

from warehouse import Period, Window, calendar, earlier, grain, last_year, span


def day(word: str) -> date:
    return date.fromisoformat(word)


def ends(window: Window | None) -> tuple[str, str, str]:
    assert window and window.period
    return str(window.period.first), str(window.period.last), str(window.as_of)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2100-02", "2100-02-01", "2100-02-28"),
        ("2024-W01", "2024-01-01", "2024-01-07"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
    ],
)
def test_calendar_periods_exist_by_themselves(code: str, first: str, last: str) -> None:
    found = calendar(code)
    assert found and (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    "code", ["2024-13", "2024-00", "2024-Q5", "2024-W54", "2021-W53", "24-05", "2024-5", "9999", ""]
)
def test_what_is_no_period_is_none(code: str) -> None:
    assert calendar(code) is None


@pytest.mark.parametrize(
    ("code", "as_of", "before", "year"),
    [
        # a whole month meets whole months, whatever their length
        (
            "2024-02",
            "2024-02-29",
            ("2024-01-01", "2024-01-31", "2024-01-31"),
            ("2023-02-01", "2023-02-28", "2023-02-28"),
        ),
        (
            "2023-02",
            "2023-02-28",
            ("2023-01-01", "2023-01-31", "2023-01-31"),
            ("2022-02-01", "2022-02-28", "2022-02-28"),
        ),
        # a half-grown month meets a half-grown month
        (
            "2024-05",
            "2024-05-20",
            ("2024-04-01", "2024-04-30", "2024-04-20"),
            ("2023-05-01", "2023-05-31", "2023-05-20"),
        ),
        # and one that has had ten days more to ripen, one that had them too
        (
            "2024-05",
            "2024-06-10",
            ("2024-04-01", "2024-04-30", "2024-05-10"),
            ("2023-05-01", "2023-05-31", "2023-06-10"),
        ),
        (
            "2024-Q1",
            "2024-03-31",
            ("2023-10-01", "2023-12-31", "2023-12-31"),
            ("2023-01-01", "2023-03-31", "2023-03-31"),
        ),
        (
            "2024",
            "2024-12-31",
            ("2023-01-01", "2023-12-31", "2023-12-31"),
            ("2023-01-01", "2023-12-31", "2023-12-31"),
        ),
        (
            "2024-W07",
            "2024-02-15",
            ("2024-02-05", "2024-02-11", "2024-02-08"),
            ("2023-02-13", "2023-02-19", "2023-02-16"),
        ),
    ],
)
def test_comparison_is_made_at_the_same_age(
    code: str, as_of: str, before: tuple[str, str, str], year: tuple[str, str, str]
) -> None:
    window = Window(calendar(code), day(as_of))
    assert ends(earlier(window)) == before
    assert ends(last_year(window)) == year


def test_a_span_of_days_meets_the_days_before_it() -> None:
    window = Window(span(day("2024-05-11"), day("2024-05-20")), day("2024-05-21"))
    assert ends(earlier(window)) == ("2024-05-01", "2024-05-10", "2024-05-11")
    assert ends(last_year(window)) == ("2023-05-11", "2023-05-20", "2023-05-21")


def test_the_leap_day_a_year_before_is_28_february() -> None:
    window = Window(span(day("2024-02-10"), day("2024-02-29")), day("2024-02-29"))
    assert ends(last_year(window)) == ("2023-02-10", "2023-02-28", "2023-02-28")


def test_steps_are_counted_from_where_one_stands() -> None:
    window = Window(calendar("2024-05"), day("2024-05-31"))
    assert [ends(earlier(window, back))[2] for back in (1, 2, 3)] == [
        "2024-04-30",
        "2024-03-31",
        "2024-02-29",
    ]


def test_everything_to_date_steps_by_months() -> None:
    window = Window(None, day("2024-03-31"))
    assert earlier(window) == Window(None, day("2024-02-29"))
    assert last_year(window) == Window(None, day("2023-03-31"))


def test_periods_of_the_feed_follow_their_kind() -> None:
    months = tuple(
        Period(f"K{number}", "assessment", date(2024, number - 1, 19), date(2024, number, 18)) for number in range(2, 6)
    )
    window = Window(months[-1], day("2024-05-18"))
    assert ends(earlier(window, 1, months)) == ("2024-03-19", "2024-04-18", "2024-04-18")
    assert earlier(window, 4, months) is None


def test_open_spans_have_nothing_before_them() -> None:
    assert earlier(Window(span(None, day("2024-05-20")), day("2024-05-20"))) is None
    assert last_year(Window(span(day("2024-05-20"), None), day("2024-05-20"))) is None


def test_grains_name_the_step_that_holds_a_day() -> None:
    assert [grain(kind, day("2021-01-03")).code for kind in ("month", "week", "day")] == [
        "2021-01",
        "2020-W53",
        "2021-01-03",
    ]

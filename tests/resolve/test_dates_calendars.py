"""Days of three calendars."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.resolve.dates.calendars import month_days, to_date, year_and_month, year_days


@pytest.mark.parametrize(
    ("calendar", "date", "day"),
    [
        ("hijri", (1445, 9, 1), dt.date(2024, 3, 11)),
        ("hijri", (1446, 1, 1), dt.date(2024, 7, 7)),
        ("solar", (1403, 1, 1), dt.date(2024, 3, 20)),
        ("solar", (1403, 12, 30), dt.date(2025, 3, 20)),
        ("solar", (1399, 12, 30), dt.date(2021, 3, 20)),
        ("gregorian", (2024, 2, 29), dt.date(2024, 2, 29)),
    ],
)
def test_a_date_is_a_gregorian_day(calendar: str, date: tuple[int, int, int], day: dt.date) -> None:
    assert to_date(calendar, *date) == day  # type: ignore[arg-type]


@pytest.mark.parametrize("date", [("gregorian", 2023, 2, 29), ("hijri", 1200, 1, 1), ("solar", 1403, 7, 31)])
def test_a_day_that_is_not_there_is_none(date: tuple[str, int, int, int]) -> None:
    assert to_date(*date) is None  # type: ignore[arg-type]


def test_months_and_years_follow_each_other_without_a_gap() -> None:
    first, second = month_days("hijri", 1445, 12), month_days("hijri", 1446, 1)
    assert first
    assert second
    assert first[1] + dt.timedelta(days=1) == second[0]
    whole = year_days("solar", 1402)
    assert whole == (dt.date(2023, 3, 21), dt.date(2024, 3, 19))


@given(st.dates(dt.date(1925, 1, 1), dt.date(2076, 12, 31)), st.sampled_from(["gregorian", "hijri", "solar"]))
def test_a_day_lies_in_the_month_that_it_is_said_to_lie_in(day: dt.date, calendar: str) -> None:
    year, month = year_and_month(calendar, day)  # type: ignore[arg-type]
    days = month_days(calendar, year, month)  # type: ignore[arg-type]
    assert days is not None
    assert days[0] <= day <= days[1]

"""Visible date lines of Arabic pages."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.ingest.page.date_line import read
from musnad.ingest.page.moments import from_address, moment

LINES = {
    "آخر تحديث: الاثنين 12 تشرين الثاني/نوفمبر 2024 - 10:30 م بتوقيت دمشق": ("2024-11-12T22:30:00+03:00", "updated"),
    "١٢ شوال ١٤٤٥ هـ الموافق ٢١ أبريل ٢٠٢٤م الساعة ١٢:٣٠ صباحاً": ("2024-04-21T00:30:00", None),
    "نُشر في: 05/06/2024 | 3:40 مساءً": ("2024-06-05T15:40:00", "published"),
    "مارس 12, 2024 10:30 ص": ("2024-03-12T10:30:00", None),
    "12 مارس، 2024": ("2024-03-12", None),
    "March 12, 2024 at 10:30 PM": ("2024-03-12T22:30:00", None),
    "الثلاثاء 12-3-2024م 10:30": ("2024-03-12T10:30:00", None),
    "آخر تحديث: 12/3/2024 الساعة 10:30 (مكة المكرمة) الموافق 7:30 (غرينتش)": ("2024-03-12T10:30:00+03:00", "updated"),
    "2024/03/12 10:30 GMT+3": ("2024-03-12T10:30:00+03:00", None),
    "10:30 - 12 آذار 2024": ("2024-03-12T10:30:00", None),
    "2024, 12 آذار": ("2024-03-12", None),
    "9 رمضان 1445 هـ": ("2024-03-19", None),
    "12 آب (أغسطس) 2024 04:05 م": ("2024-08-12T16:05:00", None),
    "الثلاثاء ، ١٢ آذار ٢٠٢٤ ، ٠٣:٤٠ م": ("2024-03-12T15:40:00", None),
    "12 جويلية 2023 - 21:05": ("2023-07-12T21:05:00", None),
    "الجمعة 14 غشت 2020 - 12:15": ("2020-08-14T12:15:00", None),
    "الساعة 8 مساء 12 مارس 2024": ("2024-03-12T20:00:00", None),
    "12 آذار ٢٠٢٤ | 20:15 بتوقيت غرينتش": ("2024-03-12T20:15:00+00:00", None),
    "آخر تحديث للموقع: السبت 18 أكتوبر 2025 - 21:40": ("2025-10-18T21:40:00", "other"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_date_line_is_read_with_its_clock_zone_and_label(line: str) -> None:
    assert tuple(read(line)[0]) == LINES[line]


def test_an_update_that_names_only_its_hour_is_of_the_day_named_before() -> None:
    times = [tuple(reading) for reading in read("نشر في 12 مارس 2024 10:30 | آخر تحديث 11:45")]
    assert times == [("2024-03-12T10:30:00", "published"), ("2024-03-12T11:45:00", "updated")]


def test_prose_that_names_a_day_is_no_date_line() -> None:
    assert not read("وقال مصدر طبي إن القصف الذي وقع في 12 مارس 2024 أدى إلى مقتل ثلاثة مدنيين وإصابة آخرين بجروح")


@given(st.dates(min_value=dt.date(1991, 1, 1), max_value=dt.date(2025, 12, 31)))
def test_digits_and_separators_do_not_change_the_day(day: dt.date) -> None:
    plain = f"{day:%d/%m/%Y}"
    spellings = (
        plain,
        plain.replace("/", "-"),
        plain.replace("/", "."),
        plain.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    )
    assert {read(spelling)[0].when for spelling in spellings} == {str(day)}


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("2024-03-12T10:30:00+0300", "2024-03-12T10:30:00+03:00"),
        ("Tue, 12 Mar 2024 10:30:00 GMT", "2024-03-12T10:30:00+00:00"),
        ("1710239400000", "2024-03-12T10:30:00+00:00"),
        ("2024/03/12 01:05 PM", "2024-03-12T13:05:00"),
        ("0000-00-00", None),
        ("1970-01-01T00:00:00Z", None),
        ("2099-01-01", None),
    ],
)
def test_moments_in_markup_are_read_in_any_form_and_implausible_ones_dropped(written: str, when: str | None) -> None:
    assert moment(written) == when


def test_an_address_names_a_day_only_in_whole_numbers() -> None:
    assert from_address("https://x.example/2024/03/12/a") == "2024-03-12"
    assert from_address("https://x.example/2024/123") is None

"""Spans and dates of `--since`."""

import datetime as dt

import pytest

from musnad.ingest.since import parse

NOW = dt.datetime(2024, 2, 5, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("written", "hours"), [("2d", 48), ("36h", 36), ("3w", 504), ("90m", 1.5), (" ٢ d ", 48), ("0d", 0), ("2D", 48)]
)
def test_a_span_counts_back_from_now(written: str, hours: float) -> None:
    assert parse(written, NOW) == NOW - dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-01-01", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        ("٢٠٢٤-٠١-٠١", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        ("2024-01-01T06:00+03:00", dt.datetime(2024, 1, 1, 3, tzinfo=dt.UTC)),
    ],
)
def test_a_date_is_its_midnight_in_utc_or_its_own_zone(written: str, moment: dt.datetime) -> None:
    assert parse(written, NOW) == moment


@pytest.mark.parametrize("written", ["", "d", "2x", "-2d", "2.5d", "yesterday", "أمس", "999999w", "2024-13-01"])
def test_anything_else_is_refused_with_examples(written: str) -> None:
    with pytest.raises(ValueError, match="no span such as 2d"):
        parse(written, NOW)


def test_the_future_is_refused() -> None:
    with pytest.raises(ValueError, match="lies in the future"):
        parse("2024-02-06", NOW)

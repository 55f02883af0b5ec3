"""Marked words of short articles and the days that they tell, as `dates.csv` has them.

Square brackets mark the words; ¶ is a line break. The sentences are made up for this table.
"""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from musnad.resolve.dates import date_of
from musnad.schema import Span
from musnad.text.document import Document

with Path(__file__).with_name("dates.csv").open(encoding="utf-8", newline="") as table:
    ROWS = [(row["published"], row["text"], row["start"], row["end"]) for row in csv.DictReader(table)]


@pytest.mark.parametrize(("published", "text", "start", "end"), ROWS, ids=[f"{row[1]} ({row[0]})" for row in ROWS])
def test_marked_words_tell_these_days(published: str, text: str, start: str, end: str) -> None:
    before, _, rest = text.replace("¶", "\n").partition("[")
    words, _, after = rest.partition("]")
    span = Span(len(before), len(before) + len(words))
    value = date_of(Document(before + words + after), span, dt.date.fromisoformat(published))
    assert value is not None
    assert (str(value.start), str(value.end)) == (start, end)


def test_no_row_stands_twice_in_the_table() -> None:
    assert [row for row, count in Counter(row[:2] for row in ROWS).items() if count > 1] == []

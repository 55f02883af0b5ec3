"""Tables: CSV, workbooks, Parquet."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from musnad.data import load_yaml
from musnad.ingest.sources.base import Document, Unreadable
from musnad.ingest.sources.local import LocalFile
from musnad.ingest.sources.table import TableSource, folded_name

TEXT = "قُتل ثلاثة مدنيين في قصف على سوق المدينة."


def source(content: str | bytes, name: str = "a.csv", **options: Any) -> TableSource:
    raw = content.encode() if isinstance(content, str) else content
    return TableSource(LocalFile(name, raw), **options)


def documents(content: str | bytes, name: str = "a.csv", **options: Any) -> list[Document]:
    found = list(source(content, name, **options).items())
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def failures(content: str | bytes, **options: Any) -> list[str]:
    return [str(item) for item in source(content, **options).items() if isinstance(item, Unreadable)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_every_encoding_and_dialect(encoding: str, delimiter: str) -> None:
    rows = [["العنوان", "نص الخبر", "تاريخ النشر"], ["قصف", f'"{TEXT}"', "2024-02-05"]]
    raw = "\r\n".join(map(delimiter.join, rows)).encode(encoding)
    [document] = documents(raw)
    assert document.record is not None
    found = document.record
    assert (found.title, found.text, found.published) == ("قصف", TEXT, "2024-02-05")


def test_the_evidence_is_the_row_as_json() -> None:
    [document] = documents(f"title,text,note\nقصف,{TEXT},س\n")
    assert json.loads(document.body) == {"title": "قصف", "text": TEXT, "note": "س"}


def test_a_row_is_named_by_the_line_where_it_begins() -> None:
    first, second = documents(f'text\n"{TEXT}\nسطر"\n{TEXT}\n')
    assert [first.address, second.address] == ["a.csv#2", "a.csv#4"]
    assert second.container is not None
    assert second.container.line == 4


def test_columns_are_chosen() -> None:
    [document] = documents(f"Headline,Body,x\nأ,ب,{TEXT}\n", columns={"text": "x", "title": "Headline"})
    assert document.record is not None
    assert (document.record.title, document.record.text) == ("أ", TEXT)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"text": "Body"}, "a.csv: text: there is no column 'Body'; the columns are: x, y"),
        ({"title": "x"}, "a.csv: text: no column is chosen for the text; the columns are: x, y"),
        (None, "a.csv: text: no column is named like the text of an article; the columns are: x, y"),
    ],
)
def test_a_column_that_is_not_there_is_named_with_those_that_are(columns: dict[str, str] | None, said: str) -> None:
    assert failures("x,y\n1,2\n", columns=columns) == [said]


def test_a_field_that_no_article_has_is_named() -> None:
    [said] = failures("x,y\n1,2\n", columns={"text": "x", "body": "y"})
    assert "body: an article has no such field" in said


def test_bad_rows_are_named_by_line_and_field_and_the_others_are_read() -> None:
    content = f'title,text\nأ,{TEXT}\nب,\nج,{TEXT},4\nد,"a"b\nه,{TEXT}\n'
    assert [one.address for one in source(content).items() if isinstance(one, Document)] == ["a.csv#2", "a.csv#6"]
    assert failures(content) == [
        "a.csv:3: text: there is no text",
        "a.csv:4: the row has 3 cells, the header 2",
        "a.csv:5: broken CSV: ',' expected after '\"'",
    ]


def test_a_quotation_mark_that_is_never_closed_is_named_with_its_line() -> None:
    [said] = failures(f'text\n{TEXT}\n"{TEXT}\n{TEXT}\n')
    assert said == "a.csv:3: broken CSV: unexpected end of data"


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2024-02-05T19:40:00+03:00", "2024-02-05T19:40:00+03:00"),
        ("٢٠٢٤/٠٢/٠٥", "2024-02-05"),
        ("25/02/2024 14:30", "2024-02-25T14:30"),
        ("٢٥/٢/٢٠٢٤ ٠٢:٣٠ م", "2024-02-25T14:30"),
        ("5 شباط/فبراير 2024", "2024-02-05"),
        ("الاثنين 5 فبراير 2024", "2024-02-05"),
        ("03/04/2024", None),
        ("أمس", None),
    ],
)
def test_dates_are_read_in_the_forms_of_tables(written: str, published: str | None) -> None:
    [document] = documents(f"text,date\n{TEXT},{written}\n")
    assert document.record is not None
    assert document.record.published == published
    assert [one.code for one in document.problems] == ([] if published else ["bad date"])


def test_the_dates_of_a_column_decide_together() -> None:
    found = documents(f"text,date\n{TEXT},03/04/2024\n{TEXT},2024-01-01\n{TEXT},25/04/2024\n")
    assert [one.record and one.record.published for one in found] == ["2024-04-03", "2024-01-01", "2024-04-25"]


def test_parquet_is_read(tmp_path: Path) -> None:
    moment = dt.datetime(2024, 2, 5, 20, tzinfo=dt.UTC)
    table = pa.table({"body": [TEXT, None], "date": [moment, None], "vector": [[1.5], None], "raw": [b"\xff", None]})
    parquet.write_table(table, tmp_path / "a.parquet")
    first, second = TableSource(tmp_path / "a.parquet").items()
    assert isinstance(first, Document)
    assert first.record is not None
    assert (first.record.text, first.record.published) == (TEXT, "2024-02-05T20:00:00+00:00")
    assert str(second).endswith("a.parquet:2: body: there is no text")


def test_a_workbook_is_read_and_its_sheet_chosen() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("أخبار").append(["النص", "التاريخ"])
    book["أخبار"].append([TEXT, dt.datetime(2024, 2, 5)])
    packed = io.BytesIO()
    book.save(packed)
    [document] = documents(packed.getvalue(), "a.xlsx", sheet="أخبار")
    assert document.record is not None
    assert (document.record.text, document.record.published) == (TEXT, "2024-02-05T00:00:00")


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx"])
def test_a_broken_file_is_named(name: str) -> None:
    [said] = source(b"PAR1 no" if name == "a.parquet" else b"PK\x03\x04 no", name).items()
    assert "that can be read" in str(said)


def test_names_of_columns_are_folded_sorted_and_stand_once() -> None:
    lists = load_yaml("musnad.ingest.sources", "columns.yaml")
    names = [name for one in lists.values() for name in one]
    assert all(one == sorted(one) for one in lists.values())
    assert names == [folded_name(name) for name in names]
    assert len(names) == len(set(names))

"""Files and folders, handed to the source of their kind."""

import gzip
import io
import json
from pathlib import Path

import pytest

from musnad.ingest.files import Incoming, articles
from musnad.ingest.records import Defaults
from musnad.ingest.sources.base import Document, Hints, Unreadable
from musnad.ingest.sources.files import FileOptions, FilesSource, NamedFile, named_files
from musnad.ingest.sources.kinds import kind_of
from musnad.ingest.sources.local import LocalFile, sha256_within

TEXT = "قُتل ثلاثة مدنيين أمس في قصف على سوق المدينة، وفق مصدر طبي."
PDF = Path(__file__).parent / "pdfs" / "kufi.pdf"
EXPORT = {
    "name": "قناة مختلقة",
    "type": "public_channel",
    "id": 1,
    "messages": [{"id": 5, "type": "message", "date_unixtime": "1707165000", "text": TEXT}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds files of many kinds."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.html").write_text(f"<html><body><p>{TEXT}</p></body></html>", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    (tmp_path / "d.csv").write_text(f"title,text\nقصف,{TEXT}\n", encoding="utf-8")
    (tmp_path / "e.pdf").write_bytes(PDF.read_bytes())
    (tmp_path / "f").mkdir()
    (tmp_path / "f/result.json").write_text(json.dumps(EXPORT), encoding="utf-8")
    (tmp_path / "g.txt").write_text(f"[25/11/23، 10:15:32 م] سامي: {TEXT}", encoding="utf-8")
    (tmp_path / ".hidden.csv").write_text("text\nx\n", encoding="utf-8")
    return tmp_path


def test_every_file_of_a_folder_is_read_as_its_kind(folder: Path) -> None:
    found = list(FilesSource([folder]).items())
    addresses = [item.address.removeprefix(f"{folder}/") for item in found if isinstance(item, Document)]
    assert addresses == ["a.txt", "b.html", "c.jsonl#1", "d.csv#2", "e.pdf", "f/result.json#5", "g.txt#1"]


def test_every_document_tells_its_bytes_and_its_file(folder: Path) -> None:
    for item in FilesSource([folder]).items():
        assert isinstance(item, Document)
        assert item.body
        assert item.container is not None
        assert item.address.startswith(item.container.path)


def test_a_page_is_left_to_be_read_later(folder: Path) -> None:
    [page] = FilesSource([folder / "b.html"]).items()
    assert isinstance(page, Document)
    assert (page.record, page.media_type) == (None, "text/html")


def test_hints_go_along_with_every_document(folder: Path) -> None:
    items = FilesSource([folder], Hints(outlet="صحيفة")).items()
    assert {item.hints.outlet for item in items if isinstance(item, Document)} == {"صحيفة"}


def test_what_is_left_out_is_counted_over_all_files(folder: Path) -> None:
    service = {**EXPORT, "messages": [{"id": 1, "type": "service"}, *EXPORT["messages"]]}  # type: ignore[misc]
    (folder / "f/result.json").write_text(json.dumps(service), encoding="utf-8")
    source = FilesSource([folder])
    assert len(list(source.items())) == 7
    assert source.counts == {"service messages": 1}


def test_options_reach_the_sources(folder: Path) -> None:
    options = FileOptions(columns={"text": "title"}, keep_senders=True)
    table, chat = FilesSource([folder / "d.csv", folder / "g.txt"], options=options).items()
    assert isinstance(table, Document)
    assert isinstance(chat, Document)
    assert table.record is not None
    assert chat.record is not None
    assert (table.record.text, chat.record.authors) == ("قصف", ["سامي"])


def test_all_kinds_become_articles_to_read(folder: Path) -> None:
    found = list(articles([folder], Defaults(published="2024-02-05")))
    assert [item.article.id for item in found if isinstance(item, Incoming)] == [
        *("a", "b", "c-1", "d-2", "e", "f/result-5", "g-1")
    ]


def test_a_file_without_suffix_is_told_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(PDF.read_bytes())
    (tmp_path / "export").write_text(json.dumps(EXPORT), encoding="utf-8")
    kinds = {name: kind_of(LocalFile(str(tmp_path / name))) for name in ("report", "export")}
    assert kinds == {"report": "pdf", "export": "telegram"}


def test_standard_input_may_hold_any_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PDF.read_bytes())))
    [document] = FilesSource(["-"]).items()
    assert isinstance(document, Document)
    assert (document.address, document.media_type) == ("-", "application/pdf")


def test_json_with_a_key_named_messages_is_no_export_by_that_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": TEXT, "messages": 3}), encoding="utf-8")
    assert kind_of(LocalFile(str(path))) == "json"


def test_a_name_is_the_path_without_its_whole_suffix(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(b""))
    (tmp_path / "v1.2 report.txt").touch()
    found = [item.name for item in named_files([tmp_path]) if isinstance(item, NamedFile)]
    assert found == ["crawl", "v1.2 report"]


def test_a_file_that_may_not_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "a.txt")
    [item] = FilesSource([tmp_path / "a.txt"]).items()
    assert isinstance(item, Unreadable)


def test_no_file_outside_the_folder_is_hashed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    assert sha256_within(tmp_path / "inner", "../secret") is None
    assert sha256_within(tmp_path, "secret") is not None

"""Telegram Desktop's exports."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.ingest import records
from musnad.ingest.sources import telegram
from musnad.ingest.sources.base import Document, Unreadable
from musnad.ingest.sources.local import LocalFile
from musnad.ingest.sources.telegram import TelegramSource

TEXT = "قُتل ثلاثة مدنيين في قصف على سوق المدينة."


def message(number: int = 1, text: Any = TEXT, **more: Any) -> dict[str, Any]:
    at = {"date": "2024-02-05T22:30:00", "date_unixtime": str(1707165000 + number)}
    return {"id": number, "type": "message", **at, "from": "شخص", "from_id": "user7", "text": text, **more}


def chat(*messages: dict[str, Any], kind: str = "public_channel", number: int = 99) -> dict[str, Any]:
    return {"name": "قناة مختلقة", "type": kind, "id": number, "messages": list(messages)}


def source(value: object, folder: Path | None = None, **options: Any) -> TelegramSource:
    raw = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, indent=1).encode()
    if folder is None:
        return TelegramSource(LocalFile("result.json", raw), **options)
    (folder / "result.json").write_bytes(raw)
    return TelegramSource(folder / "result.json", **options)


def documents(value: object, folder: Path | None = None, **options: Any) -> list[Document]:
    found = list(source(value, folder, **options).items())
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def record(*messages: dict[str, Any], **options: Any) -> records.Record:
    [document] = documents(chat(*messages), **options)
    assert document.record is not None
    return document.record


def test_a_post_is_an_article_of_its_channel() -> None:
    found = record(message())
    assert (found.text, found.outlet, found.authors) == (TEXT, "قناة مختلقة", [])


def test_the_evidence_is_the_messages_own_bytes_at_its_offset() -> None:
    raw = json.dumps(chat(message(1), message(2)), ensure_ascii=False, indent=1).encode()
    for document in documents(raw):
        assert document.container is not None
        assert document.container.offset is not None
        assert raw[document.container.offset :].startswith(document.body)
        assert json.loads(document.body)["id"] == int(document.container.record or 0)


def test_a_document_is_named_by_the_message() -> None:
    assert [one.address for one in documents(chat(message(4), message(9)))] == ["result.json#4", "result.json#9"]


def test_entities_become_plain_text_with_links_exact_in_code_points() -> None:
    parts = [
        {"type": "plain", "text": "\n🔴 "},
        {"type": "bold", "text": "عاجل"},
        {"type": "plain", "text": ": "},
        {"type": "text_link", "text": "التقرير", "href": "https://example.org/a"},
        {"type": "plain", "text": " و"},
        {"type": "link", "text": "example.org/b"},
        {"type": "hashtag", "text": " #حلب"},
        {"type": "spoiler", "text": " سر"},
        {"type": "custom_emoji", "text": "⚡", "document_id": "x"},
        {"type": "mention", "text": " @name\n"},
    ]
    found = record(message(text="", text_entities=parts))
    assert found.text == "🔴 عاجل: التقرير وexample.org/b #حلب سر⚡ @name"
    words = [(found.text[link.span.start : link.span.end], link.url) for link in found.links]
    assert words == [("التقرير", "https://example.org/a"), ("example.org/b", "https://example.org/b")]


def test_text_as_a_list_of_strings_and_parts_is_read() -> None:
    assert record(message(text=["قُتل ", {"type": "bold", "text": "جندي"}, " أمس"])).text == "قُتل جندي أمس"


def test_the_unix_time_is_utc_and_goes_before_the_exporting_machines() -> None:
    found = record(message(edited_unixtime="1707170000", edited="2024-02-05T23:53:20"))
    assert found.published == "2024-02-05T20:30:01+00:00"
    assert found.updated == "2024-02-05T21:53:20+00:00"


def test_the_day_is_the_one_in_the_outlets_country() -> None:
    late = message(date_unixtime="1707171000")
    article, _ = records.article(record(late), records.Defaults(country="IQ"), "x")
    assert article.published == "2024-02-06T01:10:00+03:00"


def test_the_address_stands_where_the_channels_name_is_given() -> None:
    [document] = documents(chat(message(5, reply_to_message_id=3)), channel="mukhtalaqa")
    assert document.url == "https://t.me/mukhtalaqa/5"
    assert document.record is not None
    assert [line.url for line in document.record.related] == ["https://t.me/mukhtalaqa/3"]


def test_a_reply_leads_to_the_message_that_it_answers() -> None:
    [line] = record(message(5, reply_to_message_id=3)).related
    assert (line.text, line.url) == ("reply to message 3", "result.json#3")


@pytest.mark.parametrize(
    ("number", "authors"), [("channel12", ["الأصل"]), (None, ["الأصل"]), ("user12", [])], ids=["channel", "old", "user"]
)
def test_the_channel_that_a_post_was_forwarded_from_is_its_author_and_a_person_is_not(
    number: str | None, authors: list[str]
) -> None:
    more = {"forwarded_from": "الأصل"} | ({"forwarded_from_id": number} if number else {})
    assert record(message(**more)).authors == authors


def test_a_group_never_gives_the_name_of_a_sender() -> None:
    [document] = documents(chat(message(author="توقيع", forwarded_from="شخص آخر"), kind="private_supergroup"))
    assert document.record is not None
    assert document.record.authors == []
    assert "شخص" not in str(document.record)


def test_media_are_listed_with_the_hash_of_files_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/1.jpg").write_bytes(b"picture")
    gone = "(File not included. Change data exporting settings to download.)"
    more = {"photo": "photos/1.jpg", "file": gone, "media_type": "video_file", "mime_type": "video/mp4"}
    [document] = documents(chat(message(**more)), tmp_path)
    assert document.record is not None
    assert [(one.kind, one.url, one.sha256) for one in document.record.media] == [
        ("image", "photos/1.jpg", hashlib.sha256(b"picture").hexdigest()),
        ("video", "", None),
    ]


def test_a_file_outside_the_export_is_not_hashed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "export").mkdir()
    [document] = documents(chat(message(photo="../secret")), tmp_path / "export")
    assert document.record is not None
    assert document.record.media[0].sha256 is None


def test_the_posts_of_an_album_are_one_article() -> None:
    same = {"date_unixtime": "1707165000", "date": "2024-02-05T20:30:00"}
    album = [message(1, photo="a.jpg", **same)] + [message(n, "", photo=f"{n}.jpg", **same) for n in (2, 3)]
    [first, second] = documents(chat(*album, message(4)))
    assert first.record is not None
    assert [one.url for one in first.record.media] == ["a.jpg", "2.jpg", "3.jpg"]
    assert second.address == "result.json#4"


def test_what_is_left_out_is_counted() -> None:
    service = {"id": 1, "type": "service", "action": "pin_message"}
    poll = message(2, "", poll={"question": "؟", "answers": []})
    found = source(chat(service, poll, message(3, "", photo="a.jpg"), message(4)))
    assert len(list(found.items())) == 1
    assert found.counts == {"service messages": 1, "polls": 1, "messages without text": 1}


def test_of_an_export_of_many_chats_the_private_ones_are_left_out() -> None:
    chats = [chat(message(1), number=5), chat(message(2), kind="personal_chat"), chat(message(3), number=6)]
    full = {"about": "Here is the data you requested.", "chats": {"about": "x", "list": chats}}
    found = source(full)
    items = list(found.items())
    assert [item.address for item in items if isinstance(item, Document)] == ["result.json#5/1", "result.json#6/3"]
    assert found.counts == {"messages of private chats": 1}


def test_a_broken_message_is_named_with_byte_and_line_and_the_rest_is_read() -> None:
    raw = json.dumps(chat(message(1), message(2), message(3)), ensure_ascii=False, indent=1).encode()
    broken = raw.replace(b'"id": 2,', b'"id": 2, oops', 1)
    first, error, last = source(broken).items()
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(error, Unreadable)
    assert error.line == broken[: broken.index(b"oops")].count(b"\n")
    assert "byte" in error.message
    assert last.address == "result.json#3"


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    raw = json.dumps(chat(message(1), message(2)), ensure_ascii=False, indent=1).encode()
    *read, error = source(raw[:-60]).items()
    assert len(read) == 1
    assert isinstance(error, Unreadable)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=30), st.integers(40, 4000))
def test_every_text_comes_through_whatever_the_size_of_the_window(texts: list[str], size: int) -> None:
    before, telegram.READ_AT_A_TIME = telegram.READ_AT_A_TIME, size
    try:
        found = documents(chat(*(message(number, text) for number, text in enumerate(texts))))
    finally:
        telegram.READ_AT_A_TIME = before
    assert [one.record.text for one in found if one.record] == [text.strip() for text in texts if text.strip()]

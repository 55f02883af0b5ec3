"""WhatsApp's exported chats."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from musnad.data import load_yaml
from musnad.ingest.sources.base import Document
from musnad.ingest.sources.kinds import kind_of
from musnad.ingest.sources.local import LocalFile
from musnad.ingest.sources.whatsapp import WhatsAppSource
from musnad.text.normalise import fold

TEXT = "قُتل ثلاثة مدنيين في قصف على سوق المدينة."


def source(*lines: str, **options: Any) -> WhatsAppSource:
    return WhatsAppSource(LocalFile("chat.txt", "\n".join(lines).encode()), **options)


def documents(*lines: str, **options: Any) -> list[Document]:
    found = list(source(*lines, **options).items())
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def published(*lines: str, **options: Any) -> list[str | None]:
    return [one.record and one.record.published for one in documents(*lines, **options)]


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        ("[25/11/23، 10:15:32 م] سامي: ", "2023-11-25T22:15:32"),
        ("\u200e[25/11/2023، 10:15:32\u202fم] سامي: ", "2023-11-25T22:15:32"),
        ("[25/11/23, 12:05:09 AM] Sami: ", "2023-11-25T00:05:09"),
        ("25/11/23, 22:15 - Sami: ", "2023-11-25T22:15:00"),
        ("11/25/23, 10:15\u202fPM - Sami: ", "2023-11-25T22:15:00"),
        ("٢٥\u200f/١١\u200f/٢٠٢٣، ١٠:١٥ ص - \u202b+963 900 000 000\u202c: ", "2023-11-25T10:15:00"),
        ("2023/11/25, 22:15 - سامي: ", "2023-11-25T22:15:00"),
        ("25.11.23, 22:15 - Sami: ", "2023-11-25T22:15:00"),
    ],
)
def test_the_lines_of_both_platforms_are_read(head: str, moment: str) -> None:
    [document] = documents(head + TEXT)
    assert document.record is not None
    assert (document.record.text, document.record.published) == (TEXT, moment)


def test_a_chat_is_told_from_plain_text_by_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"[25/11/23، 10:15:32 م] سامي: {TEXT}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"25/11/2023 – {TEXT}", encoding="utf-8")
    assert [kind_of(LocalFile(str(tmp_path / name))) for name in ("a.txt", "b.txt")] == ["whatsapp", "text"]


def test_a_message_goes_on_over_several_lines() -> None:
    [first, second] = documents("25/11/23, 22:15 - Sami: سطر", "", "ثانٍ", "25/11/23, 22:16 - Sami: آخر")
    assert first.record is not None
    assert first.record.text == "سطر\n\nثانٍ"
    assert second.container is not None
    assert (second.address, second.container.line) == ("chat.txt#4", 4)


def test_senders_are_left_out_of_record_and_evidence() -> None:
    [document] = documents(f"25/11/23, 22:15 - +963 900 000 000: {TEXT}")
    assert "963" not in repr(document)
    assert document.body.decode() == f"25/11/23, 22:15 - …: {TEXT}"


def test_senders_are_kept_where_asked() -> None:
    line = f"25/11/23, 22:15 - Sami: {TEXT}"
    [document] = documents(line, keep_senders=True)
    assert document.record is not None
    assert (document.record.authors, document.body.decode()) == (["Sami"], line)


def test_whatsapps_own_lines_deleted_messages_and_bare_media_are_counted() -> None:
    found = source(
        "25/11/23, 22:15 - الرسائل والمكالمات مشفّرة تمامًا بين الطرفين.",
        "25/11/23, 22:15 - Sami: \u200eMessages and calls are end-to-end encrypted.",
        "25/11/23, 22:15 - Sami: تم حذف هذه الرسالة",
        "25/11/23, 22:15 - Sami: <تم استبعاد الوسائط>",
        "25/11/23, 22:15 - Sami: <Media omitted>",
        f"25/11/23, 22:15 - Sami: {TEXT}",
    )
    assert len(list(found.items())) == 1
    assert found.counts == {"service messages": 2, "deleted messages": 1, "messages without text": 2}


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("IMG-20231125-WA0001.jpg (file attached)\n", "IMG-20231125-WA0001.jpg"),
        ("\u200fIMG-20231125-WA0001.jpg \u200f(الملف مرفق)\n", "IMG-20231125-WA0001.jpg"),
        ("\u200e<attached: 00000012-PHOTO-2023-11-25.jpg> ", "00000012-PHOTO-2023-11-25.jpg"),
        ("<Media omitted>\n", ""),
    ],
)
def test_a_caption_is_the_text_and_its_file_a_medium(first: str, name: str) -> None:
    [document] = documents(f"25/11/23, 22:15 - Sami: {first}{TEXT}")
    assert document.record is not None
    assert (document.record.text, [one.url for one in document.record.media]) == (TEXT, [name])


def test_the_note_that_a_message_was_edited_is_dropped() -> None:
    [document] = documents(f"25/11/23, 22:15 - Sami: {TEXT} \u200e<تم تعديل هذه الرسالة>")
    assert document.record is not None
    assert (document.record.text, document.record.dropped[0].kind) == (TEXT, "edited")


def test_one_number_above_twelve_decides_for_the_whole_chat() -> None:
    days = published("5/2/24, 22:15 - A: س", "14/2/24, 22:15 - A: س")
    assert days == ["2024-02-05T22:15:00", "2024-02-14T22:15:00"]


def test_dates_that_would_run_backwards_decide_the_order() -> None:
    days = published("1/2/24, 22:15 - A: س", "1/3/24, 22:15 - A: س", "2/1/24, 22:15 - A: س")
    assert days == ["2024-01-02T22:15:00", "2024-01-03T22:15:00", "2024-02-01T22:15:00"]


def test_a_date_that_can_be_read_both_ways_is_left_out_with_a_problem() -> None:
    both, same = documents("5/2/24, 22:15 - A: س", "5/5/24, 22:15 - A: س")
    assert both.record is not None
    assert same.record is not None
    assert (both.record.published, [one.code for one in both.problems]) == (None, ["ambiguous date"])
    assert same.record.published == "2024-05-05T22:15:00"


@pytest.mark.parametrize(("day_first", "day"), [(True, "2024-02-05"), (False, "2024-05-02")])
def test_the_users_word_decides_what_the_chat_does_not(day_first: bool, day: str) -> None:
    assert published("5/2/24, 22:15 - A: س", day_first=day_first) == [f"{day}T22:15:00"]


def test_the_chat_in_an_archive_is_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("_chat.txt", f"[25/11/23، 10:15:32 م] سامي: {TEXT}")
        archive.writestr("1.jpg", b"x")
    [document] = WhatsAppSource(LocalFile("chat.zip", packed.getvalue())).items()
    assert isinstance(document, Document)
    assert document.address == "chat.zip#1"


def test_whatsapps_own_words_are_folded_sorted_and_stand_once() -> None:
    for words in load_yaml("musnad.ingest.sources", "whatsapp.yaml").values():
        assert words == sorted({fold(one) for one in words})

"""PDF files: real ones, printed by Chromium and drawn glyph by glyph (`pdfs/make.py`)."""

import json
import unicodedata
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from rapidfuzz.distance import Levenshtein

from musnad.ingest.records import Record
from musnad.ingest.sources import pdf
from musnad.ingest.sources.base import Document, Unreadable
from musnad.ingest.sources.local import LocalFile
from musnad.ingest.sources.pdf import PdfSource
from musnad.ingest.sources.pdf_glyphs import letters
from musnad.ingest.sources.pdf_lines import with_brackets

PDFS = Path(__file__).with_name("pdfs")
ARTICLE = json.loads((PDFS / "article.json").read_text(encoding="utf-8"))
PRINTED = ("dejavu", "amiri", "naskh", "kufi")


def record(name: str) -> Record:
    [document] = PdfSource(PDFS / f"{name}.pdf").items()
    assert isinstance(document, Document), document
    assert document.record is not None
    return document.record


def failure(raw: bytes) -> str:
    [item] = PdfSource(LocalFile("a.pdf", raw)).items()
    assert isinstance(item, Unreadable)
    return item.message


def accuracy(found: str, wanted: str) -> float:
    return 1 - Levenshtein.distance(found, wanted) / max(len(found), len(wanted))


def without_marks(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


@pytest.mark.parametrize("name", PRINTED)
def test_what_chromium_printed_comes_back_letter_by_letter_and_in_its_paragraphs(name: str) -> None:
    assert accuracy(record(name).text, "\n".join(ARTICLE["paragraphs"])) >= 0.99


@pytest.mark.parametrize("name", PRINTED)
def test_the_title_is_the_line_set_larger(name: str) -> None:
    assert record(name).title == ARTICLE["title"]


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("words", ["2024", "17 آخرون", "Shahed-136", "10:35", "45%", "example.org", "(الخوذ البيضاء)"])
def test_numbers_latin_and_brackets_stand_in_reading_order(name: str, words: str) -> None:
    assert words in record(name).text


def test_presentation_forms_from_left_to_right_become_letters_in_reading_order() -> None:
    wanted = " ".join([ARTICLE["title"], *ARTICLE["paragraphs"]])
    found = " ".join(record("forms").text.split())
    assert accuracy(without_marks(found), without_marks(wanted)) >= 0.99
    assert not any("\ufb50" <= char <= "\ufefc" for char in found)


def test_running_heads_and_page_numbers_are_left_out_and_noted() -> None:
    found = record("two-pages")
    assert accuracy(found.text, "\n".join(ARTICLE["paragraphs"] * 6)) >= 0.98
    assert {one.kind for one in found.dropped} == {"page furniture"}
    assert any("1/2" in one.text for one in found.dropped)


def empty_pdf(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(300, 400)
    written = BytesIO()
    document.save(written)
    document.close()
    return written.getvalue()


def test_a_pdf_of_pictures_is_refused_as_such() -> None:
    assert failure(empty_pdf()) == "the PDF holds pictures only, no text layer"


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert failure(empty_pdf(3)) == "the PDF has 3 pages; up to 2 are read"


def test_a_pdf_with_a_password_is_refused_as_encrypted() -> None:
    assert failure((PDFS / "encrypted.pdf").read_bytes()) == "the PDF is encrypted: it opens with a password only"


def test_a_broken_pdf_is_refused() -> None:
    assert failure(b"%PDF-1.4 broken").startswith("no PDF that can be read")


@pytest.mark.parametrize(
    ("form", "plain"), [("\ufefb", "لا"), ("\ufe8d", "ا"), ("\ufdf2", "الله"), ("\ufe77", "\u064e"), ("ش", "ش")]
)
def test_a_presentation_form_is_its_letters(form: str, plain: str) -> None:
    assert letters(form) == plain


@pytest.mark.parametrize(
    ("shapes", "brackets"),
    [
        ("قال )الخوذ البيضاء( إن", "قال (الخوذ البيضاء) إن"),
        ("قال (الخوذ البيضاء) إن", "قال (الخوذ البيضاء) إن"),
        ("لـ»وكالة الأنباء« إن", "لـ«وكالة الأنباء» إن"),
    ],
)
def test_brackets_open_and_close(shapes: str, brackets: str) -> None:
    assert with_brackets(shapes) == brackets

"""Word documents."""

import datetime as dt
import io
import zipfile
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from musnad.ingest.sources import docx as source
from musnad.ingest.sources.base import Document, Unreadable
from musnad.ingest.sources.docx import DocxSource
from musnad.ingest.sources.local import LocalFile

TEXT = "قُتل ثلاثة مدنيين في قصف على سوق المدينة."


def saved(word: Any) -> bytes:
    packed = io.BytesIO()
    word.save(packed)
    return packed.getvalue()


def read(word: Any) -> Document:
    [document] = DocxSource(LocalFile("a.docx", saved(word))).items()
    assert isinstance(document, Document), document
    return document


def text(word: Any) -> str:
    document = read(word)
    assert document.record is not None
    return document.record.text


def failure(raw: bytes) -> str:
    [item] = DocxSource(LocalFile("a.docx", raw)).items()
    assert isinstance(item, Unreadable)
    return item.message


def test_paragraphs_headings_and_rows_of_tables_come_in_their_order() -> None:
    word = docx.Document()
    word.add_heading("قصف على سوق", 0)
    word.add_paragraph(TEXT)
    word.add_heading("ردود", 1)
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "القتلى", "٣"
    word.add_paragraph("خاتمة")
    found = read(word).record
    assert found is not None
    assert (found.title, found.text) == ("قصف على سوق", f"{TEXT}\nردود\nالقتلى\t٣\nخاتمة")
    assert [found.text[span.start : span.end] for span in found.headings] == ["ردود"]


def test_insertions_are_in_the_text_and_deletions_out() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("قُتل ")._p
    for xml in (
        f'<w:del {nsdecls("w")} w:id="1"><w:r><w:delText>اثنان</w:delText></w:r></w:del>',
        f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t>ثلاثة</w:t></w:r></w:ins>',
        f'<w:moveFrom {nsdecls("w")} w:id="3"><w:r><w:t>منقول</w:t></w:r></w:moveFrom>',
    ):
        paragraph.append(parse_xml(xml))
    assert text(word) == "قُتل ثلاثة"


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>في المربع</w:t></w:r></w:p></w:txbxContent>"
    choice = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    word = docx.Document()
    run = f"<w:r {nsdecls('w')} {mc}><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    word.add_paragraph("قبل")._p.append(parse_xml(run))
    word.add_paragraph("بعد")
    assert text(word) == "قبل\nفي المربع\nبعد"


def test_links_are_kept_as_spans() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("انظر ")
    relation = word.part.relate_to("https://example.org/a", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>التقرير</w:t></w:r></w:hyperlink>'
    paragraph._p.append(parse_xml(link))
    found = read(word).record
    assert found is not None
    [one] = found.links
    assert (found.text[one.span.start : one.span.end], one.url) == ("التقرير", "https://example.org/a")


def test_properties_are_hints_and_never_the_articles_date() -> None:
    word = docx.Document()
    word.add_paragraph(TEXT)
    word.core_properties.title, word.core_properties.author = "عنوان", "كاتب"
    word.core_properties.created = dt.datetime(2013, 12, 23)
    document = read(word)
    assert document.record is not None
    assert (document.hints.title, document.hints.published, document.record.published) == ("عنوان", None, None)
    assert [one.text for one in document.record.dropped] == ["author: كاتب", "created: 2013-12-23T00:00:00+00:00"]


def test_the_evidence_is_the_whole_file() -> None:
    word = docx.Document()
    word.add_paragraph(TEXT)
    assert zipfile.ZipFile(io.BytesIO(read(word).body)).testzip() is None


def test_a_document_that_unpacks_to_too_much_is_refused_before(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 2_000_000)
    monkeypatch.setattr(source.refuse_bombs, "__defaults__", (1_000_000,))
    assert "would unpack to 2,000,000 bytes" in failure(packed.getvalue())


def test_an_old_or_encrypted_document_is_named_as_such() -> None:
    assert "old (.doc) or encrypted" in failure(b"\xd0\xcf\x11\xe0" + b"x" * 100)


def test_a_broken_document_is_named() -> None:
    assert failure(b"PK\x03\x04 broken").startswith("no Word document that can be read")

# ruff: noqa: E501
"""What stands in an article's text, and what stands beside it."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.errors import BadInputError
from musnad.ingest.page import Page, extract
from musnad.ingest.records import Record
from musnad.schema import Dropped, RelatedLine

URL = "https://news.example/2024/03/n1"
FIRST = "قُتل ثلاثة مدنيين، أمس الأحد، في قصف على سوق المدينة، وفق مصدر طبي تحدث إلى الصحافة."
SECOND = "وقال شهود عيان إن القصف وقع ظهرًا، وإن فرق الإسعاف وصلت إلى المكان بعد نصف ساعة."
THIRD = "وأضاف المصدر أن بين الجرحى أطفالًا ونساءً، وأن حالات بعضهم حرجة، بحسب ما نقلت الإذاعة المحلية."


def record(inner: str) -> Record:
    """The record of an article with these elements after its title."""
    body = f"<article><h1>قصف على سوق المدينة ظهر الأحد</h1>{inner}</article>"
    return extract(f"<html><body>{body}</body></html>".encode(), url=URL).record


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_links_of_the_text_are_spans_over_their_exact_words() -> None:
    found = record(p(FIRST, SECOND.replace("شهود عيان", "<a href='../witness'><b>شهود</b> عيان</a>")))
    assert [(x.span.of(found.text), x.url) for x in found.links] == [("شهود عيان", "https://news.example/2024/witness")]


def test_headings_are_paragraphs_with_spans() -> None:
    last = "وتوجه وفد من المنظمة إلى المكان لتقييم الأضرار وحصر حاجات السكان."
    found = record(p(FIRST, SECOND) + "<h2>جرحى</h2>" + p(THIRD) + "<p><strong>نزوح</strong></p>" + p(last))
    assert [span.of(found.text) for span in found.headings] == ["جرحى", "نزوح"]
    assert found.text.split("\n") == [FIRST, SECOND, "جرحى", THIRD, "نزوح", last]


def test_a_copy_of_the_text_for_another_screen_is_left_out() -> None:
    copies = f"<div class='desktop'>{p(FIRST, SECOND)}</div><div class='mobile'>{p(FIRST, SECOND)}</div>"
    assert record(copies).text.split("\n") == [FIRST, SECOND]


def test_rows_of_a_table_of_data_are_paragraphs() -> None:
    table = "<table><tr><th>المدينة</th><th>القتلى</th></tr><tr><td>أريحا</td><td><b>5</b></td></tr></table>"
    found = record(p(FIRST, SECOND) + table + p(THIRD))
    assert found.text.split("\n")[2:4] == ["المدينة | القتلى", "أريحا | 5"]


def test_items_and_quotations_are_paragraphs() -> None:
    found = record(
        p(FIRST)
        + "<ul><li>قتيلان في أريحا</li><li>قتيل في سراقب</li></ul>"
        + f"<blockquote>{SECOND}</blockquote>"
        + p(THIRD)
    )
    assert found.text.split("\n") == [FIRST, "قتيلان في أريحا", "قتيل في سراقب", SECOND, THIRD]


def test_a_standfirst_that_says_something_new_is_the_first_paragraph() -> None:
    found = record(
        "<div class='standfirst'>الدفاع المدني يحذّر من ذخائر لم تنفجر</div><div class='time'>10:30</div>"
        + p(FIRST, SECOND, THIRD)
    )
    assert found.text.split("\n")[0] == "الدفاع المدني يحذّر من ذخائر لم تنفجر"


def test_a_standfirst_that_is_the_beginning_of_the_text_stands_once() -> None:
    found = record(f"<p class='summary'>{FIRST}</p><div class='body-text'>{p(FIRST, SECOND, THIRD)}</div>")
    assert found.text.count(FIRST) == 1


def test_captions_stand_apart_with_their_pictures() -> None:
    figure = "<figure><img src='/p/a.jpg' width='800'><figcaption>السوق بعد القصف</figcaption></figure>"
    found = record(p(FIRST) + figure + p(SECOND, THIRD))
    assert found.captions == ["السوق بعد القصف"]
    assert [(m.kind, m.url, m.caption) for m in found.media] == [
        ("image", "https://news.example/p/a.jpg", "السوق بعد القصف")
    ]
    assert "السوق بعد" not in found.text


@pytest.mark.parametrize("attribute", ["data-src", "data-lazy-src", "data-original"])
def test_a_lazy_picture_is_found_at_its_real_address(attribute: str) -> None:
    found = record(
        p(FIRST) + f"<img src='data:image/gif;base64,R0' {attribute}='https://cdn.example/a.jpg'>" + p(SECOND, THIRD)
    )
    assert [m.url for m in found.media] == ["https://cdn.example/a.jpg"]


def test_read_also_lines_are_related_and_not_text() -> None:
    found = record(p(FIRST, "اقرأ أيضًا: <a href='/n/7'>نزوح من القرى المجاورة</a>", SECOND, THIRD))
    assert found.related == [RelatedLine("نزوح من القرى المجاورة", "https://news.example/n/7")]
    assert found.text.split("\n") == [FIRST, SECOND, THIRD]


def test_links_under_a_read_also_heading_are_related() -> None:
    box = "<p><b>مواضيع ذات صلة</b></p><ul><li><a href='/n/7'>نزوح من القرى المجاورة</a></li></ul>"
    found = record(p(FIRST, SECOND, THIRD) + box)
    assert [line.text for line in found.related] == ["نزوح من القرى المجاورة"]
    assert found.text.split("\n") == [FIRST, SECOND, THIRD]


def test_requests_to_follow_and_correction_links_are_dropped_and_noted() -> None:
    found = record(
        p(
            FIRST,
            SECOND,
            THIRD,
            "تابعونا على <a href='https://t.me/x'>تلغرام</a>",
            "هل وجدت خطأ؟ <a href='/e'>أبلغنا</a>",
        )
    )
    assert found.dropped == [Dropped("follow", "تابعونا على تلغرام"), Dropped("correction link", "هل وجدت خطأ؟ أبلغنا")]
    assert found.text.split("\n") == [FIRST, SECOND, THIRD]


def test_a_visible_correction_stands_apart() -> None:
    note = "تصحيح: ورد في نسخة سابقة من هذا الخبر أن القتلى أربعة، والصحيح ثلاثة."
    found = record(p(FIRST, SECOND, THIRD) + f"<p><em>{note}</em></p>")
    assert [one.text for one in found.corrections] == [note.removeprefix("تصحيح: ")]
    assert note not in found.text


def test_a_dateline_is_named_and_stays_in_the_text() -> None:
    found = record(p("بغداد (وكالات) - " + FIRST, SECOND, THIRD))
    assert found.dateline == "بغداد (وكالات) -"
    assert found.text.startswith("بغداد (وكالات) - قُتل")


def test_letters_and_marks_are_kept_as_they_are() -> None:
    odd = "قُتِــل ثلاثةٌ في «سوق\u200cالمدينة» \u202aA-1\u202c وفق\u00a0مصدر طبي تحدث إلى   الصحافة."
    assert odd.replace("\u00a0", " ").replace("   ", " ") in record(p(odd, SECOND, THIRD)).text


def test_the_server_says_in_which_encoding_the_page_is() -> None:
    raw = f"<html><body><article>{p(FIRST, SECOND)}</article></body></html>".encode("cp1256")
    found = extract(raw, content_type="text/html; charset=windows-1256")
    assert (found.encoding, found.record.text) == ("cp1256", f"{FIRST}\n{SECOND}")


def test_entries_of_a_live_page_come_in_page_order_without_their_clocks() -> None:
    entries = "".join(
        f"<div class='live-entry'><time>1{n}:30</time><h3>{heading}</h3><p>{text}</p></div>"
        for n, (heading, text) in enumerate([("قصف جديد", FIRST), ("بيان الجيش", SECOND), ("حصيلة", THIRD)])
    )
    assert record(entries).text.split("\n") == ["قصف جديد", FIRST, "بيان الجيش", SECOND, "حصيلة", THIRD]


def test_the_fast_way_gives_the_same_plain_paragraphs() -> None:
    markup = f"<html><body><nav><a href='/'>الرئيسية</a></nav><article><h1>قصف على سوق</h1>{p(FIRST, SECOND, THIRD)}</article></body></html>"
    assert extract(markup.encode(), fast=True).record.text.split("\n")[-3:] == [FIRST, SECOND, THIRD]


def _read(raw: bytes, fast: bool) -> Page | None:
    with suppress(BadInputError):
        return extract(raw, url=URL, fast=fast)
    return None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(raw: bytes, fast: bool) -> None:
    found = _read(b"<html><body><p>" + FIRST.encode() + raw, fast)
    assert found is None or found.record.text


_PIECES = (
    "<p> </p> <div <table><tr><td> </table> <br> <li> <a href='http://[x'> <a href='#'> </a> <h1> <span style='display:block'> "
    "<base href='::'> <meta charset=x> <figure><figcaption> <form> <pre> <script> </script> <b> &#x110000; <!-- --> <img srcset=','>"
).split(" ")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*_PIECES, FIRST, SECOND, "\n\n", "اقرأ أيضا:", "تصحيح: خطأ"])), st.booleans())
def test_any_heap_of_tags_is_read_or_refused_and_its_spans_lie_in_the_text(pieces: list[str], fast: bool) -> None:
    found = _read("".join(pieces).encode(), fast)
    if found is not None:
        spans = [*found.record.headings, *(link.span for link in found.record.links)]
        assert all(0 <= span.start < span.end <= len(found.record.text) for span in spans)


def test_markup_nested_without_end_is_read() -> None:
    assert FIRST in extract(("<div>" * 20_000 + FIRST).encode()).record.text


BODY = "<p>استهدف القصف مساء اليوم بلدتين في ريف درعا الغربي بعدد من القذائف المدفعية.</p>" + (
    "<p>وقال شهود إن القصف طال أطراف البلدتين وألحق أضرارًا بالمنازل والبساتين القريبة.</p>"
)
DAY_OF_PUBLICATION = "2018-06-14T14:50:00+02:00"


def _article(head: str, body: str) -> Record:
    page = f"<html lang='ar'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return extract(page.encode(), url="https://akhbar.example/a/1").record


def test_a_time_in_the_foot_of_the_post_is_the_posts_own() -> None:
    links = "".join(f"<a href='/label/{n}'>قسم الأخبار المحلية رقم {n}</a>" for n in range(3))
    stamp = f"<a href='/a/1' rel='bookmark'><abbr itemprop='datePublished' title='{DAY_OF_PUBLICATION}'>2:50</abbr></a>"
    found = _article(
        "<title>قصف على بلدتين في ريف درعا</title>",
        f"<div class='widget Blog'><h3 class='post-title'>قصف على بلدتين في ريف درعا</h3>{BODY}"
        f"<div class='post-footer'>{stamp}{links}</div></div>",
    )
    assert found.published == DAY_OF_PUBLICATION


def test_todays_date_in_the_pages_head_is_not_the_articles() -> None:
    found = _article(
        "<title>قصف على بلدتين | الوكالة</title>",
        "<table><tr><td><div id='date'>٢٣ تشرين الثاني ٢٠٢٦</div></td></tr><tr><td>"
        "<div class='newsTitle'>قصف على بلدتين في ريف درعا الغربي</div><div class='d'>2024-01-18 10:22 م</div>"
        f"<div class='newsBody'>{BODY}</div></td></tr></table>",
    )
    assert (found.title, found.published) == ("قصف على بلدتين في ريف درعا الغربي", "2024-01-18T22:22:00")


def test_a_headline_that_only_rdfa_marks_is_the_title() -> None:
    found = _article(
        "<title>قصف على بلدتين :: أطلس</title>",
        f"<h1 class='logo'>أطلس</h1><div property='schema:headline'>قصف على بلدتين</div>{BODY}",
    )
    assert found.title == "قصف على بلدتين"

"""Web pages, whole and broken."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.errors import BadInputError
from musnad.ingest.records import Record
from musnad.ingest.webpage import MAX_PAGE_BYTES, page

FIRST = "قُتل ثلاثة مدنيين، أمس الأحد، في قصف على سوق المدينة، وفق مصدر طبي."
SECOND = "وقال شهود عيان إن القصف وقع ظهرًا، وإن فرق الإسعاف وصلت بعد نصف ساعة."
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p>"
BODY = f"<body><nav><a href='/'>الرئيسية</a></nav><article><h1>قصف على سوق</h1>{PARAGRAPHS}</article></body>"


def read(markup: str, encoding: str = "utf-8") -> Record:
    return page(markup.encode(encoding))[0]


def test_text_title_and_outlet_come_from_the_page_without_its_furniture() -> None:
    head = "<title>قصف على سوق</title><meta property='og:site_name' content='صحيفة مختلقة'>"
    record = read(f"<html><head>{head}</head>{BODY}</html>")
    assert record.text.splitlines() == [FIRST, SECOND]
    assert (record.title, record.outlet) == ("قصف على سوق", "صحيفة مختلقة")


@pytest.mark.parametrize(
    "mark",
    [
        '<meta property="article:published_time" content="2024-02-05T19:40:00+03:00">',
        '<meta content="2024-02-05T19:40:00+03:00" itemprop="datePublished">',
        '<script type="application/ld+json">{"datePublished": "2024-02-05T19:40:00+03:00"}</script>',
    ],
)
def test_the_hour_of_publication_is_taken_from_the_markup(mark: str) -> None:
    assert read(f"<html><head>{mark}</head>{BODY}</html>").published == "2024-02-05T19:40:00+03:00"


@pytest.mark.parametrize("furniture", ["<footer>© 2019</footer>", "<p>تحديث 12/05/2019</p>", ""])
def test_a_year_in_the_page_is_not_taken_for_its_date(furniture: str) -> None:
    assert read(f"<html>{BODY}{furniture}</html>").published is None


@pytest.mark.parametrize("declared", ["windows-1256", "iso-8859-1", "utf-8"])
def test_an_old_code_page_is_read_whatever_the_page_declares(declared: str) -> None:
    assert FIRST in read(f"<html><head><meta charset={declared}></head>{BODY}</html>", "cp1256").text


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{FIRST}<p>{SECOND}<b><i></div></article>",
        f"<html><body><article><p>{FIRST}</p><p class='x",
        "<div>" * 20_000 + FIRST,
        f"<html><body><table><tr><td>{FIRST}</table>",
        f"{FIRST}",
        f"<html><body><p>{FIRST}&bogus;&#x110000;\0</p>",
        f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{FIRST}</p></body></html>',
    ],
    ids=["unclosed", "cut off", "too deep", "table", "no tags", "bad entities", "xhtml"],
)
def test_a_broken_page_still_gives_its_text(markup: str) -> None:
    assert FIRST.rstrip(".") in read(markup).text


@pytest.mark.parametrize(
    "markup", ["<!doctype html>", "<html></html>", "<html><body><script>var a = 1</script></body>"]
)
def test_a_page_without_text_is_refused(markup: str) -> None:
    with pytest.raises(BadInputError, match="a web page without an article"):
        read(markup)


def test_a_page_too_large_to_parse_in_reasonable_time_is_refused() -> None:
    with pytest.raises(BadInputError, match="bytes"):
        page(b" " * (MAX_PAGE_BYTES + 1))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<div", ">", "<!--", "]]>", "<![CDATA[", "\0", "&#", FIRST, "<script>", "<?", "\ud7ff"]
        )
    )
)
def test_any_heap_of_tags_is_read_or_refused(pieces: list[str]) -> None:
    with suppress(BadInputError):
        assert read("".join(pieces)).text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<div><a href='/'>x</a></div>",
        "<nav><a href='/'>الرئيسية</a></nav>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>",
        "<h1>قصف على سوق المدينة</h1>",
    ],
)
def test_a_page_of_a_title_alone_is_refused_as_one_without_an_article(body: str) -> None:
    with pytest.raises(BadInputError, match="a web page without an article"):
        read(f"<html><head><title>قصف على سوق المدينة</title></head><body>{body}</body></html>")

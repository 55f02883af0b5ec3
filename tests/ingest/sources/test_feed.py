"""Feeds: what their entries lead to, and what broken ones still give."""

import datetime as dt
import json

import pytest

from musnad.ingest.sources.base import Document, Exchange, Fetched, Hints, Item, Lead, Refused, Unchanged, Unreadable
from musnad.ingest.sources.base import Validators as Conditions
from musnad.ingest.sources.feed import MAX_PAGES, FeedSource, text_of
from musnad.ingest.states import State

URL = "https://manara.example/rss.xml"
NOON = dt.datetime(2024, 2, 6, 12, tzinfo=dt.UTC)


class Web:
    """Answers out of memory, in place of the network."""

    def __init__(self, pages: dict[str, bytes | str], content_type: str = "application/rss+xml") -> None:
        self.pages = {url: page.encode() if isinstance(page, str) else page for url, page in pages.items()}
        self.content_type = content_type
        self.asked: list[tuple[str, Conditions | None]] = []

    def __call__(self, url: str, validators: Conditions | None = None) -> Fetched | Unchanged | Refused:
        self.asked.append((url, validators))
        if url not in self.pages:
            return Refused(url=url, state=State.FAILED, reason="404 Not Found", status=404)
        headers = {"content-type": self.content_type}
        exchange = Exchange(url=url, final_url=url, status=200, time=NOON, response_headers=headers)
        if validators is not None and validators.etag == "known":
            return Unchanged(url=url, exchange=exchange)
        return Fetched(url=url, body=self.pages[url], exchange=exchange)


def items(feed: bytes | str, content_type: str = "application/rss+xml", **options: object) -> list[Item]:
    return list(FeedSource(URL, Web({URL: feed}, content_type), **options).items())  # type: ignore[arg-type]


def leads(feed: bytes | str, **options: object) -> list[Lead]:
    return [item for item in items(feed, **options) if isinstance(item, Lead)]  # type: ignore[arg-type]


def rss(*entries: str, head: str = "", declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    inside = "".join(f"<item>{entry}</item>" for entry in entries)
    return f'{declaration}<rss version="2.0"><channel><title>وكالة المنارة</title>{head}{inside}</channel></rss>'


ENTRY = (
    "<title>قصف على أريحا</title><link>https://manara.example/1</link>"
    "<pubDate>Mon, 05 Feb 2024 10:30:00 +0300</pubDate>"
)


def test_an_entry_of_rss_leads_to_its_page() -> None:
    (lead,) = leads(rss(ENTRY))
    assert (lead.url, lead.hints.title, lead.found_in) == ("https://manara.example/1", "قصف على أريحا", URL)


def test_the_zone_of_a_date_stays() -> None:
    assert leads(rss(ENTRY))[0].hints.published == "2024-02-05T10:30:00+03:00"


def test_a_date_in_arabic_with_a_wrong_day_name_is_read() -> None:
    entry = "<link>/1</link><pubDate>الأحد، ٥ شباط/فبراير ٢٠٢٤ - ١٠:٣٠ مساءً</pubDate>"
    assert leads(rss(entry))[0].hints.published == "2024-02-05T22:30:00"


def test_a_date_that_is_none_is_left_out() -> None:
    assert leads(rss("<link>/1</link><pubDate>قبل قليل</pubDate>"))[0].hints.published is None


def test_the_outlet_is_what_the_operator_says_else_the_feeds_title() -> None:
    named = leads(rss(ENTRY), hints=Hints(outlet="المنارة", country="SY"))[0].hints
    assert (leads(rss(ENTRY))[0].hints.outlet, named.outlet, named.country) == ("وكالة المنارة", "المنارة", "SY")


def test_authors_are_taken_without_their_mail_addresses() -> None:
    entry = "<link>/1</link><author>desk@manara.example (سلمى الحداد)</author>"
    assert leads(rss(entry))[0].hints.authors == ("سلمى الحداد",)


def test_tracking_parameters_and_fragments_go() -> None:
    (lead,) = leads(rss("<link>https://manara.example/?p=7&amp;utm_source=rss&amp;fbclid=x#top</link>"))
    assert lead.url == "https://manara.example/?p=7"


def test_the_original_link_goes_before_the_proxy_of_the_feed() -> None:
    entry = (
        '<link>https://proxy.example/~r/1</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">'
        "https://manara.example/1</f:origLink>"
    )
    assert leads(rss(entry))[0].url == "https://manara.example/1"


def test_a_guid_that_is_a_permalink_is_the_link() -> None:
    assert leads(rss("<guid>https://manara.example/9</guid><title>خبر</title>"))[0].url == "https://manara.example/9"


def test_relative_links_are_read_from_xml_base() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://manara.example/ar/"><title>المنارة</title>'
        '<entry><title>خبر</title><id>urn:1</id><link href="news/1"/><published>2024-02-05T07:30:00Z</published>'
        "<updated>2024-02-05T09:00:00Z</updated><author><name>سلمى</name></author></entry></feed>"
    )
    (lead,) = leads(feed)
    assert lead.url == "https://manara.example/ar/news/1"
    assert (lead.hints.published, lead.hints.updated) == ("2024-02-05T07:30:00+00:00", "2024-02-05T09:00:00+00:00")
    assert lead.hints.authors == ("سلمى",)


def test_a_relative_link_without_a_base_is_read_from_the_feeds_address() -> None:
    assert leads(rss("<link>news/1</link>"))[0].url == "https://manara.example/news/1"


def test_entities_and_markup_in_a_title_are_read() -> None:
    entry = "<link>/1</link><title>&lt;b&gt;مقتل 3&lt;/b&gt; &amp;amp; جرح &amp;quot;5&amp;quot;</title>"
    assert leads(rss(entry))[0].hints.title == 'مقتل 3 & جرح "5"'


def test_rss_1_0_is_read() -> None:
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>المنارة</title></channel><item>'
        "<title>خبر</title><link>https://manara.example/1</link><dc:date>2024-02-05T10:00:00+03:00</dc:date>"
        "<dc:creator>سلمى</dc:creator></item></rdf:RDF>"
    )
    (lead,) = leads(feed)
    assert (lead.hints.published, lead.hints.authors) == ("2024-02-05T10:00:00+03:00", ("سلمى",))


def test_rss_0_91_is_read() -> None:
    doctype = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://n.example/rss-0.91.dtd">'
    feed = rss(ENTRY, declaration=doctype).replace('"2.0"', '"0.91"')
    assert leads(feed)[0].hints.title == "قصف على أريحا"


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "المنارة",
    "language": "ar",
    "items": [
        {
            "id": "1",
            "url": "/خبر/1",
            "title": "خبر",
            "date_published": "2024-02-05T10:00:00+03:00",
            "date_modified": "2024-02-05T11:00:00+03:00",
            "authors": [{"name": "سلمى"}],
        }
    ],
}


def test_a_json_feed_is_read() -> None:
    (lead,) = leads(json.dumps(JSON_FEED))
    assert lead.url == "https://manara.example/%D8%AE%D8%A8%D8%B1/1"
    assert (lead.hints.published, lead.hints.updated) == ("2024-02-05T10:00:00+03:00", "2024-02-05T11:00:00+03:00")
    assert (lead.hints.authors, lead.hints.outlet) == (("سلمى",), "المنارة")


def test_a_broken_item_of_a_json_feed_is_named_and_the_rest_read() -> None:
    found = items(json.dumps(JSON_FEED | {"items": [7, *JSON_FEED["items"]]}))  # type: ignore[misc]
    assert [str(item) for item in found if isinstance(item, Unreadable)] == [
        f"{URL}: items[0]: an item is a JSON object"
    ]
    assert len(found) == 2


def test_json_that_is_no_feed_is_refused() -> None:
    (item,) = items('{"posts": []}')
    assert isinstance(item, Unreadable)
    assert item.message == "this is JSON, but no JSON Feed"


def test_an_entry_without_a_link_is_taken_as_it_stands() -> None:
    entry = (
        '<guid isPermaLink="false">n-1</guid><title>بيان</title><content:encoded '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>قُتل ثلاثة.</p><p>وجُرح <b>خمسة</b>.</p>]]>'
        "</content:encoded>"
    )
    (item,) = items(rss(entry))
    assert isinstance(item, Document)
    assert item.record is not None
    assert (item.address, item.record.text, item.record.title) == (f"{URL}#n-1", "قُتل ثلاثة.\nوجُرح خمسة.", "بيان")


def test_entries_with_one_title_and_neither_link_nor_id_are_told_apart() -> None:
    first, second = (f"<title>عاجل</title><description>{text}</description>" for text in ("قصف على أريحا", "هدوء"))
    assert len(items(rss(first, second))) == 2


def test_content_is_not_taken_where_there_is_a_link() -> None:
    entry = ENTRY + "<description>نص طويل</description>"
    assert isinstance(items(rss(entry))[0], Lead)


def test_an_entry_with_neither_link_nor_text_is_named() -> None:
    (item,) = items(rss("<title>عنوان بلا شيء</title>"))
    assert isinstance(item, Unreadable)
    assert item.message == "an entry that has neither link nor text"


def test_entries_that_name_one_page_count_once() -> None:
    source = FeedSource(URL, Web({URL: rss(ENTRY, ENTRY.replace("/1<", "/1?utm_medium=rss<"))}))
    assert len(list(source.items())) == 1
    assert source.counts == {"named twice": 1}


def test_entries_before_since_are_left_out_and_undated_ones_pass() -> None:
    old = "<link>/old</link><pubDate>Thu, 01 Feb 2024 10:30:00 +0300</pubDate>"
    source = FeedSource(URL, Web({URL: rss(old, ENTRY, "<link>/undated</link>")}), since=NOON - dt.timedelta(days=2))
    assert [item.url.rpartition("/")[2] for item in source.items() if isinstance(item, Lead)] == ["1", "undated"]
    assert source.counts == {"older than asked for": 1}


def test_an_entry_of_the_same_day_passes_where_only_the_day_is_known() -> None:
    entry = "<link>/1</link><pubDate>2024-02-05</pubDate>"
    assert leads(rss(entry), since=dt.datetime(2024, 2, 5, 18, tzinfo=dt.UTC))


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6", "utf-16"])
def test_old_encodings_are_read(encoding: str) -> None:
    feed = rss(ENTRY, declaration=f'<?xml version="1.0" encoding="{encoding}"?>').encode(encoding)
    assert leads(feed)[0].hints.title == "قصف على أريحا"


def test_an_encoding_that_is_declared_wrongly_does_no_harm() -> None:
    feed = rss(ENTRY).encode("windows-1256")
    assert leads(feed)[0].hints.title == "قصف على أريحا"
    assert (
        leads(rss(ENTRY, declaration='<?xml version="1.0" encoding="windows-1256"?>'))[0].hints.title == "قصف على أريحا"
    )


@pytest.mark.parametrize("before", ["\n\n  ", "\ufeff", "\ufeff\n"])
def test_blank_lines_and_marks_before_the_declaration_do_no_harm(before: str) -> None:
    assert len(leads(before + rss(ENTRY))) == 1


def test_undefined_entities_and_control_characters_do_no_harm() -> None:
    feed = rss(ENTRY.replace("على", "على&nbsp;\x0b&laquo;الـ")).replace("أريحا", "أريحا&raquo;")
    assert leads(feed)[0].hints.title == "قصف على «الـ أريحا»"


def test_references_to_halves_of_characters_do_no_harm() -> None:
    feed = rss(ENTRY.replace("على", "على&#xD83D;&#0;&nbsp;"))
    assert leads(feed)[0].hints.title == "قصف على أريحا"


def test_entries_before_a_break_are_read() -> None:
    feed = rss(ENTRY, ENTRY.replace("/1<", "/2<"))[:-60]
    assert leads(feed)[0].url == "https://manara.example/1"


def test_xml_that_gives_nothing_is_named_with_line_and_column() -> None:
    (item,) = items('\n<?xml version="1.0"?>\n<rss version="2.0">\n<channel><tit le>x</title></channel>')
    assert isinstance(item, Unreadable)
    assert item.line == 4
    assert "broken XML" in item.message
    assert "at column" in item.message


def test_an_empty_feed_holds_nothing_and_is_no_mistake() -> None:
    assert items(rss()) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty: there is no feed"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "this is a web page, not a feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "this is XML, but no feed: its root is svg"),
        ("خطأ في الخادم".encode(), "this is neither XML nor a JSON feed"),
        (b"\x89PNG\r\n\x1a\n", "this is a PNG image, not text"),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes, reason: str) -> None:
    (item,) = items(body)
    assert isinstance(item, Unreadable)
    assert item.message == reason


def test_entities_of_a_hostile_feed_are_not_expanded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    feed = rss("<link>/1</link><title>&b;&f;</title>", declaration=bomb)
    assert "root:" not in leads(feed)[0].hints.title


def test_a_feed_that_is_nested_without_end_is_refused_at_once() -> None:
    (item,) = items("<rss><channel>&" + "<a>" * 200_000)
    assert isinstance(item, Unreadable)
    assert item.message == "broken XML: nested too deeply"


def test_an_unchanged_feed_gives_nothing_and_its_exchange() -> None:
    source = FeedSource(URL, Web({URL: rss(ENTRY)}), validators=Conditions(etag="known"))
    assert list(source.items()) == []
    assert source.exchange is not None


def test_a_feed_that_is_refused_is_named() -> None:
    (item,) = FeedSource(URL, Web({})).items()
    assert isinstance(item, Refused)
    assert (item.url, item.reason) == (URL, "404 Not Found")


def _pages(count: int, entries: int = 1) -> dict[str, bytes | str]:
    def page(number: int) -> str:
        following = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="{URL}?page={number + 1}"/>'
        return rss(*(f"<link>/{number}-{entry}</link>" for entry in range(entries)), head=following)

    return {f"{URL}?page={number}" if number else URL: page(number) for number in range(count)}


def test_further_pages_are_followed_up_to_a_bound() -> None:
    web = Web(_pages(MAX_PAGES + 5))
    assert len(list(FeedSource(URL, web).items())) == MAX_PAGES
    assert len(web.asked) == MAX_PAGES


def test_a_page_that_brings_nothing_new_ends_the_following() -> None:
    web = Web(_pages(3, entries=0))
    list(FeedSource(URL, web).items())
    assert len(web.asked) == 1


def test_a_next_page_on_another_host_is_not_followed() -> None:
    following = '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="https://other.example/2"/>'
    web = Web({URL: rss(ENTRY, head=following)})
    list(FeedSource(URL, web).items())
    assert len(web.asked) == 1


def test_the_text_of_html_is_a_paragraph_a_line() -> None:
    assert text_of("أول<br>ثانٍ<script>x</script><ul><li>ثالث</li></ul><!-- لا -->") == "أول\nثانٍ\nثالث"

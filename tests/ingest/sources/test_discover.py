"""What stands at an address that the user named."""

import datetime as dt

import pytest

from musnad.ingest.sources.base import Document, Exchange, Fetched, Item, Lead, Refused, Unreadable, Validators
from musnad.ingest.sources.discover import Found, Kind, LookedAt, discover
from musnad.ingest.states import State

HOST = "https://manara.example"
RSS = "<rss version='2.0'><channel><item><link>/1</link></item></channel></rss>"
SITEMAP = "<urlset><url><loc>https://manara.example/1</loc></url></urlset>"
ARTICLE = "<html><head><meta property='og:type' content='article'></head><body><p>نص</p></body></html>"
HOME = (
    "<html><head><link rel='alternate' type='application/rss+xml' title='الأخبار' href='/rss.xml'>"
    "<link rel='alternate' type='application/rss+xml' title='تعليقات' href='/rss2.xml'>"
    "<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>"
    "<link rel='alternate' type='text/html' hreflang='en' href='/en'></head></html>"
)
NOON = dt.datetime(2024, 2, 6, 12, tzinfo=dt.UTC)


class Web:
    """Answers out of memory, in place of the network: body and content type by address."""

    def __init__(self, pages: dict[str, tuple[str | bytes, str]], refused: State = State.FAILED) -> None:
        self.pages, self.refused = pages, refused
        self.asked: list[str] = []

    def __call__(self, url: str, validators: Validators | None = None) -> Fetched | Refused:
        self.asked.append(url)
        if url not in self.pages:
            return Refused(url=url, state=self.refused, reason="not to be had")
        body, stated = self.pages[url]
        headers = {"content-type": stated} if stated else {}
        exchange = Exchange(url=url, final_url=url, status=200, time=NOON, response_headers=headers)
        return Fetched(url=url, body=body.encode() if isinstance(body, str) else body, exchange=exchange)


def items(path: str, pages: dict[str, tuple[str | bytes, str]]) -> list[Item]:
    return list(LookedAt(HOST + path, Web({HOST + at: page for at, page in pages.items()})).items())


@pytest.mark.parametrize(
    ("path", "body", "stated", "kind"),
    [
        ("/feed", RSS, "application/rss+xml", Kind.FEED),
        ("/feed", "\n<?xml version='1.0'?><!-- x --><?xml-stylesheet href='s'?>" + RSS, "text/html", Kind.FEED),
        ("/feed", "\ufeff<?xml version='1.0'?>" + RSS, "text/xml; charset=utf-8", Kind.FEED),
        ("/feed", "<feed xmlns='http://www.w3.org/2005/Atom'/>", "", Kind.FEED),
        ("/feed", '{"version": "https://jsonfeed.org/version/1.1", "items": []}', "application/json", Kind.FEED),
        ("/feed", "<?xml version='1.0' encoding='utf-16'?>" + RSS, "text/xml", Kind.FEED),
        ("/map.xml", SITEMAP, "application/xml", Kind.SITEMAP),
        ("/map.xml.gz", b"\x1f\x8b\x08", "application/gzip", Kind.SITEMAP),
        ("/map.txt", "https://manara.example/1\n", "text/plain", Kind.SITEMAP),
        ("/robots.txt", "Sitemap: https://manara.example/map.xml", "text/plain", Kind.SITEMAP),
        ("/2024/02/05/story", ARTICLE, "text/html; charset=utf-8", Kind.PAGE),
        ("/?p=123", ARTICLE, "text/html", Kind.PAGE),
        ("/index.php?id=7", HOME, "text/html", Kind.PAGE),
        ("/", ARTICLE, "text/html", Kind.PAGE),
        ("/", HOME, "text/html", Kind.HOME),
        ("", HOME, "text/html", Kind.HOME),
        ("/ar/", HOME, "text/html", Kind.HOME),
        ("/index.html", HOME, "text/html", Kind.HOME),
        ("/report.pdf", b"%PDF-1.7", "application/pdf", Kind.FILE),
    ],
)
def test_the_kind_is_told_by_content(path: str, body: str | bytes, stated: str, kind: Kind) -> None:
    found = discover(HOST + path, Web({HOST + path: (body, stated)}))
    assert isinstance(found, Found)
    assert found.kind is kind


def test_a_home_page_names_its_feeds_but_those_of_comments() -> None:
    found = discover(HOST, Web({HOST: (HOME, "text/html")}))
    assert isinstance(found, Found)
    assert found.feeds == (f"{HOST}/rss.xml",)


def test_a_page_is_fetched_once_and_handed_on_with_its_exchange() -> None:
    web = Web({f"{HOST}/story": (ARTICLE, "text/html; charset=utf-8")})
    (item,) = LookedAt(f"{HOST}/story#x", web).items()
    assert isinstance(item, Document)
    assert (item.address, item.media_type, item.exchange is not None) == (f"{HOST}/story", "text/html", True)
    assert web.asked == [f"{HOST}/story"]


def test_a_feed_is_fetched_once() -> None:
    web = Web({f"{HOST}/feed": (RSS, "text/xml")})
    (item,) = LookedAt(f"{HOST}/feed", web).items()
    assert isinstance(item, Lead)
    assert (item.url, web.asked) == (f"{HOST}/1", [f"{HOST}/feed"])


def test_a_sitemap_leads_to_its_pages() -> None:
    (item,) = items("/map.xml", {"/map.xml": (SITEMAP, "application/xml")})
    assert isinstance(item, Lead)


def test_a_home_page_leads_to_what_its_feeds_name() -> None:
    (item,) = items("/", {"/": (HOME, "text/html"), "/rss.xml": (RSS, "text/xml")})
    assert isinstance(item, Lead)
    assert item.url == f"{HOST}/1"


def test_a_home_page_without_feeds_is_named() -> None:
    (item,) = items("/", {"/": ("<html><body>أهلًا</body></html>", "text/html")})
    assert isinstance(item, Unreadable)
    assert "names no feed" in item.message


def test_an_address_that_failed_is_named() -> None:
    (item,) = items("/story", {})
    assert isinstance(item, Refused)
    assert (item.url, item.reason) == (f"{HOST}/story", "not to be had")


@pytest.mark.parametrize("address", [f"{HOST}/story", "file:///etc/passwd"])
def test_what_may_not_be_fetched_keeps_its_state(address: str) -> None:
    (item,) = LookedAt(address, Web({}, State.ROBOTS)).items()
    assert isinstance(item, Refused)
    assert (item.url, item.state) == (address, State.ROBOTS)


@pytest.mark.parametrize("body", ["", "<", "<!DOCTYPE", "<!-- ", "\x00\x00", "<html><head><link rel='alternate'>"])
def test_broken_pages_do_no_harm(body: str) -> None:
    assert len(items("/", {"/": (body, "text/html")})) == 1

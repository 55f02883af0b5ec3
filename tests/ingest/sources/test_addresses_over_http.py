"""The whole way from an address to leads and pages, over a real server on loopback."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from musnad.ingest.fetch import Fetcher, Policy
from musnad.ingest.sources.base import Document, Lead, Refused
from musnad.ingest.sources.discover import LookedAt

FEED = (
    '<?xml version="1.0" encoding="windows-1256"?><rss version="2.0"><channel><title>المنارة</title><item>'
    "<title>قصف على أريحا</title><link>/1?utm_source=rss</link>"
    "<pubDate>الاثنين, 05 شباط 2024 10:30:00 +0300</pubDate></item></channel></rss>"
)
HOME = "<html><head><link rel=alternate type='application/rss+xml' href='/rss'></head></html>"
PAGES = {
    "/": (HOME.encode(), "text/html"),
    "/rss": (FEED.encode("windows-1256"), "text/xml; charset=utf-8"),
    "/map.xml": (b"<urlset><url><loc>/1</loc></url></urlset>", "text/xml"),
    "/robots.txt": (b"User-agent: *\nAllow: /\nSitemap: /map.xml\n", "text/plain"),
    "/1": ("<p>نص</p>".encode(), "text/html"),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body, stated = PAGES.get(self.path, (b"", "text/plain"))
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("content-type", stated)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def fetch(host: str) -> Iterator[Fetcher]:
    with Fetcher(Policy(allow_hosts=frozenset({host}), delay=0.0)) as fetcher:
        yield fetcher


@pytest.mark.parametrize("path", ["/", "/rss", "/map.xml", "/robots.txt"])
def test_home_page_feed_sitemap_and_robots_lead_to_the_page(host: str, fetch: Fetcher, path: str) -> None:
    (lead,) = LookedAt(f"http://{host}{path}", fetch).items()
    assert isinstance(lead, Lead)
    assert lead.url == f"http://{host}/1"


def test_a_feed_in_an_old_encoding_that_the_server_misnames_is_read(host: str, fetch: Fetcher) -> None:
    (lead,) = LookedAt(f"http://{host}/rss", fetch).items()
    assert isinstance(lead, Lead)
    assert (lead.hints.title, lead.hints.published) == ("قصف على أريحا", "2024-02-05T10:30:00+03:00")


def test_a_page_comes_with_its_exchange(host: str, fetch: Fetcher) -> None:
    (page,) = LookedAt(f"http://{host}/1", fetch).items()
    assert isinstance(page, Document)
    assert page.exchange is not None
    assert page.exchange.status == 200


def test_a_page_that_is_not_there_is_named(host: str, fetch: Fetcher) -> None:
    (item,) = LookedAt(f"http://{host}/gone", fetch).items()
    assert isinstance(item, Refused)
    assert item.status == 404

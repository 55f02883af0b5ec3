"""A small news site over real HTTP on loopback: a feed, a sitemap, pages, and a log of what was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

ARTICLE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} | صحيفة النهر</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="صحيفة النهر">
<meta property="article:published_time" content="2024-02-05T{hour:02}:00:00+03:00"></head>
<body><nav><a href="/">الرئيسية</a></nav><main><article><h1>{title}</h1>{paragraphs}</article></main>
<footer>جميع الحقوق محفوظة</footer></body></html>"""
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>صحيفة النهر</title>
<link>{base}/</link>{items}</channel></rss>"""
DATE = "Mon, 05 Feb 2024 {hour:02}:00:00 +0300"
ENTRY = "<item><title>{title}</title><link>{base}{path}</link><pubDate>" + DATE + "</pubDate></item>"
TOWNS = ("كفر عويد", "معرة النعمان", "خان شيخون", "سراقب", "أريحا", "جسر الشغور", "بنش", "حارم", "سلقين", "الدانا")


class Story(NamedTuple):
    """An invented article of the site."""

    path: str
    title: str
    paragraphs: tuple[str, ...]
    hour: int


def stories(number: int) -> list[Story]:
    """So many different articles."""
    return [_story(index) for index in range(number)]


def _story(index: int) -> Story:
    town = TOWNS[index % len(TOWNS)]
    paragraphs = (
        f"قُتل {index + 3} مدنيين وأصيب {2 * index + 5} آخرون في قصف مدفعي استهدف بلدة {town} صباح الاثنين.",
        f"وقال رئيس المجلس المحلي في {town} إن القذيفة رقم {index + 1} سقطت قرب السوق، وإن الأهالي نقلوا الجرحى.",
        f"ولم تعلن أي جهة مسؤوليتها عن الهجوم الذي يعد الخبر رقم {index} في هذه السلسلة المختلقة للاختبار.",
    )
    return Story(f"/news/{index}", f"قصف على بلدة {town} ({index})", paragraphs, index % 24)


class Site:
    """What the site serves by path, and every path that was asked for, in order."""

    def __init__(self, number: int) -> None:
        self.stories = stories(number)
        self.asked: list[str] = []
        self.base = ""
        self.pages: dict[str, tuple[int, str, bytes]] = {}

    def fill(self, base: str) -> None:
        """Set the pages up, once the address is known."""
        self.base = base
        items = "".join(ENTRY.format(title=s.title, base=base, path=s.path, hour=s.hour) for s in self.stories)
        self.put("/feed", FEED.format(base=base, items=items), "application/rss+xml; charset=utf-8")
        self.put("/robots.txt", "User-agent: *\nDisallow: /private/\n", "text/plain")
        for story in self.stories:
            paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
            self.put(story.path, ARTICLE.format(title=story.title, paragraphs=paragraphs, hour=story.hour))

    def put(
        self, path: str, text: str | bytes, media_type: str = "text/html; charset=utf-8", status: int = 200
    ) -> None:
        """Serve `text` at `path` from now on."""
        self.pages[path] = (status, media_type, text if isinstance(text, bytes) else text.encode())


@contextmanager
def served(number: int = 3) -> Iterator[Site]:
    """A running site with so many articles."""
    site = Site(number)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            status, media_type, body = site.pages.get(self.path, (404, "text/plain", b"not here"))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site.fill(f"http://127.0.0.1:{server.server_address[1]}")
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

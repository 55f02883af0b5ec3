"""Sitemaps: what they lead to, what is left out of them, and what broken and hostile ones do."""

import datetime as dt
import gzip

import pytest

from musnad.ingest.sources import sitemap_entries
from musnad.ingest.sources.base import Exchange, Fetched, Hints, Item, Lead, Refused, Unreadable, Validators
from musnad.ingest.sources.sitemap import MAX_DEPTH, SitemapSource
from musnad.ingest.states import State

URL = "https://sada.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
FIFTH = dt.datetime(2024, 2, 5, tzinfo=dt.UTC)


class Web:
    """Answers out of memory, in place of the network."""

    def __init__(self, pages: dict[str, bytes | str]) -> None:
        self.pages = {url: page.encode() if isinstance(page, str) else page for url, page in pages.items()}
        self.asked: list[str] = []

    def __call__(self, url: str, validators: Validators | None = None) -> Fetched | Refused:
        self.asked.append(url)
        if url not in self.pages:
            return Refused(url=url, state=State.FAILED, reason="404 Not Found", status=404)
        return Fetched(url=url, body=self.pages[url], exchange=Exchange(url=url, final_url=url, status=200, time=FIFTH))


def source(sitemap: bytes | str, url: str = URL, **options: object) -> SitemapSource:
    return SitemapSource(url, Web({url: sitemap}), **options)  # type: ignore[arg-type]


def items(sitemap: bytes | str, url: str = URL, **options: object) -> list[Item]:
    return list(source(sitemap, url, **options).items())


def urls(found: list[Item]) -> list[str]:
    return [item.url.rpartition("/")[2] for item in found if isinstance(item, Lead)]


def complaints(found: list[Item]) -> list[str]:
    return [str(item) for item in found if isinstance(item, Unreadable)]


def urlset(*entries: str) -> str:
    inside = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NS} {NEWS} {IMAGE}>\n{inside}\n</urlset>'


def loc(name: str, more: str = "") -> str:
    return f"<loc>https://sada.example/{name}</loc>{more}"


def index(*entries: str) -> str:
    return f"<sitemapindex {NS}>" + "".join(f"<sitemap>{entry}</sitemap>" for entry in entries) + "</sitemapindex>"


def news(published: str, title: str = "خبر", language: str = "ar") -> str:
    publication = (
        f"<news:publication><news:name>الصدى</news:name><news:language>{language}</news:language></news:publication>"
    )
    date = f"<news:publication_date>{published}</news:publication_date>"
    return f"<news:news>{publication}{date}<news:title>{title}</news:title></news:news>"


def test_a_page_and_when_it_changed() -> None:
    (lead,) = items(urlset(loc("1", "<lastmod>2024-02-05T10:00:00+03:00</lastmod>")))
    assert isinstance(lead, Lead)
    assert (lead.url, lead.modified, lead.found_in) == (f"{URL[:-11]}1", "2024-02-05T10:00:00+03:00", URL)


def test_a_news_sitemap_gives_title_date_and_outlet() -> None:
    (lead,) = items(urlset(loc("1", news("2024-02-05T10:00:00+03:00", "قصف على أريحا"))), hints=Hints(country="SY"))
    assert isinstance(lead, Lead)
    assert (lead.hints.title, lead.hints.published) == ("قصف على أريحا", "2024-02-05T10:00:00+03:00")
    assert (lead.hints.outlet, lead.hints.country) == ("الصدى", "SY")


def test_the_title_of_a_picture_is_not_the_articles() -> None:
    picture = (
        "<image:image><image:loc>https://sada.example/p.jpg</image:loc><image:title>صورة</image:title></image:image>"
    )
    (lead,) = items(urlset(loc("1", picture)))
    assert isinstance(lead, Lead)
    assert (lead.url, lead.hints.title) == (f"{URL[:-11]}1", "")


def test_news_in_another_language_is_left_out() -> None:
    made = source(urlset(loc("1", news("2024-02-05", language="en")), loc("2", news("2024-02-05", language="ar-SY"))))
    assert urls(list(made.items())) == ["2"]
    assert made.counts == {"in another language": 1}


def test_what_is_older_than_asked_for_is_left_out_and_undated_pages_pass() -> None:
    old, new = "<lastmod>2024-02-04</lastmod>", "<lastmod>2024-02-05</lastmod>"
    assert urls(items(urlset(loc("old", old), loc("new", new), loc("undated")), since=FIFTH)) == ["new", "undated"]


def test_the_date_of_publication_goes_before_that_of_a_change() -> None:
    entry = loc("1", news("2024-01-01") + "<lastmod>2024-02-05</lastmod>")
    assert items(urlset(entry), since=FIFTH) == []


def test_an_index_leads_to_its_sitemaps_in_order() -> None:
    web = Web({URL: index(loc("a.xml"), loc("b.xml")), **{f"{URL[:-11]}{x}.xml": urlset(loc(x)) for x in "ab"}})
    assert urls(list(SitemapSource(URL, web).items())) == ["a", "b"]


def test_sitemaps_that_did_not_change_are_not_fetched() -> None:
    web = Web({URL: index(loc("a.xml", "<lastmod>2024-01-01T00:00:00Z</lastmod>"))})
    assert list(SitemapSource(URL, web, since=FIFTH).items()) == []
    assert web.asked == [URL]


def test_an_index_that_names_itself_ends() -> None:
    web = Web({URL: index(loc("sitemap.xml"), loc("a.xml")), f"{URL[:-11]}a.xml": index(loc("a.xml"))})
    found = list(SitemapSource(URL, web).items())
    assert len(web.asked) <= 3
    assert urls(found) == []


def test_indexes_nested_too_deeply_are_named() -> None:
    web = Web({f"{URL[:-11]}{n}.xml": index(loc(f"{n + 1}.xml")) for n in range(10)})
    found = list(SitemapSource(f"{URL[:-11]}0.xml", web).items())
    assert len(web.asked) == MAX_DEPTH + 1
    assert "indexes are nested too deeply" in complaints(found)[0]


def test_a_sitemap_that_is_not_there_is_named_and_the_rest_read() -> None:
    web = Web({URL: index(loc("gone.xml"), loc("b.xml")), f"{URL[:-11]}b.xml": urlset(loc("b"))})
    found = list(SitemapSource(URL, web).items())
    refused = [(item.url, item.reason) for item in found if isinstance(item, Refused)]
    assert (urls(found), refused) == (["b"], [("https://sada.example/gone.xml", "404 Not Found")])


def test_a_compressed_sitemap_is_read() -> None:
    assert urls(items(gzip.compress(urlset(loc("1")).encode()), url=URL + ".gz")) == ["1"]


def test_a_gzip_that_ends_too_early_gives_what_it_holds_and_is_named() -> None:
    pages = urlset(*(loc(f"{number * 7919 % 100_003}") for number in range(5000))).encode()
    found = items(gzip.compress(pages)[:-3000])
    assert len(urls(found)) > 1000
    assert complaints(found)[-1] == f"{URL}: broken gzip: it ends too early"


def test_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_entries, "MAX_BYTES", 100_000)
    assert complaints(items(gzip.compress(b"<urlset>" + b" " * 1_000_000))) == [
        f"{URL}: the sitemap is larger than 100,000 bytes"
    ]


def test_addresses_behind_the_limit_are_not_read_and_this_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_entries, "MAX_URLS", 2)
    found = items(urlset(loc("1"), loc("2"), loc("3")))
    assert (urls(found), len(complaints(found))) == (["1", "2"], 1)


def test_a_text_sitemap_is_read() -> None:
    assert urls(items("\ufeffhttps://sada.example/1\r\n\r\nhttps://sada.example/خبر\r\n")) == [
        "1",
        "%D8%AE%D8%A8%D8%B1",
    ]


def test_a_line_of_a_text_sitemap_that_is_no_address_is_named() -> None:
    found = items("https://sada.example/1\nليس عنوانًا\nftp://sada.example/x")
    assert complaints(found)[-1] == f"{URL}:3: loc: 'ftp://sada.example/x' is no http or https address"


def test_the_sitemaps_of_robots_txt_are_followed() -> None:
    robots = "https://sada.example/robots.txt"
    lines = f"User-agent: *\nDisallow: /x\nSitemap: {URL}\nsitemap: https://sada.example/b.xml\n"
    web = Web({robots: lines, URL: urlset(loc("1")), "https://sada.example/b.xml": urlset(loc("2"))})
    assert urls(list(SitemapSource(robots, web).items())) == ["1", "2"]


def test_what_stands_before_a_break_is_taken_and_the_break_named_with_its_line() -> None:
    found = items(
        urlset(loc("1")).replace("\n</urlset>", "\n<url><loc>https://sada.example/?a=1&b=2</loc></url></urlset>")
    )
    assert urls(found) == ["1"]
    assert complaints(found)[0].startswith(f"{URL}:4: broken XML: ")


def test_blank_lines_before_the_declaration_count_but_do_no_harm() -> None:
    found = items("\n\n" + urlset(loc("1"), "<lastmod>2024-02-05</lastmod>"))
    assert (urls(found), complaints(found)) == (["1"], [f"{URL}:5: loc: missing"])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty: there is no sitemap"),
        ("لا شيء", "this is no sitemap"),
        ("<html><body>404</body></html>", "this is a web page, not a sitemap"),
        ("<rss><channel/></rss>", "this is XML, but no sitemap: its root is rss"),
        (b"\x1f\x8bgarbage", "broken gzip"),
    ],
)
def test_what_is_no_sitemap_is_refused(body: str | bytes, reason: str) -> None:
    assert reason in complaints(items(body))[0]


def test_entities_are_not_expanded_and_no_file_is_read() -> None:
    doctype = '<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    sitemap = f"{doctype}<urlset {NS}><url><loc>https://sada.example/&b;&f;</loc></url></urlset>"
    found = items(sitemap)
    assert not any("root:" in str(item) or "aaaa" in str(item) for item in found)


def test_a_billion_laughs_ends_at_once() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    sitemap = f'<!DOCTYPE u [<!ENTITY l0 "ha">{entities}]><urlset {NS}><url><loc>&l29;</loc></url></urlset>'
    assert urls(items(sitemap)) == []


def test_a_page_that_stands_in_two_sitemaps_counts_once() -> None:
    assert urls(items(urlset(loc("1"), loc("1?utm_source=x"), loc("1#a")))) == ["1"]

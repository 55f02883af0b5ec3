"""What a page says of its article besides the text."""

import lxml.html
import pytest

from musnad.ingest.page.jsonld import loads
from musnad.ingest.page.metadata import Metadata, metadata

TITLE = "مقتل أربعة مدنيين بانفجار لغم"
NODE = (
    f'{{"@graph":[{{"@type":"WebSite","name":"صحيفة مختلقة"}},{{"@type":["NewsArticle"],"headline":"{TITLE}",'
    '"datePublished":"2024-03-12T08:30:00Z","author":[{"@type":"Person","name":"سامر الحلبي"},{"name":"admin"}],'
    '"isBasedOn":"https://a.example/1","correction":{"text":"صُحح العدد","datePublished":"2024-03-13"},}]}'
)
SCRIPT = f'<script type="application/ld+json">{NODE}</script>'
LINE = "<div>نُشر في <span>الثلاثاء 12 آذار 2024</span> <span>10:30</span> | آخر تحديث: 12 آذار 2024 - 11:40</div>"
TEASER = '<ul><li><a href="/b">خبر آخر عن مدينة أخرى</a><time datetime="2024-03-14T10:00:00+02:00">14</time></li></ul>'


def read(head: str = "", line: str = LINE, url: str = "https://nahar.example/x") -> Metadata:
    title = f"<title>{TITLE} - صحيفة مختلقة</title>"
    logo = '<header><h1 class="logo"><a href="/">صحيفة مختلقة</a></h1><span>الخميس 16 أكتوبر 2025</span></header>'
    body = f"{logo}<main><article><h1>{TITLE}</h1>{line}<p>قال مصدر.</p></article>{TEASER}</main>"
    return metadata(lxml.html.document_fromstring(f"<html><head>{title}{head}</head><body>{body}</body></html>"), url)


def test_broken_json_ld_gives_dates_authors_corrections_and_sources() -> None:
    found = read(SCRIPT)
    assert (found.published, found.published_from) == ("2024-03-12T08:30:00+00:00", "json-ld")
    assert (found.authors, found.based_on) == (["سامر الحلبي"], ["https://a.example/1"])
    assert [(note.text, note.date) for note in found.corrections] == [("صُحح العدد", "2024-03-13")]


def test_the_headline_is_not_the_logo() -> None:
    assert (read().title, read().outlet) == (TITLE, "صحيفة مختلقة")


def test_the_visible_line_tells_publication_and_update_apart() -> None:
    found = read()
    assert (found.published, found.updated) == ("2024-03-12T10:30:00", "2024-03-12T11:40:00")


def test_dates_of_teasers_and_of_today_are_not_the_articles() -> None:
    assert read(line="", url="https://nahar.example/2024/03/12/x").published == "2024-03-12"


def test_a_page_that_says_only_when_it_was_updated_has_no_publication() -> None:
    found = read(line="<div>آخر تحديث: 12 آذار 2024 - 11:40</div>")
    assert (found.published, found.updated) == (None, "2024-03-12T11:40:00")


@pytest.mark.parametrize(
    "script",
    [
        '{"a": "x",}',
        '<!-- {"a": "x"} -->',
        '//<![CDATA[\n{"a": "x"}\n//]]>',
        "{&quot;a&quot;: &quot;x&quot;}",
        '{"a": "x"',
    ],
)
def test_json_as_sites_emit_it_is_read(script: str) -> None:
    assert loads(script) == {"a": "x"}

"""What a news page says of its article besides the text: title, authors, outlet, dates, corrections.

Pages say the same thing in several places and not always the same; `metadata` collects what each place says and
chooses.
"""

import re

import lxml.html
import msgspec

from musnad.ingest.page import jsonld, scripted
from musnad.ingest.page.authors import authors
from musnad.ingest.page.head import Head, inline_words
from musnad.ingest.page.moments import moment
from musnad.ingest.page.publication import publication
from musnad.ingest.page.titles import headline, host, site_name
from musnad.schema import CorrectionNote

_COMMAS = re.compile("[,،;]")


class Metadata(msgspec.Struct, kw_only=True):
    """What a page's markup and its visible lines say of its article.

    `titles` are all the candidates for the title (headings, OpenGraph, JSON-LD, `<title>` with and without the site's
    name), for a caller that drops lines which only repeat it. `published` and `updated` are ISO 8601, a date or a
    datetime, with a zone only where the page states one; `published_from` names where the first was read
    (`json-ld`, `meta`, `time`, `date line`, `url`…) and is None where there is none. `article_body` is the text of
    JSON-LD, of a live blog its updates', paragraphs separated by newlines. `is_article` says whether the markup calls
    the page an article, None where it does not say.
    """

    title: str = ""
    titles: list[str] = []
    authors: list[str] = []
    outlet: str = ""
    published: str | None = None
    updated: str | None = None
    published_from: str | None = None
    canonical: str | None = None
    language: str | None = None
    description: str = ""
    keywords: list[str] = []
    corrections: list[CorrectionNote] = []
    based_on: list[str] = []
    next_page: str | None = None
    article_body: str = ""
    is_article: bool | None = None


def metadata(tree: lxml.html.HtmlElement, url: str | None = None) -> Metadata:
    """The metadata of the page `tree`, which was fetched from `url`; nothing in the tree is changed."""
    head = Head(tree, url)
    found = jsonld.nodes(jsonld.blocks(head.scripts))
    canonical = head.absolute(head.links.get("canonical") or head.first("og:url"))
    headings = [inline_words(element) for element in tree.iter("h1")]
    node = jsonld.main_article(found, [one for one in (url, canonical) if one], headings) or {}
    publisher = _publisher(node, found)
    own = [*_site_names(head, publisher), host(url or canonical)]
    stated = [title for key in ("headline", "name", "alternativeHeadline") for title in jsonld.texts(node.get(key))]
    chosen = headline(
        tree, head, stated, [*own, *jsonld.texts(node.get("articleSection")), *head.all("article:section")]
    )
    outlet = site_name(head, publisher, url or canonical, chosen.title)
    script = {} if node.get("datePublished") else scripted.article(tree, chosen.candidates)
    dates = publication(tree, head, node, script, chosen, url or canonical)
    return Metadata(
        title=chosen.title,
        titles=chosen.candidates,
        authors=authors(tree, head, {**script, **node}, [*own, outlet]),
        outlet=outlet,
        published=dates.published,
        updated=dates.updated,
        published_from=dates.method,
        canonical=canonical,
        language=head.language or jsonld.text(node.get("inLanguage")) or None,
        description=jsonld.text(node.get("description")) or head.first("og:description", "description"),
        keywords=_keywords(head, node),
        corrections=[CorrectionNote(note.text, moment(note.date)) for note in jsonld.corrections(node)],
        based_on=[head.absolute(source) or source for source in jsonld.based_on(node)],
        next_page=head.absolute(head.links.get("next")),
        article_body=jsonld.body(node),
        is_article=_is_article(head, found),
    )


def _publisher(node: jsonld.Node, found: list[jsonld.Node]) -> str:
    """The publisher's name, or that of the page's WebSite or news organisation."""
    sites = [one for one in found if jsonld.types(one) & {"NewsMediaOrganization", "Organization", "WebSite"}]
    places = (node.get("publisher"), node.get("sourceOrganization"), *sites)
    return next((name for place in places if (name := jsonld.text(place)) and not name.startswith("http")), "")


def _site_names(head: Head, publisher: str) -> list[str]:
    keys = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "twitter:site")
    return [name for name in (*head.all(*keys), publisher) if name]


def _keywords(head: Head, node: jsonld.Node) -> list[str]:
    stated = jsonld.texts(node.get("keywords")) or head.all("news_keywords", "keywords", "article:tag")
    words = [word.strip() for line in stated for word in _COMMAS.split(line)]
    return list(dict.fromkeys(filter(None, words)))


def _is_article(head: Head, found: list[jsonld.Node]) -> bool | None:
    """Whether OpenGraph's type or a node says that the page is an article; None where neither says anything."""
    kind = head.first("og:type").lower()
    if kind == "article" or any(map(jsonld.is_article, found)):
        return True
    return False if kind in ("website", "blog", "profile") else None

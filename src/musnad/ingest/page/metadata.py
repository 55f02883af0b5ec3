"""What a news page says of its article besides the text: title, authors, outlet, dates, corrections.

Pages say the same thing in several places and not always the same; `metadata` collects what each place says and
chooses.
"""

import lxml.html
import msgspec

from musnad.schema import CorrectionNote


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
    return Metadata()

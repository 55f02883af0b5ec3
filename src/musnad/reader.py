"""Composes text, extract and resolve."""

from musnad.schema import Article, Reading
from musnad.version import READER_VERSION, SCHEMA_VERSION


def read(article: Article) -> Reading:
    """What the article says happened."""
    return Reading(
        id=article.id,
        text=article.text,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        language=article.language,
        published=article.published,
        sha256=article.sha256,
        schema=SCHEMA_VERSION,
        reader=READER_VERSION,
    )

"""Musnad reads Arabic conflict news into a sourced record: `read(Article(id=…, text=…, published=…))`."""

from musnad.reader import read
from musnad.schema import Article, Reading
from musnad.version import __version__

__all__ = ["Article", "Reading", "__version__", "read"]

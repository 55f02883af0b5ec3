"""By what an article is known for good: its address, where it has one that lasts."""

import hashlib

from musnad.ingest.sources.base import Document
from musnad.ingest.sources.files import STDIN


def identity(document: Document) -> str:
    """The address under which a document's article is kept, and its later versions.

    A page on the web goes by its URL, wherever a copy of it was found; a message by its number in its channel; a
    file by its path. A line of a table or a list is nothing that lasts: its article goes by the id that it has of
    its own, else by the SHA-256 of its bytes, so that a row put in above does not make one article of two.
    """
    url = document.url or (document.record.url if document.record else None)
    if document.container is not None and url is not None and url.startswith(("http://", "https://")):
        return url
    if not _is_positional(document):
        return document.address
    path = document.container.path if document.container else STDIN
    own = document.record.id if document.record else None
    return f"{path}#id:{own}" if own not in (None, "") else f"{path}#sha256:{hashlib.sha256(document.body).hexdigest()}"


def _is_positional(document: Document) -> bool:
    """Whether the address only counts lines or elements, or is that of standard input."""
    place = document.container
    if place is None:
        return False
    counted = place.record.startswith("[") if place.record is not None else place.line is not None
    return counted or place.path == STDIN

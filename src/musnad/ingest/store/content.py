"""What of an article makes a new version where it changes."""

import hashlib

import msgspec

from musnad.schema import Article

PARTS = ("title", "text", "authors", "published", "updated", "captions", "corrections", "based_on", "links")
"""A teaser, an advertisement or another address for a picture is no change of what the article says."""


def content_digest(article: Article) -> str:
    """SHA-256 (hex) over what the article says and when it says that it was published."""
    said = {part: msgspec.to_builtins(getattr(article, part)) for part in PARTS}
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()

"""An article as it was published."""

import datetime as dt
import hashlib

import msgspec


class Article(msgspec.Struct, kw_only=True):
    """One article: what an outlet published, and when.

    `published` is the outlet's local time in ISO 8601: a date where only the day is known, a datetime with zone
    where the hour is known, None where the source does not say (ValueError if it is neither). `text` holds
    paragraphs separated by newlines, without the title; all spans of a reading point into it. `country` is the
    outlet's (ISO 3166-1 alpha-2).
    """

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    url: str | None = None
    language: str = "ar"
    country: str | None = None
    published: str | None = None
    fetched: dt.datetime | None = None
    sha256: str = ""

    def __post_init__(self) -> None:
        if self.published is not None:
            dt.datetime.fromisoformat(self.published)
        if not self.sha256:
            self.sha256 = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def published_on(self) -> dt.date | None:
        """The outlet's local day of publication, which relative dates are anchored on."""
        return None if self.published is None else dt.datetime.fromisoformat(self.published).date()

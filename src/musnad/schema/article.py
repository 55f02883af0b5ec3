"""An article as it was published."""

import datetime as dt
import hashlib

import msgspec

from musnad.schema.span import Span


class Hyperlink(msgspec.Struct, frozen=True):
    """A link in the text: the words that carry it, and the absolute address that it leads to."""

    span: Span
    url: str


class RelatedLine(msgspec.Struct, frozen=True):
    """A line that leads from the article to another one ("read also"); it stands outside the text."""

    text: str
    url: str | None = None


class CorrectionNote(msgspec.Struct, frozen=True):
    """What the outlet itself says that it corrected in the article, and when (ISO 8601), where it says so."""

    text: str
    date: str | None = None


class Medium(msgspec.Struct, frozen=True):
    """A picture, video, recording or document that came with the article: its address or file, and its caption.

    `sha256` (hex) is of the file, where it was at hand; `url` is empty where only its being there is known.
    """

    kind: str
    url: str
    caption: str = ""
    sha256: str | None = None


class Dropped(msgspec.Struct, frozen=True):
    """A line of the page that is no part of the article, and why it was left out (`follow`, `correction link`…)."""

    kind: str
    text: str


class Article(msgspec.Struct, kw_only=True):
    """One article: what an outlet published, and when.

    `published` is the outlet's local time in ISO 8601: a date where only the day is known, a datetime with zone
    where the hour is known, None where the source does not say (ValueError if it is neither); `updated` likewise.
    `text` holds paragraphs separated by newlines, without the title; headings are paragraphs, and `headings` says
    which; all spans point into it. `dateline` is the place and agency at the head of the text, as written there.
    `country` is the outlet's (ISO 3166-1 alpha-2). `based_on` are the addresses of what it was taken from.
    """

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    url: str | None = None
    language: str = "ar"
    country: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: list[str] = []
    dateline: str | None = None
    headings: list[Span] = []
    links: list[Hyperlink] = []
    captions: list[str] = []
    related: list[RelatedLine] = []
    corrections: list[CorrectionNote] = []
    based_on: list[str] = []
    media: list[Medium] = []
    dropped: list[Dropped] = []
    fetched: dt.datetime | None = None
    sha256: str = ""

    def __post_init__(self) -> None:
        for stated in (self.published, self.updated):
            if stated is not None:
                dt.datetime.fromisoformat(stated)
        if not self.sha256:
            self.sha256 = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def published_on(self) -> dt.date | None:
        """The outlet's local day of publication, which relative dates are anchored on."""
        return None if self.published is None else dt.datetime.fromisoformat(self.published).date()

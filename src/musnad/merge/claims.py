"""A claim: one article's account of one event, with what merging needs to know of the article."""

import datetime as dt

import msgspec

from musnad.schema import Event, Reading


class Claim(msgspec.Struct, kw_only=True, frozen=True):
    """What one article says of one event.

    `id` is unique and lasting (`ar-7k3m9q2xw0#e1`), `article` that of the article, `published` the outlet's local
    day, `country` the outlet's (ISO 3166-1 alpha-2). `original` is the id of the article that this article is a copy
    of: copies of one report are one source.
    """

    id: str
    article: str
    event: Event
    title: str = ""
    outlet: str = ""
    country: str | None = None
    published: dt.date | None = None
    original: str | None = None

    @property
    def report(self) -> str:
        """The article whose report this is: that which it was copied from, else its own."""
        return self.original or self.article

    @property
    def words(self) -> str:
        """The clauses in which the article tells of the event, a line each."""
        return "\n".join(mention.quote for mention in self.event.mentions)


def claims_of(reading: Reading, *, country: str | None = None, original: str | None = None) -> list[Claim]:
    """The claims of a reading, in the order of its events."""
    published = None if reading.published is None else dt.datetime.fromisoformat(reading.published).date()
    return [
        Claim(
            id=f"{reading.id}#{event.id}",
            article=reading.id,
            event=event,
            title=reading.title,
            outlet=reading.outlet,
            country=country,
            published=published,
            original=original,
        )
        for event in reading.events
    ]

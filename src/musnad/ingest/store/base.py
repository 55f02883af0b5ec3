"""What every store of articles can do: today a folder, later the database."""

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

import msgspec

from musnad.ingest.sources.base import Container, Document, Exchange
from musnad.ingest.store.ledger import Ledger
from musnad.ingest.syndication import Copy
from musnad.schema import Article, Problem


class Capture(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Bytes that were kept as evidence: their SHA-256 and size, where and how they were had, by which tool.

    `stored` is UTC (ISO 8601). `timestamp` is the SHA-256 of an RFC 3161 token over `sha256`, where one was asked for.
    """

    sha256: str
    size: int
    address: str
    media_type: str
    stored: str
    tool: str
    url: str | None = None
    exchange: Exchange | None = None
    container: Container | None = None
    timestamp: str | None = None


class Origin(msgspec.Struct, kw_only=True, frozen=True):
    """Where a version comes from: its address in the ledger, the captures that it was read from, when they were had."""

    address: str
    captures: tuple[str, ...]
    captured: dt.datetime


class Version(msgspec.Struct, kw_only=True, frozen=True):
    """One version of an article, from 1: `content` is the digest by which a later one is told to be another."""

    article: Article
    number: int
    origin: Origin
    content: str
    stored: str
    copies: list[Copy] = []
    problems: list[Problem] = []


class Stamp(Protocol):
    """Gives a trusted timestamp: a token (DER) over a SHA-256 digest."""

    def __call__(self, sha256: bytes) -> bytes:
        """The token; MusnadError where none is to be had."""


class ArticleStore(Protocol):
    """Articles, their versions, the bytes that they were read from, and the ledger."""

    ledger: Ledger

    def capture(self, document: Document) -> Capture:
        """Keep the document's bytes, and how they were had."""

    def version_like(self, article: Article, origin: Origin) -> Version | None:
        """The version that says what `article` says, if it need not be kept again."""

    def keep(self, article: Article, origin: Origin, problems: list[Problem]) -> Version:
        """Keep an article as a new version of what stands at its address; earlier ones stay as they are."""

    def id_of(self, address: str) -> str:
        """The public identifier of what stands at an address, from now on."""

    def versions(self, article_id: str) -> list[Version]:
        """All versions of an article, the first first; empty where there is no such article."""

    def articles(self) -> Iterator[Version]:
        """The latest version of every article, in the order in which they came."""

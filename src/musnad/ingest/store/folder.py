"""Articles in a folder: JSON lines, bytes under their SHA-256, a ledger, and an index that can be made anew.

    STORE/articles.jsonl        every version of every article, in the order in which they came
    STORE/captures.jsonl        every capture: which bytes, from where, when, how
    STORE/blobs/ab/cdef….gz     the bytes
    STORE/ledger.sqlite         what happened at every address
    STORE/index.sqlite          where in articles.jsonl each version stands
    STORE/copies.sqlite         which articles are copies of one report

A run may be killed at any moment. Bytes are written before the capture that names them, a capture before the
article, the article before the ledger: what the ledger says is stored is there, and what is missing in it is done
again and found to be there already.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from musnad.errors import StoreError
from musnad.ingest.sources.base import Document
from musnad.ingest.store.base import Capture, Origin, Stamp, Version
from musnad.ingest.store.blobs import Blobs
from musnad.ingest.store.content import content_digest
from musnad.ingest.store.index import Entry, Index
from musnad.ingest.store.ledger import Ledger, now
from musnad.ingest.store.lock import Lock
from musnad.ingest.store.log import Log, lines
from musnad.ingest.syndication import Syndication
from musnad.schema import Article, Problem
from musnad.schema.ids import public_id
from musnad.version import __version__

ARTICLES, CAPTURES, BLOBS = "articles.jsonl", "captures.jsonl", "blobs"
LEDGER, INDEX, COPIES, LOCK = "ledger.sqlite", "index.sqlite", "copies.sqlite", "lock"
TOOL = f"musnad {__version__}"
OF_THE_VERSION = ("address", "version", "content", "captures", "captured", "stored", "copies", "problems", "chain")


class StoreView:
    """A folder store that is looked at; a run may write to it meanwhile. A context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with ExitStack() as opened:
            self._open(opened)
            self._opened = opened.pop_all()

    def _open(self, opened: ExitStack) -> None:
        """Open the files; what is open already is closed where another cannot be."""
        self.ledger = opened.enter_context(closing(Ledger(self.folder / LEDGER)))
        self._index = opened.enter_context(closing(Index(self.folder / INDEX)))
        self._copies = opened.enter_context(closing(Syndication(self.folder / COPIES)))

    @classmethod
    def of(cls, folder: Path) -> "StoreView":
        """The store in a folder, what a killed run left undone put in order first; StoreError where there is none."""
        if not (folder / ARTICLES).is_file():
            raise StoreError(f"{folder}: no store of articles: it holds no {ARTICLES}")
        with suppress(StoreError):  # a run is writing to it, and puts it in order by itself
            FolderStore(folder).close()
        return StoreView(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._opened.close()

    def id_of(self, address: str) -> str:
        """The public identifier of what stands at an address: its own digest, another one where that is taken."""
        attempt = 0
        while self._index.address_of(public_id("ar", address, attempt)) not in (None, address):
            attempt += 1
        return public_id("ar", address, attempt)

    def versions(self, article_id: str) -> list[Version]:
        """All versions of an article, the first first; empty where there is no such article."""
        return [self._read(entry) for entry in self._index.of(article_id)]

    def articles(self) -> Iterator[Version]:
        """The latest version of every article, in the order in which they came."""
        return map(self._read, self._index.latest())

    def family(self, article_id: str) -> list[str]:
        """The articles that are copies of one report with this one, itself among them."""
        return self._copies.family(article_id)

    def families(self) -> Iterator[list[str]]:
        """The groups of articles that are copies of one report, each sorted."""
        return iter(self._copies.families())

    def _read(self, entry: Entry) -> Version:
        return version_of(next(lines(self.folder / ARTICLES, entry.offset)).value)


class FolderStore(StoreView):
    """An `ArticleStore` in a folder, made where there is none; one run at a time writes to it (StoreError)."""

    def __init__(self, folder: Path, stamp: Stamp | None = None) -> None:
        self._stamp = stamp
        _make(folder)
        super().__init__(folder)

    def _open(self, opened: ExitStack) -> None:
        opened.enter_context(closing(Lock(self.folder / LOCK)))
        self.blobs = Blobs(self.folder / BLOBS)
        self.blobs.clear_parts()
        self._articles = opened.enter_context(closing(Log(self.folder / ARTICLES)))
        self._captures = opened.enter_context(closing(Log(self.folder / CAPTURES)))
        super()._open(opened)
        self._index.catch_up(self.folder / ARTICLES)

    def close(self) -> None:
        """Have everything on the disk, and let others in."""
        self._copies.commit()
        super().close()

    def capture(self, document: Document) -> Capture:
        """Keep the document's bytes, and how they were had."""
        name = self.blobs.put(document.body)
        capture = Capture(
            sha256=name,
            size=len(document.body),
            address=document.address,
            media_type=document.media_type,
            stored=now(),
            tool=TOOL,
            url=document.url,
            exchange=document.exchange,
            container=document.container,
            timestamp=self.blobs.put(self._stamp(bytes.fromhex(name))) if self._stamp else None,
        )
        self._captures.append(msgspec.to_builtins(capture))
        return capture

    def version_like(self, article: Article, origin: Origin) -> Version | None:
        """The latest version, if it says the same; an older one, if `origin` was captured before the latest."""
        entries = self._index.at(origin.address)
        content = content_digest(article)
        same = [entry for entry in entries if entry.content == content]
        if not same:
            return None
        late = origin.captured > max(entry.captured for entry in entries)
        return None if late and entries[-1].content != content else self._read(same[-1])

    def keep(self, article: Article, origin: Origin, problems: list[Problem]) -> Version:
        """Keep an article as a new version of what stands at its address; earlier ones stay as they are."""
        known = self._index.at(origin.address)
        article.id = self.id_of(origin.address)
        version = Version(
            article=article,
            number=known[-1].number + 1 if known else 1,
            origin=origin,
            content=content_digest(article),
            stored=now(),
            copies=self._copies.add(article.id, article.text, article.title),
            problems=problems,
        )
        self._copies.commit()
        offset = self._articles.append(line_of(version))
        self._index.add(version, offset, self._articles.path.stat().st_size)
        return version


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made: {error.strerror}") from None


def line_of(version: Version) -> dict[str, Any]:
    """A version as a line that other tools read as an article: the article's own fields first."""
    article = msgspec.to_builtins(version.article)
    shown = {name: value for name, value in article.items() if value not in (None, [], "")}
    about: dict[str, Any] = {
        "address": version.origin.address,
        "version": version.number,
        "content": version.content,
        "captures": list(version.origin.captures),
        "captured": version.origin.captured.isoformat(),
        "stored": version.stored,
        "copies": msgspec.to_builtins(version.copies),
        "problems": msgspec.to_builtins(version.problems),
    }
    return {**shown, **about}


def version_of(line: dict[str, Any]) -> Version:
    """The version that a line of `articles.jsonl` holds."""
    article = {name: value for name, value in line.items() if name not in OF_THE_VERSION}
    origin = {"address": line["address"], "captures": line["captures"], "captured": line["captured"]}
    return msgspec.convert(
        {
            "article": {"text": "", **article},
            "number": line["version"],
            "origin": origin,
            "content": line["content"],
            "stored": line["stored"],
            "copies": line["copies"],
            "problems": line["problems"],
        },
        Version,
    )

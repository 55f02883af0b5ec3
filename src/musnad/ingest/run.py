"""A run: sources are gone through side by side, what they hold is read, and one thread writes it down.

Each source has a thread of its own, which fetches and reads; the calling thread alone writes to the store. Between
them stands a short queue, so that however much a source holds, only a few articles are in memory at a time.
"""

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from secrets import token_hex
from threading import Event, Lock
from typing import NamedTuple

import msgspec

from musnad.errors import BadInputError, NotArabicError, NoTextError
from musnad.ingest.identity import identity
from musnad.ingest.intake import Settings, Taken, captured, take
from musnad.ingest.report import Miss, Report, SourceReport
from musnad.ingest.sources.base import (
    NO_HINTS,
    Document,
    Exchange,
    Fetch,
    Fetched,
    Hints,
    Item,
    Lead,
    Refused,
    Source,
    Unchanged,
    Unreadable,
)
from musnad.ingest.states import BAD, FINAL, State
from musnad.ingest.store.base import ArticleStore, Origin
from musnad.ingest.store.ledger import Visit, now

AHEAD = 16
"""Articles that wait to be written down: enough that no thread idles, few enough to hold."""
MAX_TRIES = 5
"""A page that failed so often is left alone, unless it is asked for again with `refresh`."""


class Polled(NamedTuple):
    """A source, and what the operator says of its outlet."""

    source: Source
    operator: Hints = NO_HINTS


class Options(msgspec.Struct, kw_only=True, frozen=True):
    """How a run goes.

    `since`: what was published before is left out. `refresh`: what is known is looked at again. `fast`: the quick
    extractor. `workers`: sources that are gone through side by side. `limit`: leads taken of each source.
    """

    since: dt.datetime | None = None
    refresh: bool = False
    fast: bool = False
    workers: int = 8
    limit: int | None = None


DEFAULT = Options()


class _Met(NamedTuple):
    """What became of an item in its source's thread: an article, a miss, or one word for the count."""

    source: SourceReport
    address: str = ""
    taken: Taken | None = None
    miss: Miss | None = None
    evidence: Document | None = None
    visit: Visit | None = None
    counted: str = ""


class _Ended(NamedTuple):
    """A source that has nothing more, and its own exchange where it was fetched."""

    source: SourceReport
    exchange: Exchange | None


class Run:
    """One run over sources; `store` takes what they hold, `fetch` gets what they name."""

    def __init__(
        self,
        store: ArticleStore,
        fetch: Fetch | None = None,
        options: Options = DEFAULT,
        watch: Callable[[Report], None] = lambda report: None,
    ) -> None:
        self.store, self.fetch, self.options, self.watch = store, fetch, options, watch
        self.id = f"{now()}-{token_hex(3)}"
        self._stop = Event()
        self._claims = Lock()
        self._claimed: set[int] = set()
        self._queue: Queue[_Met | _Ended] = Queue(AHEAD)

    def stop(self) -> None:
        """End soon: what has been fetched is still written down."""
        self._stop.set()

    def take(self, polled: Sequence[Polled], store_name: str = "") -> Report:
        """Go through the sources; returns when all is written down, or after `stop`."""
        report = Report(run=self.id, store=store_name, started=now())
        report.sources = [SourceReport(address=one.source.address, outlet=one.operator.outlet) for one in polled]
        began = time.monotonic()
        with ThreadPoolExecutor(self.options.workers, "source") as threads:
            for one, told in zip(polled, report.sources, strict=True):
                threads.submit(self._collect, one, told)
            self._write_down(len(polled), report, began)
        report.seconds = round(time.monotonic() - began, 3)
        report.interrupted = self._stop.is_set()
        return report

    def _write_down(self, sources: int, report: Report, began: float) -> None:
        """Take from the queue until every source has ended; an error stops the sources and is raised at the end."""
        error: Exception | None = None
        while sources:
            try:
                met = self._queue.get()
                if isinstance(met, _Ended):
                    sources -= 1
                    self._end(met)
                elif error is None:
                    self._note(met, report)
                    report.seconds = time.monotonic() - began
                    self.watch(report)
            except KeyboardInterrupt:
                self._stop.set()
            except Exception as caught:  # whatever it is: sources that wait for the queue would wait for ever
                error = error or caught
                self._stop.set()
        if error is not None:
            raise error

    # In the threads of the sources

    def _collect(self, polled: Polled, told: SourceReport) -> None:
        try:
            for met in self._met(polled, told):
                self._queue.put(met)
                if self._stop.is_set():
                    break
        except Exception as error:  # a source never ends a run
            reason = f"{type(error).__name__}: {error}"
            self._queue.put(_missed(told, told.address, State.FAILED, reason))
        finally:
            told.left_out = dict(getattr(polled.source, "counts", {}))
            self._queue.put(_Ended(told, getattr(polled.source, "exchange", None)))

    def _met(self, polled: Polled, told: SourceReport) -> Iterator[_Met]:
        leads = 0
        for item in polled.source.items():
            if self._stop.is_set():
                return
            leads += isinstance(item, Lead)
            if self.options.limit is not None and leads > self.options.limit:
                return
            yield self._one(item, polled.operator, told)

    def _one(self, item: Item, operator: Hints, told: SourceReport) -> _Met:
        if isinstance(item, Refused):
            return _not_fetched(item, told, None)
        if isinstance(item, Unreadable):
            address, _, reason = str(item).rpartition(item.message)
            return _missed(told, address.strip().rstrip(":"), State.FAILED, reason or item.message)
        if isinstance(item, Lead):
            return self._lead(item, operator, told)
        return self._document(item, operator, told, self.store.ledger.last(identity(item)))

    def _lead(self, lead: Lead, operator: Hints, told: SourceReport) -> _Met:
        if self._too_old(lead.hints.published):
            return _Met(told, counted="older")
        last = self.store.ledger.last(lead.url)
        changed = lead.modified or lead.hints.updated
        if not self._claim(lead.url) or (last is not None and not self._is_due(last, changed)):
            return _Met(told, counted="known")
        if self.fetch is None:
            return _missed(told, lead.url, State.FAILED, "nothing may be fetched in this run")
        answer = self.fetch(lead.url, last.validators if last else None)
        if isinstance(answer, Fetched):
            document = Document(address=lead.url, url=answer.exchange.final_url, body=answer.body, hints=lead.hints)
            document.exchange = answer.exchange
            document.media_type = _media_type(answer)
            return self._document(document, operator, told, last)
        return _not_fetched(answer, told, last)

    def _document(self, document: Document, operator: Hints, told: SourceReport, last: Visit | None) -> _Met:
        address = identity(document)
        if last is not None and last.state in FINAL and last.body == _sha256(document.body):
            if document.exchange is None or document.container is not None:
                return _Met(told, counted="known")
            return _Met(told, address, visit=_visit(State.UNCHANGED, document, article=last.article))
        settings = Settings(fast=self.options.fast, fetch=self.fetch)
        try:
            taken = take(document, operator, settings)
        except BadInputError as error:
            return _unread(error, document, told)
        except Exception as error:  # the rest of the source is taken all the same
            return _unread(BadInputError(f"{type(error).__name__}: {error}"), document, told)
        if self._too_old(taken.article.published):
            return _Met(told, counted="older")
        return _Met(told, address, taken=taken)

    def _claim(self, address: str) -> bool:
        """Whether this run meets the address for the first time: two feeds may name one page."""
        key = hash(address)
        with self._claims:
            new = key not in self._claimed
            self._claimed.add(key)
        return new

    def _is_due(self, last: Visit, updated: str | None) -> bool:
        if self.options.refresh:
            return True
        if last.state in FINAL:
            return updated is not None and _later(updated, last.at)
        return self.store.ledger.failures(last.address) < MAX_TRIES

    def _too_old(self, published: str | None) -> bool:
        return published is not None and self.options.since is not None and _later(self.options.since, published)

    # In the thread that writes

    def _note(self, met: _Met, report: Report) -> None:
        if met.counted == "known":
            met.source.known += 1
        elif met.counted == "older":
            met.source.older += 1
        elif met.taken is not None:
            self._keep(met, met.taken, report)
        elif met.miss is not None:
            self._miss(met, met.miss, report)
        elif met.visit is not None:
            self._visited(met.source, met.visit)

    def _end(self, ended: _Ended) -> None:
        """Write down a feed that was gone through, with its validators: if all that it names is done with."""
        if ended.exchange is None:
            return
        last = self.store.ledger.last(ended.source.address)
        headers = ended.exchange.response_headers
        visit = Visit(
            address=ended.source.address,
            at=now(),
            run=self.id,
            source=ended.source.address,
            state=State.LISTED,
            status=ended.exchange.status,
            since=self.options.since.isoformat() if self.options.since else None,
        )
        if self._is_complete(ended.source):
            etag = headers.get("etag") or (last.etag if last else None)
            modified = headers.get("last-modified") or (last.last_modified if last else None)
            visit = msgspec.structs.replace(visit, etag=etag, last_modified=modified)
        self.store.ledger.record(visit)

    def _is_complete(self, told: SourceReport) -> bool:
        """Whether nothing that the source names is left for a later run."""
        left = told.states.keys() - {state.value for state in FINAL}
        return not left and self.options.limit is None and not self._stop.is_set()

    def _miss(self, met: _Met, miss: Miss, report: Report) -> None:
        body = self.store.capture(met.evidence).sha256 if met.evidence else None
        visit = met.visit or Visit(address=miss.address, at=now(), run="", source="", state=miss.state)
        self._visited(met.source, msgspec.structs.replace(visit, reason=miss.reason, body=body or visit.body))
        if miss.state in BAD and not met.counted:
            report.miss(miss)

    def _keep(self, met: _Met, taken: Taken, report: Report) -> None:
        first = taken.documents[0]
        origin = Origin(address=met.address, captures=(), captured=captured(first))
        same = self.store.version_like(taken.article, origin)
        if same is not None:
            visit = _visit(State.UNCHANGED, first, article=same.article.id, version=same.number)
            self._visited(met.source, msgspec.structs.replace(visit, address=met.address))
            return
        captures = tuple(self.store.capture(document).sha256 for document in taken.documents)
        version = self.store.keep(taken.article, msgspec.structs.replace(origin, captures=captures), taken.problems)
        visit = _visit(State.STORED, first, article=version.article.id, version=version.number)
        self._visited(met.source, msgspec.structs.replace(visit, address=met.address))
        report.articles += version.number == 1
        report.versions += version.number > 1
        report.copies += bool(version.copies)

    def _visited(self, told: SourceReport, visit: Visit) -> None:
        self.store.ledger.record(msgspec.structs.replace(visit, run=self.id, source=told.address))
        told.count(visit.state)


def _missed(told: SourceReport, address: str, state: State, reason: str) -> _Met:
    return _Met(told, address, miss=Miss(address=address, state=state, reason=reason, source=told.address))


def _unread(error: BadInputError, document: Document, told: SourceReport) -> _Met:
    """A document that holds no article. What an archive holds in other languages is not the user's mistake."""
    state = State.FAILED
    if isinstance(error, NotArabicError):
        state = State.NOT_ARABIC
    elif isinstance(error, NoTextError):
        state = State.NO_TEXT
    reason = error.message.removeprefix(f"{state.value}: ")
    where = f"{error.field}: {reason}" if error.field else reason
    met = _missed(told, document.address, state, where)
    archived = document.exchange is not None and document.container is not None
    fetched = document.exchange is not None and document.container is None
    return met._replace(
        visit=msgspec.structs.replace(_visit(state, document), address=document.address),
        evidence=document if fetched and state is not State.NOT_ARABIC else None,
        counted="archived" if archived and state in (State.NOT_ARABIC, State.NO_TEXT) else "",
    )


def _not_fetched(answer: Unchanged | Refused, told: SourceReport, last: Visit | None) -> _Met:
    if isinstance(answer, Refused):
        met = _missed(told, answer.url, answer.state, answer.reason)
        visit = Visit(address=answer.url, at=now(), run="", source="", state=answer.state, status=answer.status)
        return met._replace(visit=visit)
    visit = Visit(address=answer.url, at=now(), run="", source="", state=State.UNCHANGED, status=answer.exchange.status)
    if last is not None:
        same = {name: getattr(last, name) for name in ("body", "article", "version", "etag", "last_modified")}
        visit = msgspec.structs.replace(visit, **same)
    return _Met(told, answer.url, visit=visit)


def _visit(state: State, document: Document, article: str | None = None, version: int | None = None) -> Visit:
    headers = document.exchange.response_headers if document.exchange else {}
    return Visit(
        address=identity(document),
        at=now(),
        run="",
        source="",
        state=state,
        status=document.exchange.status if document.exchange else None,
        body=_sha256(document.body),
        article=article,
        version=version,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
    )


def _media_type(answer: Fetched) -> str:
    stated = answer.exchange.response_headers.get("content-type", "text/html")
    return stated.partition(";")[0].strip().lower() or "text/html"


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _moment(stated: str | dt.datetime) -> dt.datetime:
    moment = stated if isinstance(stated, dt.datetime) else dt.datetime.fromisoformat(stated)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _later(one: str | dt.datetime, other: str | dt.datetime) -> bool:
    """Whether `one` is after `other`; a day counts from its beginning, and without a zone in UTC."""
    try:
        return _moment(one) > _moment(other)
    except ValueError:
        return False

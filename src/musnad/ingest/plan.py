"""What a call names becomes sources: files, folders, addresses, and the outlets of a sources file."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from musnad.ingest.fetch import Policy
from musnad.ingest.outlets import Outlet
from musnad.ingest.run import Polled
from musnad.ingest.sources.addresses import cleaned
from musnad.ingest.sources.base import NO_HINTS, Fetch, Hints, Source, Validators
from musnad.ingest.sources.discover import LookedAt
from musnad.ingest.sources.feed import FeedSource
from musnad.ingest.sources.files import NO_OPTIONS, STDIN, FileOptions, FilesSource
from musnad.ingest.sources.pages import PagesSource
from musnad.ingest.sources.sitemap import SitemapSource
from musnad.ingest.states import FINAL
from musnad.ingest.store.ledger import Ledger

SCHEMES = ("http", "https", "ftp", "file", "gopher", "ws", "data")
"""What is written with one of these is an address, and refused as such where it is not of the web."""


class Call(msgspec.Struct, kw_only=True, frozen=True):
    """What is asked for: files, folders, `-` and addresses by name, and outlets whose feeds and sitemaps are polled.

    `operator` is said of all that is named, and of no outlet; `refresh` has everything looked at again.
    """

    named: tuple[str, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    operator: Hints = NO_HINTS
    since: dt.datetime | None = None
    refresh: bool = False
    files: FileOptions = NO_OPTIONS

    @property
    def polled_outlets(self) -> tuple[Outlet, ...]:
        """The outlets that are enabled."""
        return tuple(outlet for outlet in self.outlets if outlet.enabled)


def policy(general: Policy, call: Call) -> Policy:
    """The policy of a call with what its outlets say of their own hosts."""
    delays = dict(general.delays)
    allowed = set(general.allow_hosts)
    for outlet in call.polled_outlets:
        allowed.update(outlet.allow_hosts)
        if outlet.delay is not None:
            hosts = {urlsplit(address).hostname for address in (outlet.url, *outlet.feeds, *outlet.sitemaps)}
            delays.update((host, outlet.delay) for host in hosts if host)
    return msgspec.structs.replace(general, delays=delays, allow_hosts=frozenset(allowed))


def sources(call: Call, fetch: Fetch, ledger: Ledger) -> list[Polled]:
    """The sources of a call, those named first, then each outlet's."""
    named = [Polled(_named(target, call, fetch, ledger), call.operator) for target in call.named]
    outlets = [Polled(one, outlet.hints) for outlet in call.polled_outlets for one in _of(outlet, call, fetch, ledger)]
    return named + outlets


def _named(target: str, call: Call, fetch: Fetch, ledger: Ledger) -> Source:
    """The source of one target; an address whose article is kept is not looked at again unless it is asked for."""
    if not is_address(target):
        path = target if target == STDIN else str(Path(target).absolute())
        return FilesSource([path], call.operator, call.files)
    last = ledger.last(cleaned(target) or target)
    if last is not None and last.state in FINAL and not call.refresh:
        return PagesSource([target], call.operator)
    return LookedAt(target, fetch, call.operator, call.since)


def is_address(target: str) -> bool:
    """Whether a target is an address and no file."""
    scheme, colon, _ = target.partition(":")
    return bool(colon) and scheme.strip().lower() in SCHEMES


def _validators(address: str, call: Call, ledger: Ledger) -> Validators:
    """What a feed said last; nothing where this call goes back further, since an unchanged feed has older entries."""
    last = None if call.refresh else ledger.last(address)
    if last is None:
        return Validators()
    further = last.since is not None and (call.since is None or call.since < dt.datetime.fromisoformat(last.since))
    return Validators() if further else last.validators


def _of(outlet: Outlet, call: Call, fetch: Fetch, ledger: Ledger) -> Iterator[Source]:
    for address in outlet.feeds:
        yield FeedSource(address, fetch, outlet.hints, call.since, _validators(address, call, ledger))
    for address in outlet.sitemaps:
        yield SitemapSource(address, fetch, outlet.hints, call.since)

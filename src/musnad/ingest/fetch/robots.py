"""What hosts ask of crawlers: robots.txt after RFC 9309, kept for a day."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from musnad.ingest.fetch.addresses import Target
from musnad.ingest.states import State

if TYPE_CHECKING:
    from protego import Protego

KEPT_SECONDS = 24 * 3600.0
TROUBLE_SECONDS = 600.0
"""How long a host is left alone whose robots.txt could not be had."""
MAX_BYTES = 500 * 1024
"""What RFC 9309 asks a crawler to read at least; the rest is not looked at."""
AGENT = "Musnad"
NOT_HAD = "the host's robots.txt cannot be had"


class Answer(NamedTuple):
    """What came of asking for a robots.txt: a status and the body, or the reason why there is neither."""

    status: int | None
    body: bytes = b""
    reason: str = ""


class Refusal(NamedTuple):
    """Why an address is not fetched."""

    state: State
    reason: str


class _Kept(NamedTuple):
    until: float
    rules: "Protego | None"
    refusal: Refusal | None


class Robots:
    """The rules by origin; `ask` fetches a robots.txt (redirects followed), within the limits of all fetches."""

    def __init__(self, ask: Callable[[str], Answer], clock: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._clock = ask, clock
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._kept: dict[str, _Kept] = {}

    def refusal(self, target: Target) -> Refusal | None:
        """Why the address may not be fetched; None where it may."""
        kept = self._rules(target)
        if kept.rules is None or kept.rules.can_fetch(target.url, AGENT):
            return kept.refusal
        return Refusal(State.ROBOTS, "the host's robots.txt asks not to fetch it")

    def delay(self, target: Target) -> float:
        """The pause in seconds that the host asks for between two requests; 0 where it asks for none."""
        rules = self._rules(target).rules
        return float(rules.crawl_delay(AGENT) or 0.0) if rules is not None else 0.0

    def _rules(self, target: Target) -> _Kept:
        with self._lock:
            lock = self._locks.setdefault(target.origin, threading.Lock())
        with lock:
            kept = self._kept.get(target.origin)
            if kept is None or kept.until < self._clock():
                kept = self._kept[target.origin] = self._fetched(target)
            return kept

    def _fetched(self, target: Target) -> _Kept:
        """Rules of a found file; none where it is not there (4xx); no access where the host is in trouble (5xx)."""
        from protego import Protego

        answer = self._ask(f"{target.origin}/robots.txt")
        until, soon = self._clock() + KEPT_SECONDS, self._clock() + TROUBLE_SECONDS
        if answer.status is None:
            return _Kept(soon, None, Refusal(State.FAILED, f"{NOT_HAD}: {answer.reason}"))
        if answer.status >= 500 or answer.status == 429:
            return _Kept(soon, None, Refusal(State.ROBOTS, f"{NOT_HAD}: status {answer.status}"))
        if answer.status >= 400:
            return _Kept(until, None, None)
        return _Kept(until, Protego.parse(answer.body[:MAX_BYTES].decode("utf-8-sig", "replace")), None)

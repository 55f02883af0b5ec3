"""Manners towards hosts: so many requests at a time, and a pause between them, whatever threads make them."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Pace:
    """Turns at hosts. `sleep` and `clock` (seconds) can be exchanged in tests."""

    def __init__(
        self,
        per_host: int = 1,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_host, self._sleep, self._clock = per_host, sleep, clock
        self._lock = threading.Lock()
        self._slots: dict[str, threading.Semaphore] = {}
        self._next: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Wait for a free place at the host, and until `delay` seconds after the last request to it began."""
        with self._lock:
            slot = self._slots.setdefault(host, threading.Semaphore(self._per_host))
        with slot:
            self._wait(host, delay)
            yield

    def _wait(self, host: str, delay: float) -> None:
        with self._lock:
            now = self._clock()
            start = max(now, self._next.get(host, now))
            self._next[host] = start + delay
        if start > now:
            self._sleep(start - now)

    def hold(self, host: str, seconds: float) -> None:
        """No request to the host for so many seconds: it said that it is busy."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)

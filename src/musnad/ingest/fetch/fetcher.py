"""One address in, its bytes or the reason why not out: redirects, retries, limits, manners.

On httpcore, the engine of httpx: it follows nothing, unpacks nothing, keeps no cookies and reads no environment, and
lets the connection be made to the address that was judged (docs/decisions/0008-evidence-before-articles.md).
"""

import datetime as dt
import email.utils
import ssl
import time
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urljoin, urlsplit

import httpcore
import tenacity

from musnad.ingest.fetch.addresses import Target, UnsafeAddressError, target
from musnad.ingest.fetch.bodies import BodyError, beginning, body
from musnad.ingest.fetch.connections import GuardedBackend, Resolve, resolved, safe_addresses
from musnad.ingest.fetch.pace import Pace
from musnad.ingest.fetch.policy import REFUSED_TYPES, Policy
from musnad.ingest.fetch.robots import MAX_BYTES as ROBOTS_BYTES
from musnad.ingest.fetch.robots import Answer, Robots
from musnad.ingest.sources.base import Exchange, Fetched, Refused, Unchanged, Validators
from musnad.ingest.states import State

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses after which the same request may succeed; 520 to 524 are content networks' own."""
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"
_TROUBLES = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.ProxyError, OSError)


class _Answer(NamedTuple):
    """One response: status, headers in lower case, the body unpacked, the request's headers, the time (UTC)."""

    status: int
    headers: dict[str, str]
    body: bytes
    sent: dict[str, str]
    time: dt.datetime


class _RefusedError(Exception):
    """The end of a fetch."""

    def __init__(self, state: State, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.state, self.reason, self.status = state, reason, status


class _AgainError(_RefusedError):
    """A fetch that may succeed when it is tried again, after so many seconds where the host says it."""

    def __init__(self, state: State, reason: str, status: int | None = None, after: float | None = None) -> None:
        super().__init__(state, reason, status)
        self.after = after


class Fetcher:
    """Fetches within a policy, from any thread; a context manager that ends its connections.

    `resolve`, `sleep`, `clock` and `ssl_context` can be exchanged in tests.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        resolve: Resolve = resolved,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.policy, self._resolve, self._sleep = policy, resolve, sleep
        self._allowed = frozenset(host.lower() for host in policy.allow_hosts)
        self._backend = GuardedBackend(self._is_allowed, resolve)
        self._pool = self._connections(ssl_context)
        self._pace = Pace(policy.per_host, sleep, clock)
        self._robots = Robots(self._robots_txt, clock)

    def _connections(self, ssl_context: ssl.SSLContext | None) -> httpcore.ConnectionPool:
        proxy = None if self.policy.proxy is None else httpcore.Proxy(_checked_proxy(self.policy.proxy))
        return httpcore.ConnectionPool(
            ssl_context, proxy, max_connections=64, keepalive_expiry=15.0, network_backend=self._backend
        )

    def _is_allowed(self, host: str, port: int) -> bool:
        proxy = urlsplit(self.policy.proxy or "")
        return bool(self._allowed & {host, f"{host}:{port}", f"[{host}]:{port}"}) or host == proxy.hostname

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def __call__(self, url: str, validators: Validators | None = None) -> Fetched | Unchanged | Refused:
        """The answer to a GET of `url`; with validators, `Unchanged` where the server says so."""
        try:
            return self._followed(url, validators or Validators())
        except UnsafeAddressError as error:
            return Refused(url=url, state=State.UNSAFE, reason=str(error))
        except _RefusedError as error:
            return Refused(url=url, state=error.state, reason=error.reason, status=error.status)
        except Exception as error:  # whatever a server sends, the rest of its feed is still fetched
            return Refused(url=url, state=State.FAILED, reason=f"{type(error).__name__}: {error}")

    def _followed(self, url: str, validators: Validators) -> Fetched | Unchanged:
        """The answer at the end of the redirects, each judged like an address that was named."""
        passed: list[str] = []
        at = target(url, self._allowed)
        while True:
            self._heed_robots(at)
            answer = self._tried(at, validators)
            if answer.status not in REDIRECTS:
                break
            passed.append(at.url)
            at = self._next(at, answer, passed)
        exchange = Exchange(
            url=url,
            final_url=at.url,
            status=answer.status,
            time=answer.time,
            request_headers=answer.sent,
            response_headers=answer.headers,
            redirects=tuple(passed),
        )
        if answer.status == 304 and "if-none-match" not in answer.sent and "if-modified-since" not in answer.sent:
            raise _RefusedError(State.FAILED, "status 304 without having asked for it", 304)
        if answer.status == 304:
            return Unchanged(url=url, exchange=exchange)
        return Fetched(url=url, body=answer.body, exchange=exchange)

    def _next(self, at: Target, answer: _Answer, passed: list[str]) -> Target:
        # Headers are bytes; servers put the letters of their addresses there in UTF-8.
        location = answer.headers.get("location", "").encode("latin-1", "replace").decode("utf-8", "replace")
        if not location:
            raise _RefusedError(State.FAILED, f"status {answer.status} without a Location", answer.status)
        if len(passed) > self.policy.max_redirects:
            raise _RefusedError(State.FAILED, f"more than {self.policy.max_redirects} redirects", answer.status)
        try:
            led = target(urljoin(at.url, location.strip()), self._allowed)
        except UnsafeAddressError as error:
            raise UnsafeAddressError(f"redirected to {location[:200]!r}: {error}") from None
        except ValueError as error:
            raise UnsafeAddressError(f"redirected to {location[:200]!r}: malformed address: {error}") from None
        if led.url in passed:
            raise _RefusedError(State.FAILED, f"redirected in a circle: {led.url}", answer.status)
        return led

    def _heed_robots(self, at: Target) -> None:
        if self.policy.robots and (refusal := self._robots.refusal(at)):
            raise _RefusedError(refusal.state, refusal.reason)

    def _robots_txt(self, url: str) -> Answer:
        """A robots.txt, its redirects followed; nothing asks for leave to read it."""
        passed: list[str] = []
        try:
            at = target(url, self._allowed)
            while (answer := self._tried(at, Validators(), any_status=True)).status in REDIRECTS:
                passed.append(at.url)
                at = self._next(at, answer, passed)
        except _RefusedError as error:
            return Answer(None, reason=str(error))
        return Answer(answer.status, answer.body)

    def _tried(self, at: Target, validators: Validators, any_status: bool = False) -> _Answer:
        """The answer of the first attempt that gives one."""
        policy = self.policy
        wait = tenacity.wait_exponential(policy.backoff, policy.max_wait) + tenacity.wait_random(0, policy.backoff)

        def waits(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            stated = error.after if isinstance(error, _AgainError) else None
            return wait(state) if stated is None else stated

        again = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(policy.attempts),
            wait=waits,
            retry=tenacity.retry_if_exception_type(_AgainError),
            sleep=self._sleep,
            reraise=True,
        )
        return again(self._once, at, validators, any_status)

    def _once(self, at: Target, validators: Validators, any_status: bool = False) -> _Answer:
        """One request, in its turn at the host."""
        delay = self.policy.delays.get(at.host, self.policy.delay)
        if self.policy.robots and not any_status:
            delay = max(delay, min(self._robots.delay(at), self.policy.max_crawl_delay))
        with self._pace.turn(at.host, delay):
            try:
                answer = self._asked(at, self._headers(at, validators), whole=not any_status)
            except BodyError as error:
                raise _RefusedError(State.FAILED, str(error)) from None
            except httpcore.TimeoutException as error:
                raise _AgainError(State.FAILED, f"timed out: {error}") from None
            except _TROUBLES as error:
                raise _AgainError(State.FAILED, f"no connection: {str(error) or type(error).__name__}") from None
        return answer if any_status else self._judged(answer, at)

    def _headers(self, at: Target, validators: Validators) -> dict[str, str]:
        sent = {
            "host": urlsplit(at.url).netloc,
            "user-agent": self.policy.user_agent,
            "accept": ACCEPT,
            "accept-encoding": "gzip, deflate",
            "accept-language": "ar, *;q=0.5",
        }
        conditions = {"if-none-match": validators.etag, "if-modified-since": validators.last_modified}
        sent.update((name, value) for name, value in conditions.items() if value and _is_plain(value))
        return sent

    def _asked(self, at: Target, sent: dict[str, str], whole: bool = True) -> _Answer:
        """The answer; of a body that need not be whole, the first bytes that the policy allows."""
        policy = self.policy
        if policy.proxy is not None and not at.allowed:
            safe_addresses(at.host, at.port, self._resolve)  # the proxy resolves the name once more, by itself
        self._backend.deadline.at = time.monotonic() + policy.total
        timeout = {"connect": policy.connect, "read": policy.read, "write": policy.read, "pool": policy.total}
        with self._pool.stream("GET", at.url, headers=list(sent.items()), extensions={"timeout": timeout}) as response:
            headers = _headers(response)
            found = b""
            if response.status not in REDIRECTS and response.status not in TRANSIENT:
                coding = headers.get("content-encoding", "").strip().lower()
                if whole:
                    self._refuse_early(headers)
                    found = body(response.iter_stream(), coding, policy.max_wire_bytes, policy.max_bytes)
                else:
                    found = beginning(response.iter_stream(), coding, ROBOTS_BYTES)
        return _Answer(response.status, headers, found, sent, dt.datetime.now(dt.UTC))

    def _refuse_early(self, headers: dict[str, str]) -> None:
        """What its headers show to be too large, or of a kind that holds no article."""
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > self.policy.max_wire_bytes:
            raise BodyError(f"{int(length):,} bytes announced, more than {self.policy.max_wire_bytes:,}")
        media_type = headers.get("content-type", "").strip().lower()
        if media_type.startswith(REFUSED_TYPES):
            raise BodyError(f"{media_type.partition(';')[0]} holds no article")

    def _judged(self, answer: _Answer, at: Target) -> _Answer:
        """The answer, if it is one that ends the asking; else why not, and whether to try again."""
        status = answer.status
        if status in BUSY:
            after = _seconds(answer.headers.get("retry-after"))
            reason = f"status {status}" + ("" if after is None else f": the host asks to come again in {after:.0f} s")
            if after is not None:
                self._pace.hold(at.host, min(after, self.policy.max_wait))
            if after is not None and after > self.policy.max_wait:
                raise _RefusedError(State.LATER, reason, status)
            raise _AgainError(State.LATER, reason, status, after)
        if status in TRANSIENT:
            raise _AgainError(State.FAILED, f"status {status}", status)
        if status == 200 or status == 304 or status in REDIRECTS:
            return answer
        raise _RefusedError(State.FAILED, f"status {status}", status)


def _headers(response: httpcore.Response) -> dict[str, str]:
    """Header values by name in lower case; of several, joined as RFC 9110 says."""
    found: dict[str, str] = {}
    for name, value in response.headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _seconds(retry_after: str | None) -> float | None:
    """A Retry-After (seconds or an HTTP date) in seconds from now; None where there is none that can be read."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    try:
        return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
    except OverflowError:
        return None


def _is_plain(value: str) -> bool:
    """Whether a header can be sent as it is."""
    return value.isascii() and value.isprintable()


def _checked_proxy(proxy: str) -> str:
    """The proxy's address; UnsafeAddressError where it is none."""
    parts = urlsplit(proxy)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnsafeAddressError(f"the proxy {proxy!r}: write it as http://HOST:PORT")
    return proxy

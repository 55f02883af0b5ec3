"""Connections that go to the very IP address that was judged, and that end when the time is up."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from musnad.ingest.fetch.addresses import UnsafeAddressError, ip_address, why_not

Resolve = Callable[[str, int], list[str]]
"""The IP addresses of a name, for a port."""


def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a name, as the system finds them; OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def safe_addresses(host: str, port: int, resolve: Resolve) -> list[str]:
    """Where a name leads; UnsafeAddressError where any of its addresses is not public."""
    addresses = resolve(host, port)
    for address in addresses:
        judged = ip_address(address)
        reason = "no IP address" if judged is None else why_not(judged)
        if reason:
            raise UnsafeAddressError(f"{host} leads to {address}, {reason}")
    if not addresses:
        raise OSError(f"{host} leads nowhere")
    return addresses


class Deadline(threading.local):
    """When the request that this thread makes must be done (by `time.monotonic`)."""

    at = float("inf")

    def left(self, timeout: float | None) -> float:
        """Seconds that a step may take; httpcore.ReadTimeout where none are left."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long")
        return left if timeout is None else min(timeout, left)


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves a name once, judges all that it leads to, and connects to what was judged.

    `allowed(host, port)` are the operator's own exceptions, which are connected to as they are.
    """

    def __init__(self, allowed: Callable[[str, int], bool], resolve: Resolve = resolved) -> None:
        self.allowed, self.resolve = allowed, resolve
        self.deadline = Deadline()
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to `host`, at the first of its addresses that takes one."""
        addresses = [host] if self.allowed(host, port) else self._safe(host, port)
        error: Exception = httpcore.ConnectError(f"{host} leads nowhere")
        for address in addresses:
            limit = self.deadline.left(timeout)
            try:
                stream = self._plain.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as caught:
                error = caught
            else:
                return _TimedStream(stream, self.deadline)
        raise error

    def _safe(self, host: str, port: int) -> list[str]:
        try:
            return safe_addresses(host, port, self.resolve)
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} cannot be resolved: {error}") from None

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never."""
        raise UnsafeAddressError("a socket of this machine")

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class _TimedStream(httpcore.NetworkStream):
    """A stream of which no step goes past the deadline of the thread that reads it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = self._deadline.left(timeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, limit), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

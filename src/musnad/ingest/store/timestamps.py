"""Trusted timestamps (RFC 3161): an authority signs that a SHA-256 existed at a time. Off unless an authority is named.

Only the digest leaves the machine. A token can be checked without Musnad too: `openssl ts -verify -token_in`.
"""

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from musnad.errors import TimestampError

if TYPE_CHECKING:
    import httpx
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest, TimeStampResponse

QUERY_TYPE, REPLY_TYPE = "application/timestamp-query", "application/timestamp-reply"
TIMEOUT = 30.0
"""Seconds that an authority has for its whole answer."""
MAX_ANSWER = 100_000
"""Bytes of an answer at most; one with a chain of certificates has about 6,000."""
_SHA256 = "2.16.840.1.101.3.4.2.1"
_GRANTED = (0, 1)
_PLACEHOLDER = b"musnad"
_DER_SEQUENCE, _CERTIFICATES = 0x30, 0xA0
_GRANTED_STATUS = bytes.fromhex("3003020100")

Post = Callable[[str, bytes, dict[str, str]], bytes]
"""Sends a body with headers to an address, and gives the answer's body; TimestampError where none is to be had."""


class Timestamper:
    """Asks the authority at `url`; `post` goes before httpx, as for another network or a test."""

    def __init__(self, url: str, post: Post | None = None) -> None:
        self.url = url
        self._post = post or over_http()

    def stamp(self, sha256: bytes) -> bytes:
        """The authority's token (DER) over a SHA-256 digest of 32 bytes.

        TimestampError where the authority does not answer, refuses, or answers another question. Whether its
        signature is worth anything is `verify`'s matter, which knows the roots.
        """
        request, query = _request(sha256)
        answer = self._post(self.url, query, {"content-type": QUERY_TYPE, "accept": REPLY_TYPE})
        reply = _decoded(answer, self.url)
        if reply.status not in _GRANTED:
            reason = "; ".join(reply.status_string) or f"status {reply.status}"
            raise TimestampError(f"{self.url} refuses: {reason}")
        _compare(reply, sha256)
        if reply.tst_info.nonce != request.nonce:
            raise TimestampError(f"{self.url} answers another request (its nonce differs)")
        return reply.time_stamp_token()


def verify(token: bytes, sha256: bytes, roots: "list[Certificate]") -> dt.datetime:
    """When (UTC) the digest existed, by a token that a certificate under `roots` signed.

    The certificates need to have been valid then, not now. TimestampError where anything does not hold.
    """
    from rfc3161_client import VerificationError, VerifierBuilder

    if not roots:
        raise TimestampError("no root certificates were given to verify a timestamp with")
    reply = _decoded(_as_reply(token), "the token")
    _compare(reply, sha256)
    try:
        VerifierBuilder(roots=list(roots)).build().verify(reply, sha256)
    except (VerificationError, ValueError) as error:
        raise TimestampError(f"the timestamp does not hold: {error}") from None
    return reply.tst_info.gen_time.astimezone(dt.UTC)


def roots(path: Path | str) -> "list[Certificate]":
    """The certificates of a PEM file; TimestampError where it holds none, OSError where it cannot be opened."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(Path(path).read_bytes())
    except ValueError as error:
        raise TimestampError(f"{path}: no certificates in PEM form: {error}") from None


def over_http(timeout: float = TIMEOUT, proxy: str | None = None) -> Post:
    """A `Post` over HTTP: no redirects, no cookies, an answer of bounded size within `timeout` seconds in all."""

    def post(url: str, body: bytes, headers: dict[str, str]) -> bytes:
        import httpx

        try:
            with (
                httpx.Client(timeout=timeout, proxy=proxy, trust_env=False) as client,
                client.stream("POST", url, content=body, headers=headers) as answer,
            ):
                return _read(url, answer, time.monotonic() + timeout)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise TimestampError(f"{url}: {error or type(error).__name__}") from None

    return post


def _read(url: str, answer: "httpx.Response", deadline: float) -> bytes:
    if answer.status_code != 200:
        raise TimestampError(f"{url} answers {answer.status_code} {answer.reason_phrase}")
    body = b""
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > MAX_ANSWER:
            raise TimestampError(f"{url}: the answer has more than {MAX_ANSWER:,} bytes")
        if time.monotonic() > deadline:
            raise TimestampError(f"{url}: the answer takes too long")
    return body


def _request(sha256: bytes) -> "tuple[TimeStampRequest, bytes]":
    """A request with a nonce, and its DER form over the digest.

    The library only hashes data itself, so the digest of a placeholder is exchanged for the one that is meant.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    if len(sha256) != hashlib.sha256().digest_size:
        raise TimestampError(f"a SHA-256 digest has 32 bytes, not {len(sha256)}")
    request = TimestampRequestBuilder().data(_PLACEHOLDER).hash_algorithm(HashAlgorithm.SHA256).build()
    return request, request.as_bytes().replace(hashlib.sha256(_PLACEHOLDER).digest(), sha256, 1)


def _decoded(answer: bytes, whose: str) -> "TimeStampResponse":
    from rfc3161_client import decode_timestamp_response

    try:
        reply = decode_timestamp_response(_in_order(answer))
        if reply.status in _GRANTED:
            reply.tst_info.message_imprint  # noqa: B018 - a granted reply without a token shows only when it is read
    except ValueError as error:
        raise TimestampError(f"{whose}: this is no RFC 3161 timestamp: {error}") from None
    return reply


def _compare(reply: "TimeStampResponse", sha256: bytes) -> None:
    """TimestampError unless the token speaks of this digest, and calls it a SHA-256."""
    imprint = reply.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256:
        raise TimestampError(f"the timestamp is over another kind of digest ({imprint.hash_algorithm.dotted_string})")
    if imprint.message != sha256:
        raise TimestampError("the timestamp is over another digest")


class _Element(NamedTuple):
    """One element of DER: its tag, where it begins, where its content begins and ends."""

    tag: int
    start: int
    content: int
    end: int


def _elements(der: bytes, start: int, end: int) -> Iterator[_Element]:
    """The elements that stand one after the other in `der[start:end]`; IndexError where they run out of it."""
    while start < end:
        tag, size, content = der[start], der[start + 1], start + 2
        if size & 0x80:
            octets = size & 0x7F
            size, content = int.from_bytes(der[content : content + octets], "big"), content + octets
        if content + size > end:
            raise IndexError(start)
        yield _Element(tag, start, content, content + size)
        start = content + size


def _in_order(reply: bytes) -> bytes:
    """The reply with its certificates sorted, as DER wants a SET to be; the signature does not cover their order.

    OpenSSL 3.0, which many authorities run, writes them as they come, and the library refuses that.
    """
    try:
        outer = next(_elements(reply, 0, len(reply)))
        for place in (1, 1, 0):  # the token in the reply, its content, the signed data
            outer = list(_elements(reply, outer.content, outer.end))[place]
        field = next(one for one in _elements(reply, outer.content, outer.end) if one.tag == _CERTIFICATES)
        found = sorted(reply[one.start : one.end] for one in _elements(reply, field.content, field.end))
    except (IndexError, StopIteration):
        return reply
    return reply[: field.content] + b"".join(found) + reply[field.end :]


def _as_reply(token: bytes) -> bytes:
    """A token as the granted reply that it came in: the library reads tokens only within one."""
    content = _GRANTED_STATUS + token
    size = len(content)
    if size < 0x80:
        return bytes([_DER_SEQUENCE, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([_DER_SEQUENCE, 0x80 | len(length)]) + length + content

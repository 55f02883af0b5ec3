"""Pages of a WARC file (ISO 28500), plain or compressed record by record, as web archives and CC-NEWS ship them.

FastWARC reads the records. What it leaves to its callers is here: going on after a damaged record, limits on what
is decoded, and telling pages from all else.
"""

import datetime as dt
import io
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from musnad.errors import BadInputError
from musnad.ingest.sources.base import Container, Document, Exchange, Hints, Item, Unreadable
from musnad.ingest.sources.local import FileSource
from musnad.schema import Problem

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

MAX_BODY_BYTES = 8_000_000
"""A page of more bytes, as sent or decoded, is refused: no article is, and a bomb would be."""
BLOCK = 1 << 20
PAGES = {"text/html": "text/html", "application/xhtml+xml": "application/xhtml+xml"}

_PLAIN_START = re.compile(rb"(?:(?<=\n)|\A)WARC/[01]\.\d+\r?\n[A-Za-z-]+:")
_GZIP_START = re.compile(rb"\x1f\x8b\x08")
_GZIP_MAGIC, _ZSTD_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_START_BYTES = 512
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class WarcSource(FileSource):
    """The pages of one WARC file: answers with status 200 that hold HTML, and HTML resources.

    Memory does not grow with the file: one page is held at a time. `counts` tells after `items` what was left out,
    by reason. A damaged record is an Unreadable, and reading goes on behind it.
    """

    def _items(self) -> Iterator[Item]:
        with self.file.open() as stream:
            yield from pages(stream, self.address, self.counts, lambda url: self.hints)


def pages(stream: BinaryIO, path: str, counts: Counter[str], hints: Callable[[str], Hints]) -> Iterator[Item]:
    """The pages of a WARC that is read from `stream` (seekable), which reports call `path`.

    What is left out is counted; `hints` gives what is known of the page of an address.
    """
    for found in _Records(stream):
        if isinstance(found, str):
            yield Unreadable(path=path, message=found)
            continue
        offset, record = found
        try:
            yield from _page(record, Container(path=path, offset=offset, record=record.record_id), counts, hints)
        except BadInputError as error:
            yield Unreadable(path=path, message=f"record at offset {offset:,}: {error.message}")


class _Damage(NamedTuple):
    """Why a record could not be read, and where it begins, if that is known."""

    reason: str
    offset: int | None = None


class _Records:
    """The records of a stream with their offsets, and a message for each damaged stretch.

    After damage the next record is looked for in the bytes: a gzip member that begins like a record, or a line that
    does. FastWARC cannot say where the record lies that it could not read, so that one is looked for in the same way.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        head = stream.read(4)
        self._plain = not head.startswith((_GZIP_MAGIC, _ZSTD_MAGIC))

    def __iter__(self) -> Iterator["tuple[int, WarcRecord] | str"]:
        if not self._size:
            yield "empty: there is no record"
            return
        start: int | None = 0
        waiting = ""  # damage whose place is not known before the next attempt
        while start is not None:
            last, damage = None, None
            for found in self._from(start):
                if isinstance(found, _Damage):
                    damage = found
                    break
                if waiting:
                    yield waiting
                    waiting = ""
                last = found[0]
                yield found
            if damage is None:
                break
            at = damage.offset if damage.offset is not None else start if last is None else None
            waiting = "" if at is not None else f"behind the record at offset {last:,}: {damage.reason}"
            if at is not None:
                yield f"record at offset {at:,}: {damage.reason}"
            start = self._next(at if at is not None else last or 0)
        if waiting:
            yield waiting

    def _from(self, start: int) -> Iterator["tuple[int, WarcRecord] | _Damage"]:
        """Records from an offset on; the damage, as the last item, where one cannot be read."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        self._stream.seek(start)
        wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
        try:
            for record in ArchiveIterator(self._stream, record_types=wanted, parse_http=False):
                if self._plain and record.stream_pos + record.content_length > self._size:
                    yield _Damage(f"cut short: it says that it has {record.content_length:,} bytes", record.stream_pos)
                    return
                yield record.stream_pos, record
        except (OSError, EOFError, zlib.error) as error:
            yield _Damage(str(error) or "it cannot be decompressed")

    def _next(self, after: int) -> int | None:
        """Where behind the offset `after` something begins like a record."""
        at, kept = after + 1, b""
        self._stream.seek(at)
        while block := self._stream.read(BLOCK):
            held = kept + block
            base = at - len(kept)
            for found in (_PLAIN_START if self._plain else _GZIP_START).finditer(held):
                if self._plain or self._is_member(base + found.start()):
                    return base + found.start()
            at += len(block)
            kept = held[-_START_BYTES:]
            self._stream.seek(at)
        return None

    def _is_member(self, at: int) -> bool:
        """Whether a gzip member with a record begins at an offset."""
        self._stream.seek(at)
        try:
            return zlib.decompressobj(31).decompress(self._stream.read(_START_BYTES), 5) == b"WARC/"
        except zlib.error:
            return False


def _page(
    record: "WarcRecord", place: Container, counts: Counter[str], hints: Callable[[str], Hints]
) -> Iterator[Document]:
    """The page of a record, if it is one; BadInputError where it is damaged."""
    from fastwarc.warc import WarcRecordType

    if record.record_type == WarcRecordType.revisit:
        counts["revisits of pages archived before"] += 1
        return
    is_http = record.record_type == WarcRecordType.response and record.is_http
    if is_http:
        record.parse_http(quirks_mode=True)
        _refuse_cut_headers(record)
    elif record.record_type == WarcRecordType.response:
        counts["answers of other protocols than HTTP"] += 1
        return
    headers = _headers(record) if is_http else {}
    media_type = _media_type(record, headers)
    if reason := _left_out(record, media_type, is_http):
        counts[reason] += 1
        return
    body = _decoded(_block(record), headers)
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    yield _document(record, body, PAGES[media_type], url, headers, place, hints(url))


def _document(
    record: "WarcRecord",
    body: bytes,
    media_type: str,
    url: str,
    headers: dict[str, str],
    place: Container,
    hints: Hints,
) -> Document:
    on_the_web = url.startswith(("http://", "https://"))
    date = record.record_date or dt.datetime.fromtimestamp(0, dt.UTC)
    exchange = Exchange(url=url, final_url=url, status=200, time=date.astimezone(dt.UTC), response_headers=headers)
    problems = []
    if reason := record.headers.get("WARC-Truncated"):
        problems.append(Problem(code="cut page", message=f"the crawler kept only the beginning of the page: {reason}"))
    return Document(
        address=url if on_the_web else f"{place.path}#{place.record or place.offset}",
        body=body,
        media_type=media_type,
        url=url if on_the_web else None,
        hints=hints,
        exchange=exchange,
        container=place,
        problems=problems,
    )


def _refuse_cut_headers(record: "WarcRecord") -> None:
    if record.http_headers is None:
        raise BadInputError("cut short: its HTTP headers do not end")
    if record.http_headers.status_code is None:
        _block(record)


def _headers(record: "WarcRecord") -> dict[str, str]:
    """HTTP headers by lower-case name; the values of a repeated one are joined."""
    headers: dict[str, str] = {}
    for name, value in record.http_headers.to_tuples():
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _media_type(record: "WarcRecord", headers: dict[str, str]) -> str:
    stated = headers.get("content-type") if record.is_http else record.headers.get("Content-Type")
    stated = stated or record.headers.get("WARC-Identified-Payload-Type") or "text/html"
    return stated.partition(";")[0].strip().lower()


def _left_out(record: "WarcRecord", media_type: str, is_http: bool) -> str:
    """Why a record holds no page that is read; empty where it does."""
    status = record.http_headers.status_code if is_http else 200
    if status is None:
        return "answers that are no HTTP"
    if status != 200:
        return "redirects" if 300 <= status < 400 else f"answers with status {status}"
    return "" if media_type in PAGES else "files that are no web pages"


def _block(record: "WarcRecord") -> bytes:
    """What is left of a record's block."""
    expected = record.content_length
    if expected > MAX_BODY_BYTES:
        raise BadInputError(f"too large: {expected:,} bytes; pages up to {MAX_BODY_BYTES:,} are read")
    try:
        raw = record.reader.read(expected) if expected else b""
    except OSError as error:
        raise BadInputError(str(error)) from None
    if len(raw) < expected:
        raise BadInputError(f"cut short: {len(raw):,} of {expected:,} bytes are there")
    return raw


def _decoded(raw: bytes, headers: dict[str, str]) -> bytes:
    """A body, its transfer and content codings undone.

    Many crawlers keep the headers and store the body decoded: one that does not begin as its header says is as it is.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        raw = _unchunked(raw)
    codings = [coding.strip().lower() for coding in headers.get("content-encoding", "").split(",")]
    for coding in reversed(codings):
        raw = _uncoded(raw, coding)
    return raw


def _unchunked(raw: bytes) -> bytes:
    """The chunks joined; FastWARC's reader knows no chunk extensions."""
    parts, at, size = [], 0, -1
    while size and (head := _CHUNK.match(raw, at)):
        size = int(head[1], 16)
        parts.append(raw[head.end() : head.end() + size])
        at = head.end() + size + 2
    if not parts:
        return raw
    if size:
        raise BadInputError("broken chunks: the last one is missing")
    return b"".join(parts)


def _uncoded(raw: bytes, coding: str) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflated(raw, 31) if raw.startswith(_GZIP_MAGIC) else raw
    if coding == "deflate":
        return raw if raw.lstrip()[:1] == b"<" else _inflated(raw, 15 if raw[:1] == b"\x78" else -15)
    if coding in ("br", "zstd"):
        return raw if raw.lstrip()[:1] == b"<" else _read_through(raw, coding)
    return raw


def _inflated(raw: bytes, window: int) -> bytes:
    inflater = zlib.decompressobj(window)
    try:
        body = inflater.decompress(raw, MAX_BODY_BYTES + 1)
    except zlib.error as error:
        raise BadInputError(f"broken compression: {error}") from None
    if not inflater.eof and len(body) <= MAX_BODY_BYTES:
        raise BadInputError("broken compression: its end is missing")
    return _within_limit(body)


def _read_through(raw: bytes, coding: str) -> bytes:
    from fastwarc.stream_io import BrotliReader, ZstdReader

    reader = BrotliReader if coding == "br" else ZstdReader
    try:
        return _within_limit(reader(io.BytesIO(raw)).read(MAX_BODY_BYTES + 1))
    except OSError as error:
        raise BadInputError(f"broken compression: {error}") from None


def _within_limit(body: bytes) -> bytes:
    if len(body) > MAX_BODY_BYTES:
        raise BadInputError(f"too large: its page has more than {MAX_BODY_BYTES:,} bytes when decoded")
    return body

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, GzipWriter, ZstdWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from musnad.ingest.sources import warc
from musnad.ingest.sources.base import Document, Hints, Item, Unreadable
from musnad.ingest.sources.warc import WarcSource

PAGE = "<html lang=ar><p>قُتل ثلاثة مدنيين في قصفٍ على ريف إدلب صباح الأحد.</p></html>".encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def block(number: int, kind: WarcRecordType = WarcRecordType.response, content: bytes = OK + b"\r\n" + PAGE) -> bytes:
    """A record as FastWARC writes it."""
    record = WarcRecord()
    record.init_headers(record_type=kind, record_urn=f"urn-{number}".encode())
    record.headers["WARC-Target-URI"] = f"https://a.example/{number}"
    record.headers["WARC-Date"] = f"2024-03-1{number}T06:00:00Z"
    if kind == WarcRecordType.response:
        record.headers["Content-Type"] = "application/http; msgtype=response"
    else:
        record.headers["Content-Type"] = "text/html"
    record.set_bytes_content(content)
    out = io.BytesIO()
    record.write(out)
    return out.getvalue()


def packed(*blocks: bytes) -> bytes:
    """Each record a gzip member of its own, as FastWARC writes them."""
    out = io.BytesIO()
    for one in blocks:
        writer = GzipWriter(out)
        writer.write(one)
        writer.close()
    return out.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], tuple[list[Item], dict[str, int]]]:
    def items(raw: bytes) -> tuple[list[Item], dict[str, int]]:
        path = tmp_path / "a.warc.gz"
        path.write_bytes(raw)
        source = WarcSource(path, Hints(outlet="صحيفة"))
        return list(source.items()), dict(source.counts)

    return items


Read = Callable[[bytes], tuple[list[Item], dict[str, int]]]


def addresses(items: list[Item]) -> list[str]:
    return [item.address for item in items if isinstance(item, Document)]


def reasons(items: list[Item]) -> list[str]:
    return [item.message for item in items if isinstance(item, Unreadable)]


def only(items: list[Item]) -> Document:
    assert isinstance(items[0], Document), items
    assert len(items) == 1
    return items[0]


@pytest.mark.parametrize("pack", [packed, lambda *blocks: b"".join(blocks)])
def test_every_page_is_found_packed_or_plain(read: Read, pack: Callable[..., bytes]) -> None:
    items, _ = read(pack(*map(block, range(4))))
    assert addresses(items) == [f"https://a.example/{number}" for number in range(4)]


def test_zstandard_is_read(read: Read) -> None:
    out = io.BytesIO()
    writer = ZstdWriter(out)
    writer.write(block(1))
    writer.close()
    assert only(read(out.getvalue())[0]).body == PAGE


def test_a_page_says_where_and_when_it_was_archived(read: Read) -> None:
    first = packed(block(1))
    page = read(first + packed(block(2)))[0][1]
    assert isinstance(page, Document)
    assert page.exchange is not None
    assert page.container is not None
    assert (page.container.offset, page.container.record) == (len(first), "<urn:urn-2>")
    assert page.exchange.time.isoformat() == "2024-03-12T06:00:00+00:00"
    assert page.exchange.response_headers["content-type"] == "text/html; charset=utf-8"


def test_hints_of_the_outlet_go_with_each_page(read: Read) -> None:
    assert only(read(packed(block(1)))[0]).hints.outlet == "صحيفة"


def test_resources_are_pages_too(read: Read) -> None:
    assert only(read(packed(block(1, WarcRecordType.resource, PAGE)))[0]).body == PAGE


def test_what_is_no_page_is_counted_with_its_reason(read: Read) -> None:
    items, counts = read(
        packed(
            block(1, WarcRecordType.revisit, OK + b"\r\n"),
            block(2, content=b"HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n"),
            block(3, content=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + PAGE),
            block(4, content=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        )
    )
    assert items == []
    assert counts == {
        "revisits of pages archived before": 1,
        "redirects": 1,
        "answers with status 404": 1,
        "files that are no web pages": 1,
    }


def coded(name: str) -> bytes:
    if name == "br":
        out = io.BytesIO()
        writer = BrotliWriter(out)
        writer.write(PAGE)
        writer.close()
        return out.getvalue()
    return gzip.compress(PAGE) if name == "gzip" else zlib.compress(PAGE)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_content_codings_are_undone(read: Read, name: str) -> None:
    head = OK + f"Content-Encoding: {name}\r\n\r\n".encode()
    assert only(read(packed(block(1, content=head + coded(name))))[0]).body == PAGE


def test_deflate_without_its_wrapper_is_undone(read: Read) -> None:
    raw = zlib.compress(PAGE)[2:-4]
    assert only(read(packed(block(1, content=OK + b"Content-Encoding: deflate\r\n\r\n" + raw)))[0]).body == PAGE


def test_chunks_are_joined(read: Read) -> None:
    body = b"%x\r\n%s\r\n5;x=y\r\nabcde\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    page = only(read(packed(block(1, content=OK + b"transfer-encoding: chunked\r\n\r\n" + body)))[0])
    assert page.body == PAGE + b"abcde"


@pytest.mark.parametrize("header", [b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Encoding: br"])
def test_a_body_that_the_crawler_decoded_already_is_as_it_is(read: Read, header: bytes) -> None:
    assert only(read(packed(block(1, content=OK + header + b"\r\n\r\n" + PAGE)))[0]).body == PAGE


def test_old_http_with_bare_newlines_and_small_letters_is_read(read: Read) -> None:
    assert only(read(packed(block(1, content=b"HTTP/1.0 200 OK\ncontent-type: text/html\n\n" + PAGE)))[0]).body == PAGE


def test_a_gzip_bomb_is_refused_and_the_next_page_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_BODY_BYTES", 100_000)
    bomb = OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(1_000_000))
    items, _ = read(packed(block(1, content=bomb), block(2)))
    assert "too large" in reasons(items)[0]
    assert addresses(items) == ["https://a.example/2"]


def test_half_a_gzip_body_is_refused(read: Read) -> None:
    half = OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE * 9)[:-12]
    assert "its end is missing" in reasons(read(packed(block(1, content=half)))[0])[0]


def test_a_damaged_member_is_named_and_reading_goes_on(read: Read) -> None:
    first, bad = packed(block(0)), bytearray(packed(block(1)))
    bad[len(bad) // 2] ^= 0xFF
    bad[len(bad) // 2 + 1] ^= 0xFF
    items, _ = read(first + bytes(bad) + packed(block(2), block(3)))
    assert addresses(items) == [f"https://a.example/{number}" for number in (0, 2, 3)]
    assert reasons(items)[0].startswith(f"record at offset {len(first):,}: ")


@pytest.mark.parametrize("pack", [packed, lambda *blocks: b"".join(blocks)])
def test_rubbish_between_records_is_named_and_stepped_over(read: Read, pack: Callable[..., bytes]) -> None:
    items, _ = read(pack(block(0)) + b"rubbish\n" * 9 + pack(block(1)))
    assert addresses(items) == ["https://a.example/0", "https://a.example/1"]
    assert reasons(items)[0].startswith("behind the record at offset 0: ")


def test_a_length_beyond_the_file_hides_no_later_record(read: Read) -> None:
    long = block(1).replace(b"Content-Length: ", b"Content-Length: 9")
    items, _ = read(block(0) + long + block(2))
    assert addresses(items) == ["https://a.example/0", "https://a.example/2"]
    assert "cut short" in reasons(items)[0]


def test_a_record_without_length_is_named_and_reading_goes_on(read: Read) -> None:
    items, _ = read(block(0) + block(1).replace(b"Content-Length: ", b"X-Length: ") + block(2))
    assert addresses(items) == ["https://a.example/0", "https://a.example/2"]
    assert reasons(items)


@pytest.mark.parametrize("cut", [3, 30, 120])
@pytest.mark.parametrize("pack", [packed, lambda *blocks: b"".join(blocks)])
def test_a_cut_file_never_gives_half_a_page(read: Read, pack: Callable[..., bytes], cut: int) -> None:
    items, _ = read(pack(block(0), block(1))[:-cut])
    assert all(item.body == PAGE for item in items if isinstance(item, Document))
    assert "https://a.example/0" in addresses(items)


def test_an_empty_file_and_one_that_is_no_archive_are_named(read: Read) -> None:
    assert reasons(read(b"")[0]) == ["empty: there is no record"]
    assert reasons(read(b"this is text\n" * 9)[0])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert reasons(list(WarcSource(tmp_path / "gone.warc").items())) == ["No such file or directory"]


def test_a_page_that_the_crawler_cut_says_so(read: Read) -> None:
    raw = block(1).replace(b"WARC-Type:", b"WARC-Truncated: length\r\nWARC-Type:", 1)
    assert [problem.code for problem in only(read(raw)[0]).problems] == ["cut page"]

"""Bodies as they come: content codings undone piece by piece, within limits, so that no small answer grows large."""

import zlib
from collections.abc import Iterable

CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
"""What is asked for and understood; brotli and zstd cannot be undone in pieces of a given size with what is here."""
UNPACKED = 40
"""How many times the bytes that are wanted of a beginning may be unpacked to get at them."""
_GZIP = b"\x1f\x8b"


class BodyError(Exception):
    """A body that is not taken; says why."""


def body(chunks: Iterable[bytes], coding: str, max_wire: int, max_bytes: int) -> bytes:
    """The whole body with its content coding undone; BodyError where it is broken or too large."""
    if coding not in CODINGS:
        raise BodyError(f"the content coding {coding!r}, which was not asked for")
    undo = _Undo(coding, max_bytes)
    wire = 0
    whole = bytearray()
    for chunk in chunks:
        wire += len(chunk)
        if wire > max_wire:
            raise BodyError(f"more than {max_wire:,} bytes sent")
        whole += undo(chunk)
        if len(whole) > max_bytes:
            raise BodyError(f"more than {max_bytes:,} bytes after unpacking")
    undo.end()
    return bytes(whole)


def beginning(chunks: Iterable[bytes], coding: str, most: int) -> bytes:
    """The first `most` bytes of a body with its content coding undone; what cannot be undone ends it."""
    found = bytearray()
    try:
        undo = _Undo(coding if coding in CODINGS else "", UNPACKED * most)
        for chunk in chunks:
            found += undo(chunk)
            if len(found) > most:
                break
    except BodyError:
        pass
    return bytes(found[:most])


class _Undo:
    """Undoes one content coding."""

    def __init__(self, coding: str, limit: int) -> None:
        self.coding, self.limit = coding, limit
        self._zlib = None if coding in ("", "identity") else zlib.decompressobj(47)
        self._started = False
        self._held = b""

    def __call__(self, chunk: bytes) -> bytes:
        if self._zlib is None:
            return chunk
        try:
            return self._unpacked(chunk)
        except zlib.error as error:
            raise BodyError(f"broken {self.coding}: {error}") from None

    def _unpacked(self, chunk: bytes) -> bytes:
        """What a chunk holds, in however many members (RFC 1952); BodyError beyond the limit."""
        whole = bytearray()
        while chunk := self._to_unpack(chunk):
            whole += self._piece(chunk)
            assert self._zlib is not None
            if self._zlib.unconsumed_tail or len(whole) > self.limit:
                raise BodyError(f"more than {self.limit:,} bytes after unpacking")
            chunk = self._zlib.unused_data
        return bytes(whole)

    def _to_unpack(self, chunk: bytes) -> bytes:
        """The chunk; behind the end of a body only if another gzip member begins there: all else is padding."""
        assert self._zlib is not None
        if not self._zlib.eof:
            return chunk
        chunk, self._held = self._held + chunk, b""
        if chunk == _GZIP[:1]:
            self._held = chunk
        if "gzip" not in self.coding or not chunk.startswith(_GZIP):
            return b""
        self._zlib = zlib.decompressobj(47)
        return chunk

    def _piece(self, chunk: bytes) -> bytes:
        assert self._zlib is not None
        try:
            found = self._zlib.decompress(chunk, self.limit + 1)
        except zlib.error:
            if self._started or self.coding != "deflate":
                raise
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)  # many servers send deflate without zlib's header
            found = self._zlib.decompress(chunk, self.limit + 1)
        self._started = True
        return found

    def end(self) -> None:
        """BodyError where the body ended before its coding did."""
        if self._zlib is not None and self._started and not self._zlib.eof:
            raise BodyError(f"broken {self.coding}: it ends before its end")

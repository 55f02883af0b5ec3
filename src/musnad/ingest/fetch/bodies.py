"""Bodies as they come: content codings undone piece by piece, within limits, so that no small answer grows large."""

import zlib
from collections.abc import Iterable

CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
"""What is asked for and understood; brotli and zstd cannot be undone in pieces of a given size with what is here."""


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


class _Undo:
    """Undoes one content coding."""

    def __init__(self, coding: str, limit: int) -> None:
        self.coding, self.limit = coding, limit
        self._zlib = None if coding in ("", "identity") else zlib.decompressobj(47)
        self._started = False

    def __call__(self, chunk: bytes) -> bytes:
        if self._zlib is None:
            return chunk
        try:
            return self._unpacked(chunk)
        except zlib.error as error:
            raise BodyError(f"broken {self.coding}: {error}") from None

    def _unpacked(self, chunk: bytes) -> bytes:
        """At most `limit` and a little more of what the chunk holds: beyond that it is refused anyway."""
        assert self._zlib is not None
        if self._zlib.eof:
            return b""  # what follows the end of a gzip body is padding
        try:
            found = self._zlib.decompress(chunk, self.limit + 1)
        except zlib.error:
            if self._started or self.coding != "deflate":
                raise
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)  # many servers send deflate without zlib's header
            found = self._zlib.decompress(chunk, self.limit + 1)
        self._started = self._started or bool(chunk)
        if self._zlib.unconsumed_tail:
            raise BodyError(f"more than {self.limit:,} bytes after unpacking")
        return found

    def end(self) -> None:
        """BodyError where the body ended before its coding did."""
        if self._zlib is not None and self._started and not self._zlib.eof:
            raise BodyError(f"broken {self.coding}: it ends before its end")

"""Bodies as they come: codings undone, nothing grown large."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.ingest.fetch.bodies import BodyError, body

TEXT = "قصف مدفعي على أطراف البلدة. ".encode() * 200


def _chunks(whole: bytes, size: int = 100) -> list[bytes]:
    return [whole[at : at + size] for at in range(0, len(whole), size)]


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
        ("gzip", gzip.compress(TEXT) + b"\0\0padding"),
        ("gzip", gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:])),
    ],
)
def test_a_coding_is_undone(coding: str, sent: bytes) -> None:
    assert body(_chunks(sent), coding, 10**6, 10**6) == TEXT


@given(st.binary(max_size=3000), st.integers(0, 3000), st.integers(1, 500))
def test_gzip_is_undone_whatever_the_pieces_and_members(whole: bytes, cut: int, size: int) -> None:
    sent = gzip.compress(whole[:cut]) + gzip.compress(whole[cut:])
    assert body(_chunks(sent, size), "gzip", 10**6, 10**6) == whole


@pytest.mark.parametrize(
    ("coding", "sent", "reason"),
    [
        ("gzip", TEXT, "broken gzip"),
        ("gzip", gzip.compress(TEXT)[:-20], "it ends before its end"),
        ("gzip", gzip.compress(TEXT)[:40] + b"\xff" * 60, "broken gzip"),
        ("br", b"\x0b\x02\x80", "the content coding 'br', which was not asked for"),
        ("", b"x" * 3000, "more than 2,000 bytes sent"),
    ],
)
def test_a_body_that_is_not_taken_says_why(coding: str, sent: bytes, reason: str) -> None:
    with pytest.raises(BodyError, match=reason):
        body(_chunks(sent), coding, 2_000, 10**6)


def test_a_bomb_is_stopped_before_it_unfolds() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000)
    with pytest.raises(BodyError, match="more than 1,000,000 bytes after unpacking"):
        body(_chunks(bomb, 65_536), "gzip", 10**7, 10**6)


def test_thousands_of_members_are_undone() -> None:
    member = gzip.compress(b"x")
    assert body([member * 3000], "gzip", 10**6, 10**6) == b"x" * 3000


def test_bombs_in_a_row_are_stopped_at_the_same_limit() -> None:
    bomb = gzip.compress(b"\0" * 900_000)
    with pytest.raises(BodyError, match="more than 1,000,000 bytes after unpacking"):
        body([bomb * 50], "gzip", 10**7, 10**6)

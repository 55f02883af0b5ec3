"""Bytes under their own SHA-256."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musnad.ingest.store.blobs import Blobs, DamagedBlobError

PAGE = "<p>قُتل خمسة مدنيين</p>".encode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=4000))
def test_bytes_come_back_as_they_were(tmp_path: Path, body: bytes) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(body)
    assert name == hashlib.sha256(body).hexdigest()
    assert blobs.get(name) == body


def test_the_same_bytes_are_written_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    path = blobs.path(blobs.put(PAGE))
    before = path.stat().st_ino
    blobs.put(PAGE)
    assert path.stat().st_ino == before
    assert len(list(blobs.names())) == 1


def test_changed_bytes_are_told(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name, other = blobs.put(PAGE), blobs.put(PAGE + b" ")
    blobs.path(name).write_bytes(blobs.path(other).read_bytes())
    with pytest.raises(DamagedBlobError, match="the bytes have changed"):
        blobs.get(name)


def test_a_cut_file_is_told(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    path = blobs.path(blobs.put(PAGE))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DamagedBlobError, match="cannot be unpacked"):
        blobs.get(next(blobs.names()))


def test_missing_bytes_are_told(tmp_path: Path) -> None:
    with pytest.raises(DamagedBlobError, match="missing"):
        Blobs(tmp_path).get("ab" * 32)


def test_what_a_kill_left_half_written_is_no_blob(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    part = blobs.path(blobs.put(PAGE)).with_suffix(".77.part")
    part.write_bytes(b"half")
    assert blobs.clear_parts() == 1
    assert not part.exists()
    assert len(list(blobs.names())) == 1

"""A backup and a restore give the same record, on the same kind of database and on the other."""

import json
import tarfile
from pathlib import Path

import pytest
from made import MARIB, added, arrival, event
from postgres import dropped, made, server

from musnad.errors import RecordError
from musnad.record import editing
from musnad.record.backup import backup, dump, restore
from musnad.record.check import check
from musnad.record.database import use
from musnad.record.history import Author
from musnad.record.models import Event
from musnad.record.upgrade import upgrade

EDITOR = Author("ليلى", "مراجعة")


def _fill(store: Path) -> None:
    added(arrival(1, event()), arrival(2, event(), event("e2", place=MARIB)))
    editing.set_state(Event.objects.order_by("number")[0].id, "reviewed", EDITOR)
    (store / "blobs").mkdir(parents=True)
    (store / "blobs" / "ab12").write_bytes(b"\x00\xff fetched")


def _other(record: str, tmp_path: Path) -> str:
    if record.startswith("sqlite"):
        if server() is None:
            pytest.skip("no PostgreSQL could be found or started")
        return made("musnad_test_restored")
    return f"sqlite:///{tmp_path / 'restored.sqlite3'}"


def test_a_record_moves_between_the_databases_whole(record: str, tmp_path: Path) -> None:
    _fill(tmp_path / "store")
    before = list(dump())
    backup(tmp_path / "b.tar.gz", tmp_path / "store")
    use(_other(record, tmp_path))
    try:
        upgrade()
        restore(tmp_path / "b.tar.gz", tmp_path / "again")
        assert list(dump()) == before
        assert check().faults == []
        added(arrival(3, event()))
        assert check().faults == []
    finally:
        use(record)
        if record.startswith("sqlite"):
            dropped("musnad_test_restored")
    assert (tmp_path / "again" / "blobs" / "ab12").read_bytes() == b"\x00\xff fetched"


def test_a_backup_is_restored_into_an_empty_record_only(record: str, tmp_path: Path) -> None:
    _fill(tmp_path / "store")
    backup(tmp_path / "b.tar.gz")
    with pytest.raises(RecordError, match="not empty"):
        restore(tmp_path / "b.tar.gz")


def _altered(source: Path, target: Path, name: str, change: bytes) -> None:
    with tarfile.open(source) as tar, tarfile.open(target, "w:gz") as out:
        for member in tar.getmembers():
            held = tar.extractfile(member)
            assert held is not None
            content = held.read()
            if member.name == name:
                content = content.replace(change, b"9" * len(change))
            member.size = len(content)
            import io

            out.addfile(member, io.BytesIO(content))


def test_a_backup_that_was_altered_is_refused_and_leaves_nothing(record: str, tmp_path: Path) -> None:
    _fill(tmp_path / "store")
    backup(tmp_path / "b.tar.gz")
    _altered(tmp_path / "b.tar.gz", tmp_path / "c.tar.gz", "record.jsonl", b"2024")
    use(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    upgrade()
    with pytest.raises(RecordError, match="SHA-256"):
        restore(tmp_path / "c.tar.gz")
    assert not Event.objects.exists()


def test_what_is_no_backup_is_told(record: str, tmp_path: Path) -> None:
    (tmp_path / "b.tar.gz").write_bytes(b"no tar")
    with pytest.raises(RecordError, match=r"b\.tar\.gz"):
        restore(tmp_path / "b.tar.gz")


def test_the_dump_is_canonical(record: str, tmp_path: Path) -> None:
    _fill(tmp_path / "store")
    for line in dump():
        table, row = json.loads(line)
        assert (
            line == json.dumps([table, row], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        )

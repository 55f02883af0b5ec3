"""The record in one file, and back: the same dump whichever database it stood in, and the same kept bytes.

A backup is a tar: `record.jsonl` (every row of every table, canonical), the files of the store of articles under
`store/`, and `manifest.json` with the SHA-256 of each. The dump is canonical: tables in a fixed order, rows by key,
columns by name, times in UTC, bytes in base 64; two records that hold the same give the same bytes.
"""

import base64
import datetime as dt
import hashlib
import itertools
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import IO, Any

import msgspec
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models

from musnad.errors import RecordError
from musnad.record import history, rows
from musnad.record.database import writing
from musnad.record.models import (
    Actor,
    Article,
    ArticleVersion,
    Block,
    Change,
    Claim,
    Edge,
    EditorLink,
    Erasure,
    Event,
    EventActor,
    EventWords,
    Link,
    Outlet,
    Place,
    Reading,
    Revision,
    Statement,
)
from musnad.record.upgrade import applied, pending
from musnad.version import __version__

TABLES: tuple[type[models.Model], ...] = (
    Outlet,
    Article,
    ArticleVersion,
    Reading,
    Statement,
    Actor,
    Place,
    Event,
    EventWords,
    EventActor,
    Link,
    Claim,
    Block,
    Edge,
    EditorLink,
    Revision,
    Change,
    Erasure,
)
"""In the order of the dump; keys that lead forward are checked when the transaction ends."""
DUMP, MANIFEST, STORE = "record.jsonl", "manifest.json", "store/"
AT_ONCE = 2_000


class Manifest(msgspec.Struct, kw_only=True):
    """What a backup holds: by which version, of which migrations, and the SHA-256 of each file."""

    musnad: str
    made: str
    migrations: list[str]
    files: dict[str, str]


def dump() -> Iterator[bytes]:
    """Every row of the record as a line of canonical JSON."""
    for model in TABLES:
        fields = sorted(_columns(model), key=lambda field: str(field.column))
        names, table = [field.attname for field in fields], model._meta.db_table
        query = model._default_manager.order_by(*_key(model)).values_list(*names)
        for row in query.iterator(chunk_size=AT_ONCE):
            held = {field.column: _plain(value) for field, value in zip(fields, row, strict=True)}
            yield (
                json.dumps([table, held], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(
                    "utf-8", "surrogatepass"
                )
                + b"\n"
            )


def _columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if field.column]


def _key(model: type[models.Model]) -> tuple[str, ...]:
    key = model._meta.pk
    return tuple(key.field_names) if isinstance(key, models.CompositePrimaryKey) else ("pk",)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def backup(file: Path, store: Path | None = None) -> Manifest:
    """Write the record, and the store of articles where one is given, into a tar; it is there whole or not at all."""
    part = file.with_name(f"{file.name}.part")
    with writing(), tarfile.open(part, "w:gz", compresslevel=1) as tar:
        files = {DUMP: _add_dump(tar)}
        for path in _kept(store):
            files[STORE + path.relative_to(str(store)).as_posix()] = _sha256(path)
            tar.add(path, STORE + path.relative_to(str(store)).as_posix())
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        manifest = Manifest(musnad=__version__, made=made, migrations=applied(), files=files)
        _add_bytes(tar, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    _sync(part)
    part.replace(file)
    return manifest


def _add_dump(tar: tarfile.TarFile) -> str:
    digest = hashlib.sha256()
    with tempfile.TemporaryFile() as held:
        for line in dump():
            held.write(line)
            digest.update(line)
        info = tarfile.TarInfo(DUMP)
        info.size = held.tell()
        held.seek(0)
        tar.addfile(info, held)
    return digest.hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    with tempfile.SpooledTemporaryFile() as held:
        held.write(content)
        held.seek(0)
        tar.addfile(info, held)


def _kept(store: Path | None) -> list[Path]:
    """The files of a store that cannot be made anew from the others; the database of the record is dumped instead."""
    if store is None or not store.is_dir():
        return []
    found = sorted(path for path in store.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in found if not path.name.startswith("record.sqlite3") and path.suffix != ".part"]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def restore(file: Path, store: Path | None = None) -> Manifest:
    """Bring a backup into an empty record, and its kept bytes into an empty folder; nothing is changed if it fails."""
    if pending():
        raise RecordError("the record's tables are not up to date: run `musnad db upgrade` first")
    if Revision.objects.exists() or Article.objects.exists():
        raise RecordError("the record is not empty: a backup is restored into an empty one")
    try:
        with tarfile.open(file, "r:*") as tar:
            manifest = _manifest(tar, file)
            _restore_files(tar, manifest, store)
            with writing():
                _restore_rows(tar, manifest)
                _check(file)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise RecordError(f"{file}: {error}") from None
    return manifest


def _manifest(tar: tarfile.TarFile, file: Path) -> Manifest:
    try:
        held = tar.extractfile(MANIFEST)
        assert held is not None
        manifest = msgspec.json.decode(held.read(), type=Manifest)
    except (KeyError, AssertionError, msgspec.MsgspecError) as error:
        raise RecordError(f"{file}: no backup of Musnad: {error}") from None
    if unknown := set(manifest.migrations) - set(applied()):
        raise RecordError(f"{file}: made by a newer version ({manifest.musnad}): {min(unknown)} is not known here")
    return manifest


def _restore_files(tar: tarfile.TarFile, manifest: Manifest, store: Path | None) -> None:
    names = sorted(name for name in manifest.files if name.startswith(STORE))
    if store is None or not names:
        return
    if any(path.name != "record.sqlite3" and "record.sqlite3" not in path.name for path in store.glob("*")):
        raise RecordError(f"{store}: the folder is not empty")
    for name in names:
        member = tar.getmember(name)
        target = store / name.removeprefix(STORE)
        if not member.isfile() or not target.resolve().is_relative_to(store.resolve()):
            raise RecordError(f"{name}: leads out of the store")
        target.parent.mkdir(parents=True, exist_ok=True)
        held = tar.extractfile(member)
        assert held is not None
        with target.open("wb") as file:
            _copy(held, file)
        if _sha256(target) != manifest.files[name]:
            raise RecordError(f"{name}: its SHA-256 is not that of the manifest")


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(1 << 20):
        target.write(piece)


def _restore_rows(tar: tarfile.TarFile, manifest: Manifest) -> None:
    held = tar.extractfile(DUMP)
    assert held is not None
    digest = hashlib.sha256()
    by_name = {model._meta.db_table: model for model in TABLES}
    for table, lines in itertools.groupby(_lines(held, digest), key=lambda row: row[0]):
        model = by_name[table]
        columns = {str(field.column): field for field in _columns(model)}
        for some in rows.batches((row[1] for row in lines), AT_ONCE):
            _insert(model, [_row(model, columns, row) for row in some])
    if digest.hexdigest() != manifest.files[DUMP]:
        raise RecordError(f"{DUMP}: its SHA-256 is not that of the manifest")
    _reset_sequences()


def _lines(held: IO[bytes], digest: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in held:
        digest.update(line)
        table, row = json.loads(line.decode("utf-8", "surrogatepass"))
        yield table, row


def _row(model: type[models.Model], columns: dict[str, Any], row: dict[str, Any]) -> models.Model:
    return model(**{columns[name].attname: _python(columns[name], value) for name, value in row.items()})


def _python(field: Any, value: Any) -> Any:
    if value is not None and isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return field.to_python(value)


def _insert(model: type[models.Model], found: Iterable[models.Model]) -> None:
    model._default_manager.bulk_create(found, batch_size=500)


def _reset_sequences() -> None:
    """The databases' own counters go on from the keys that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), TABLES):
            cursor.execute(statement)


def _check(file: Path) -> None:
    call_command("check", stdout=StringIO(), stderr=StringIO())
    for fault in itertools.islice(history.faults(), 1):
        raise RecordError(f"{file}: {fault}")

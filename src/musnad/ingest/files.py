"""Articles from local files, folders and standard input; one bad item never stops the rest.

Kinds by suffix: `.txt`, `.html`/`.htm`/`.xhtml`, `.json` (one article or a list), `.jsonl`/`.ndjson` (one a line);
anything else that is named, and standard input (`-`), is told by its beginning.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import NamedTuple

import msgspec

from musnad.errors import BadInputError
from musnad.ingest import records
from musnad.ingest.checks import refuse_what_is_not_arabic
from musnad.ingest.decoding import SAMPLE_BYTES, Decoded, decode
from musnad.ingest.records import NO_DEFAULTS, Defaults, Record
from musnad.ingest.sources.base import Unreadable
from musnad.ingest.webpage import page
from musnad.schema import Article, Problem

STDIN = "-"
MAX_BYTES = 50_000_000
"""A larger file is refused, save lines of JSON, which are read one by one."""
KINDS = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
}
_PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
_JSON_START = re.compile(rb"""\{\s*["}]|\[\s*[\[{\]]""")
_NEXT_OBJECT = re.compile(rb"\}\s*\n\s*\{")


class Incoming(msgspec.Struct, kw_only=True):
    """An article that can be read, the file (and line) it stands in, and what is already known to be amiss."""

    article: Article
    path: str
    line: int | None = None
    problems: list[Problem] = []


class Source(NamedTuple):
    """One file to read, and the name that its articles take an id from where they have none."""

    path: str
    name: str


class _Item(NamedTuple):
    """A record with its place in the file, and how many of its characters could not be decoded."""

    record: Record
    name: str
    line: int | None = None
    field: str | None = None
    damaged: int = 0


def articles(paths: Iterable[str | Path], defaults: Defaults = NO_DEFAULTS) -> Iterator[Incoming | Unreadable]:
    """Every article of the files and folders named, in order, and every item that could not be read."""
    for source in sources(paths):
        yield from [source] if isinstance(source, Unreadable) else articles_of(source, defaults)


def sources(paths: Iterable[str | Path]) -> Iterator[Source | Unreadable]:
    """The files that `paths` name, each once.

    Folders are searched; hidden files and unknown suffixes in them are left out.
    """
    seen: set[str] = set()
    for source in _named(map(Path, paths)):
        file = source.path if source.path == STDIN else os.path.realpath(source.path)
        if file not in seen:
            seen.add(file)
            yield source


def _named(paths: Iterable[Path]) -> Iterator[Source | Unreadable]:
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        elif str(path) == STDIN or path.exists():
            yield Source(str(path), "stdin" if str(path) == STDIN else path.stem)
        else:
            yield Unreadable(path=str(path), message="no such file or folder")


def _in_folder(folder: Path) -> Iterator[Source | Unreadable]:
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in KINDS and path.is_file()]
    within = [(path, path.relative_to(folder)) for path in found]
    visible = [(path, inner) for path, inner in within if not any(part.startswith(".") for part in inner.parts)]
    if not visible:
        yield Unreadable(path=str(folder), message=f"the folder holds no {', '.join(KINDS)} file")
    yield from (Source(str(path), inner.with_suffix("").as_posix()) for path, inner in visible)


def articles_of(source: Source, defaults: Defaults = NO_DEFAULTS) -> Iterator[Incoming | Unreadable]:
    """The articles of one file, and its items that could not be read."""
    try:
        for item in _items(source, defaults):
            yield item if isinstance(item, Unreadable) else _incoming(item, source.path, defaults)
    except BadInputError as error:
        yield Unreadable(path=source.path, message=error.message, line=error.line, field=error.field)
    except OSError as error:
        yield Unreadable(path=source.path, message=error.strerror or str(error))


def _incoming(item: _Item, path: str, defaults: Defaults) -> Incoming | Unreadable:
    try:
        article, problems = records.article(item.record, defaults, item.name)
        refuse_what_is_not_arabic(article.text)
    except BadInputError as error:
        return Unreadable(path=path, message=error.message, line=item.line, field=item.field)
    if item.damaged:
        message = f"{item.damaged} characters could not be decoded and stand as U+FFFD"
        problems.append(Problem(code="damaged text", message=message))
    return Incoming(article=article, path=path, line=item.line, problems=problems)


def _items(source: Source, defaults: Defaults) -> Iterator[_Item | Unreadable]:
    if source.path == STDIN:
        yield from _of_kind(BufferedReader(BytesIO(sys.stdin.buffer.read(MAX_BYTES + 1))), source, None, defaults)
        return
    with Path(source.path).open("rb") as file:
        yield from _of_kind(file, source, KINDS.get(Path(source.path).suffix.lower()), defaults)


def _of_kind(
    file: BufferedReader, source: Source, kind: str | None, defaults: Defaults
) -> Iterator[_Item | Unreadable]:
    if kind == "lines":
        yield from _lines(file, source)
        return
    raw = file.read(MAX_BYTES + 1)
    if not raw.strip():
        raise BadInputError("empty: there is no text")
    if len(raw) > MAX_BYTES:
        raise BadInputError(f"the file is larger than {MAX_BYTES:,} bytes")
    kind = kind or _sniffed(raw)
    if kind == "text":
        yield _plain(decode(raw), source, defaults)
    elif kind == "page":
        record, decoded = page(raw)
        yield _Item(record, source.name, damaged=decoded.damaged)
    elif kind == "lines":
        yield from _lines(BufferedReader(BytesIO(raw)), source)
    else:
        yield from _json(raw, source)


def _sniffed(raw: bytes) -> str:
    """The kind of what has no suffix to tell it by: plain text unless it begins like something else."""
    head = raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.lower().startswith(_PAGE_STARTS):
        return "page"
    if not _JSON_START.match(head):
        return "text"
    return "lines" if head.startswith(b"{") and _NEXT_OBJECT.search(raw) else "json"


def _plain(decoded: Decoded, source: Source, defaults: Defaults) -> _Item:
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    title = ""
    if defaults.title_line:
        title, _, text = text.lstrip().partition("\n")
    return _Item(Record(text=text.strip("\n"), title=title.strip()), source.name, damaged=decoded.damaged)


def _json(raw: bytes, source: Source) -> Iterator[_Item | Unreadable]:
    """The articles of one JSON value; lines of JSON under this suffix are read as such."""
    decoded = decode(raw)
    try:
        value = records.parse(decoded.text)
    except BadInputError:
        if not _NEXT_OBJECT.search(raw):
            raise
        yield from _lines(BufferedReader(BytesIO(raw)), source)
        return
    if not isinstance(value, list):
        yield _Item(records.record(value), source.name, field="text", damaged=decoded.damaged)
        return
    for index, one in enumerate(value):
        try:
            yield _Item(records.record(one), f"{source.name}-{index + 1}", field=f"[{index}].text")
        except BadInputError as error:
            field = f"[{index}]" if error.field is None else f"[{index}].{error.field}"
            yield Unreadable(path=source.path, message=error.message, field=field)


def _lines(file: BufferedReader, source: Source) -> Iterator[_Item | Unreadable]:
    seen = False
    for number, raw in enumerate(_raw_lines(file), start=1):
        if not raw.strip():
            continue
        seen = True
        try:
            decoded = decode(raw)
            record = records.record(records.parse(decoded.text.rstrip()))
            yield _Item(record, f"{source.name}-{number}", number, "text", decoded.damaged)
        except BadInputError as error:
            yield Unreadable(path=source.path, message=error.message, line=number, field=error.field)
    if not seen:
        raise BadInputError("empty: there is no text")


def _raw_lines(file: BufferedReader) -> Iterable[bytes]:
    """The lines, in UTF-8 if the file is UTF-16; BadInputError where the file is no text at all."""
    head = file.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
    if not head or not decode(head).encoding.startswith(("utf-16", "utf-32")):
        return file
    return decode(file.read()).text.encode("utf-8").split(b"\n")

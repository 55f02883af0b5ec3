"""Files and folders: each file is handed to the source of its kind."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from musnad.ingest.sources.base import NO_HINTS, Hints, Item, Source, Unreadable
from musnad.ingest.sources.kinds import KINDS, kind_of, suffix_of
from musnad.ingest.sources.local import MAX_BYTES, LocalFile, guarded

STDIN = "-"


class FileOptions(msgspec.Struct, kw_only=True, frozen=True):
    """What the user says of the files.

    `title_line`: the first line of plain text is the title. `columns`: field of the article to column of the table.
    `sheet`: the sheet of a workbook. `keep_senders`: names and numbers of who wrote in a WhatsApp chat are kept.
    `day_first`: in numeric dates that could be read both ways, the day stands first (None: such dates are left out).
    `channel`: the public name (t.me/NAME) of the channel of a Telegram export.
    """

    title_line: bool = False
    columns: dict[str, str] | None = None
    sheet: str | None = None
    keep_senders: bool = False
    day_first: bool | None = None
    channel: str | None = None


NO_OPTIONS = FileOptions()


class NamedFile(NamedTuple):
    """One file to read, and the name that its articles take an id from where they have none."""

    path: str
    name: str


class FilesSource:
    """The files and folders that the user named, each file once.

    Folders are searched; hidden files and unknown suffixes in them are left out. `counts` counts what was left out
    on purpose so far (service messages, messages without text…), by kind.
    """

    def __init__(self, paths: Iterable[str | Path], hints: Hints = NO_HINTS, options: FileOptions = NO_OPTIONS) -> None:
        self.paths, self.hints, self.options = list(map(str, paths)), hints, options
        self.counts: Counter[str] = Counter()

    @property
    def address(self) -> str:
        """The paths."""
        return ", ".join(self.paths)

    def items(self) -> Iterator[Item]:
        """What the files hold, file by file."""
        for found in named_files(self.paths):
            if isinstance(found, Unreadable):
                yield found
            else:
                yield from items_of(LocalFile(found.path, held(found.path)), self.hints, self.options, self.counts)


def named_files(paths: Iterable[str | Path]) -> Iterator[NamedFile | Unreadable]:
    """The files that `paths` name, each once, and the paths that name none."""
    seen: set[str] = set()
    for found in _named(map(Path, paths)):
        file = found.path if found.path == STDIN else os.path.realpath(found.path)
        if file not in seen:
            seen.add(file)
            yield found


def _named(paths: Iterable[Path]) -> Iterator[NamedFile | Unreadable]:
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        elif str(path) == STDIN or path.exists():
            yield NamedFile(str(path), "stdin" if str(path) == STDIN else _without_suffix(path.name))
        else:
            yield Unreadable(path=str(path), message="no such file or folder")


def _in_folder(folder: Path) -> Iterator[NamedFile | Unreadable]:
    found = [path for path in sorted(folder.rglob("*")) if suffix_of(path.name) and path.is_file()]
    within = [(path, path.relative_to(folder)) for path in found]
    visible = [(path, inner) for path, inner in within if not any(part.startswith(".") for part in inner.parts)]
    if not visible:
        yield Unreadable(path=str(folder), message=f"the folder holds no {', '.join(KINDS)} file")
    yield from (NamedFile(str(path), _without_suffix(inner.as_posix())) for path, inner in visible)


def _without_suffix(name: str) -> str:
    suffix = suffix_of(name)
    return name[: -len(suffix)] if suffix and len(suffix) < len(name) else Path(name).with_suffix("").as_posix()


def held(path: str) -> bytes | None:
    """The bytes of standard input where that is what `path` names, up to one more than is read of a file."""
    return sys.stdin.buffer.read(MAX_BYTES + 1) if path == STDIN else None


def items_of(
    file: LocalFile, hints: Hints = NO_HINTS, options: FileOptions = NO_OPTIONS, counts: Counter[str] | None = None
) -> Iterator[Item]:
    """What one file holds; what it leaves out on purpose is added to `counts`."""
    yield from guarded(file.path, _items(file, hints, options, Counter() if counts is None else counts))


def _items(file: LocalFile, hints: Hints, options: FileOptions, counts: Counter[str]) -> Iterator[Item]:
    source = source_of(file, hints, options)
    empty = True
    try:
        for item in source.items():
            empty = False
            yield item
    finally:
        left_out = Counter(getattr(source, "counts", ()))
        counts.update(left_out)
    if empty and not left_out:
        yield Unreadable(path=file.path, message="empty: no article was found in it")


def source_of(file: LocalFile, hints: Hints = NO_HINTS, options: FileOptions = NO_OPTIONS) -> Source:
    """The source that reads a file of this kind; OSError where the file cannot be opened."""
    kind = kind_of(file)
    if kind in ("text", "page", "json", "lines"):
        return _plain(kind, file, hints, options)
    if kind in ("table", "docx", "pdf"):
        return _office(kind, file, hints, options)
    return _collected(kind, file, hints, options)


def _plain(kind: str, file: LocalFile, hints: Hints, options: FileOptions) -> Source:
    from musnad.ingest.sources.json_articles import JsonSource
    from musnad.ingest.sources.json_lines import JsonLinesSource
    from musnad.ingest.sources.saved_page import SavedPageSource
    from musnad.ingest.sources.text import TextSource

    if kind == "text":
        return TextSource(file, hints, title_line=options.title_line)
    if kind == "page":
        return SavedPageSource(file, hints)
    return JsonSource(file, hints) if kind == "json" else JsonLinesSource(file, hints)


def _office(kind: str, file: LocalFile, hints: Hints, options: FileOptions) -> Source:
    if kind == "table":
        from musnad.ingest.sources.table import TableSource

        return TableSource(file, hints, columns=options.columns, sheet=options.sheet, day_first=options.day_first)
    if kind == "docx":
        from musnad.ingest.sources.docx import DocxSource

        return DocxSource(file, hints)
    from musnad.ingest.sources.pdf import PdfSource

    return PdfSource(file, hints)


def _collected(kind: str, file: LocalFile, hints: Hints, options: FileOptions) -> Source:
    if kind == "telegram":
        from musnad.ingest.sources.telegram import TelegramSource

        return TelegramSource(file, hints, channel=options.channel)
    if kind == "whatsapp":
        from musnad.ingest.sources.whatsapp import WhatsAppSource

        return WhatsAppSource(file, hints, keep_senders=options.keep_senders, day_first=options.day_first)
    if kind == "warc":
        from musnad.ingest.sources.warc import WarcSource

        return WarcSource(file, hints)
    from musnad.ingest.sources.wacz import WaczSource

    return WaczSource(file, hints)

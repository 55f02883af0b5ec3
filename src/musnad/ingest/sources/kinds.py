"""What kind of file a file is: by its suffix, and where that does not say it, by its beginning."""

import re
from typing import BinaryIO

from musnad.ingest.sources.json_articles import NEXT_OBJECT
from musnad.ingest.sources.local import LocalFile

KINDS = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "table",
    ".tsv": "table",
    ".xlsx": "table",
    ".parquet": "table",
    ".docx": "docx",
    ".pdf": "pdf",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".warc.zst": "warc",
    ".wacz": "wacz",
    ".zip": "whatsapp",
}
"""The kind of a file by its suffix. A Telegram export (`.json`) and a WhatsApp chat (`.txt`) are told by their text."""
MANY_IN_ONE = tuple(suffix for suffix, kind in KINDS.items() if kind not in ("text", "page", "docx", "pdf"))
"""The suffixes of files that can hold many articles."""

_PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
_JSON_START = re.compile(rb"""\{\s*["}]|\[\s*[\[{\]]""")
_STARTS = ((b"%PDF", "pdf"), (b"PAR1", "table"), (b"WARC/", "warc"), (b"\x1f\x8b", "warc"))
_ZIPPED = (("word/document.xml", "docx"), ("xl/workbook.xml", "table"), ("datapackage.json", "wacz"))
# What every line of a chat begins with: a date in any digits, perhaps in brackets, perhaps behind marks of direction.
_DATE_START = re.compile(r"\s*[\u200e\u200f\ufeff]*\[?[\u200e\u200f]*\d{1,4}[\u200e\u200f]*[/.-][\u200e\u200f]*\d")


def suffix_of(path: str) -> str:
    """The longest known suffix of a path, in lower case; empty where it has none."""
    lower = path.lower()
    return max((suffix for suffix in KINDS if lower.endswith(suffix)), key=len, default="")


def kind_of(file: LocalFile) -> str:
    """The kind of a file; what has no known suffix is plain text unless it begins like something else."""
    kind = KINDS.get(suffix_of(file.path)) if file.held is None else None
    kind = kind or _sniffed(file)
    if kind == "json" and _is_telegram(file):
        return "telegram"
    if kind == "text" and _is_chat(file):
        return "whatsapp"
    return kind


def _sniffed(file: LocalFile) -> str:
    head = file.head()
    if head.startswith(b"PK\x03\x04"):
        with file.open() as stream:
            return _zipped(stream)
    found = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    return found or _textual(file, head[:4096].removeprefix(b"\xef\xbb\xbf").lstrip())


def _textual(file: LocalFile, head: bytes) -> str:
    if head.lower().startswith(_PAGE_STARTS):
        return "page"
    if not _JSON_START.match(head):
        return "text"
    return "lines" if head.startswith(b"{") and _lines_follow(file) else "json"


def _lines_follow(file: LocalFile) -> bool:
    return NEXT_OBJECT.search(file.head() if file.held is None else file.held) is not None


def _zipped(stream: BinaryIO) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return "whatsapp"
    return next((kind for name, kind in _ZIPPED if name in names), "whatsapp")


def _is_telegram(file: LocalFile) -> bool:
    head = file.head()
    if b'"messages"' not in head and b'"chats"' not in head and b'"personal_information"' not in head:
        return False
    from musnad.ingest.sources.telegram import looks_like_an_export

    return looks_like_an_export(head)


def _is_chat(file: LocalFile) -> bool:
    head = file.head(4096)
    first = head.decode("utf-8", "ignore").lstrip("\ufeff \r\n")[:100]
    if not _DATE_START.match(first):
        return False
    from musnad.ingest.sources.whatsapp import is_head

    return is_head(first.splitlines()[0])

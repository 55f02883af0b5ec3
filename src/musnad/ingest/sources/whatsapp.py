"""WhatsApp's exported chats: `_chat.txt` (iOS), `WhatsApp Chat with ….txt` (Android), or the .zip that holds one.

Who wrote is left out unless `keep_senders` is set: from the record, and from the bytes that are kept, in which the
sender stands as `…`; file and line lead to the original. The chat's name, often a person's, is never the outlet.
WhatsApp writes the phone's local time without a zone, in the order of day and month that the phone is set to: it is
decided for the file as a whole (`DayOrder`), and a date that can be read both ways is left out.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from musnad.data import load_yaml
from musnad.errors import BadInputError
from musnad.ingest.decoding import Decoded, decode
from musnad.ingest.records import Record
from musnad.ingest.sources.base import NO_HINTS, Container, Document, Hints, Item
from musnad.ingest.sources.day_order import DayOrder, NumericDate, numeric_date
from musnad.ingest.sources.local import TEXT, FileSource, LocalFile, sha256_within
from musnad.schema import Dropped, Medium, Problem
from musnad.text.normalise import fold

MAX_CHAT = 1_000_000_000
"""Bytes of the chat in an archive; one that would unpack to more is refused."""
MAX_MESSAGE_LINES = 5_000
MAX_NOTICE = 250
"""Characters; WhatsApp's own lines are shorter than this."""

_M = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_S = "[\\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_HEAD = re.compile(
    rf"{_S}(?P<bracket>\[?){_S}(\d{{1,4}}){_M}[/.-]{_M}(\d{{1,2}}){_M}[/.-]{_M}(\d{{2,4}}){_M}[,،]?{_S}"
    rf"(?P<hour>\d{{1,2}}){_M}:{_M}(?P<minute>\d{{2}})(?:{_M}:{_M}(?P<second>\d{{2}}))?{_S}(?P<half>[^\W\d]\.?\w*\.?)?{_S}"
    rf"(?(bracket)(?:\]|-)|-){_S}"
)
_SENDER = re.compile(rf"{_S}(?P<sender>[^:\n]{{1,100}}?){_S}:(?=\s){_S}", re.DOTALL)
_ATTACHED_IOS = re.compile(rf"{_M}<{_S}[^<>:\n]{{1,30}}:{_S}(?P<name>[^<>\n]+?){_S}>")
_ATTACHED_ANDROID = re.compile(rf"{_M}(?P<name>[^\n()<>]+\.\w{{1,5}}){_S}\((?P<note>[^()\n]{{3,40}})\)")
_MARK = re.compile(rf"{_S}<{_M}(?P<mark>[^<>\n]{{3,60}}){_M}>{_S}$")
_ENDING = re.compile(r"\.(\w+)$")
_ENDINGS = {
    "image": "jpg jpeg png gif webp heic".split(),
    "video": "mp4 mov 3gp mkv".split(),
    "audio": "opus ogg mp3 m4a aac amr wav".split(),
}


class _Line(NamedTuple):
    """A line with its number from 1, as text and as it stands in the file."""

    number: int
    text: str
    raw: bytes


class _Message(NamedTuple):
    date: NumericDate
    time: dt.time | None
    lines: list[_Line]


def is_head(line: str) -> bool:
    """Whether a line begins a message of an exported chat."""
    return _HEAD.match(line) is not None


class WhatsAppSource(FileSource):
    """The messages of one exported chat.

    `keep_senders` keeps names and numbers of who wrote, as `authors`. `day_first` decides dates that the chat itself
    does not. `counts` counts WhatsApp's own lines, deleted messages and messages without text.
    """

    def __init__(
        self,
        file: LocalFile | str | Path,
        hints: Hints = NO_HINTS,
        *,
        keep_senders: bool = False,
        day_first: bool | None = None,
    ) -> None:
        super().__init__(file, hints)
        self.keep_senders, self.setting = keep_senders, day_first

    def _items(self) -> Iterator[Item]:
        order, seen = DayOrder(self.setting), False
        with _opened(self.file) as chat:
            for message in _messages(chat):
                order.see(message.date)
                seen = True
        if not seen:
            raise BadInputError("no message of a WhatsApp chat was found in it")
        with _opened(self.file) as chat:
            for message in _messages(chat):
                yield from self._document(message, order)

    def _document(self, message: _Message, order: DayOrder) -> Iterator[Document]:
        written = "\n".join(line.text for line in message.lines)
        head = _HEAD.match(written)
        sender = _SENDER.match(written, head.end()) if head else None
        if head is None or sender is None:
            self.counts["service messages"] += 1
            return
        record, kept_out = self._record(written[sender.end() :], sender["sender"])
        if record is None:
            self.counts[kept_out] += 1
            return
        record.published, problems = _published(message, order)
        first = message.lines[0].number
        body = written if self.keep_senders else f"{written[: head.end()]}…: {written[sender.end() :]}"
        yield Document(
            address=f"{self.address}#{first}",
            body=b"\n".join(line.raw for line in message.lines) if self.keep_senders else body.encode("utf-8"),
            media_type=TEXT,
            record=record,
            hints=self.hints,
            container=Container(path=self.address, line=first),
            damaged=record.text.count("\ufffd"),
            problems=problems,
        )

    def _record(self, text: str, sender: str) -> tuple[Record | None, str]:
        """The message as a record; None and why, where it is none."""
        notice = _notice(text)
        if notice:
            return None, notice
        text, dropped = _without_marks(text)
        text, media = _without_media(text, self.file.folder)
        text = text.strip().strip("\u200e\u200f").strip()
        if not text:
            return None, "messages without text"
        authors = [sender.strip("\u200e\u200f\u202a\u202c ")] if self.keep_senders else []
        return Record(text=text, authors=authors, media=media, dropped=dropped), ""


@contextmanager
def _opened(file: LocalFile) -> Iterator[Iterator[_Line]]:
    """The lines of the chat, which may stand in an archive."""
    with file.open() as stream:
        if stream.read(4) != b"PK\x03\x04":
            stream.seek(0)
            yield _lines(stream)
            return
        try:
            with zipfile.ZipFile(stream) as archive, archive.open(_chat_in(archive)) as chat:
                yield _lines(chat)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise BadInputError(f"no archive that can be read: {error}") from None


def _chat_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    texts = [part for part in archive.infolist() if part.filename.lower().endswith(".txt")]
    chats = [part for part in texts if Path(part.filename).name == "_chat.txt"] or texts
    if len(chats) != 1:
        raise BadInputError("the archive holds no WhatsApp chat (one text file, such as _chat.txt)")
    if chats[0].file_size > MAX_CHAT:
        raise BadInputError(f"the chat would unpack to {chats[0].file_size:,} bytes; up to {MAX_CHAT:,} are read")
    return chats[0]


def _lines(stream: Iterable[bytes]) -> Iterator[_Line]:
    for number, raw in enumerate(stream, start=1):
        raw = raw.rstrip(b"\r\n")
        decoded = decode(raw) if raw.strip() else Decoded("", "utf-8")
        yield _Line(number, decoded.text, raw)


def _messages(lines: Iterator[_Line]) -> Iterator[_Message]:
    """The lines from one head to the next; BadInputError where none stands at the beginning."""
    message: _Message | None = None
    for line in lines:
        head = _HEAD.match(line.text)
        if head:
            if message:
                yield message
            message = _Message(numeric_date(head[2], head[3], head[4]), _time(head), [line])
        elif message and len(message.lines) < MAX_MESSAGE_LINES:
            message.lines.append(line)
    if message:
        yield message


def _time(head: re.Match[str]) -> dt.time | None:
    """The hour of a head; None where there is no such hour, or half of the day."""
    hour, half = int(head["hour"]), fold(head["half"] or "").strip()
    if half in _words("am") | _words("pm"):
        hour = hour % 12 + (12 if half in _words("pm") else 0)
    try:
        return dt.time(hour, int(head["minute"]), int(head["second"] or 0))
    except ValueError:
        return None


def _published(message: _Message, order: DayOrder) -> tuple[str | None, list[Problem]]:
    day = order.date(message.date)
    if day is None:
        numbers = f"{message.date.first}/{message.date.second}/{message.date.year}"
        text = f"published: in {numbers} the order of day and month cannot be told from the chat; the date is left out"
        return None, [Problem(code="ambiguous date", message=text)]
    return (dt.datetime.combine(day, message.time) if message.time else day).isoformat(), []


def _notice(text: str) -> str:
    """The kind of message that WhatsApp wrote itself; nothing where a person wrote it."""
    if len(text) > MAX_NOTICE:
        return ""
    folded = fold(text)
    if any(words in folded for words in _words("deleted")):
        return "deleted messages"
    return "service messages" if any(words in folded for words in _words("system")) else ""


def _without_marks(text: str) -> tuple[str, list[Dropped]]:
    """The text without WhatsApp's note at its end that it was edited."""
    found = _MARK.search(text)
    if found and fold(found["mark"]).strip() in _words("edited"):
        return text[: found.start()], [Dropped("edited", found["mark"])]
    return text, []


def _without_media(text: str, folder: Path | None) -> tuple[str, list[Medium]]:
    """The text without the name of its file, or the words for one that was left out."""
    first, _, rest = text.partition("\n")
    attached = _ATTACHED_IOS.match(first) or _ATTACHED_ANDROID.match(first)
    if attached and (attached.re is _ATTACHED_IOS or fold(attached["note"]).strip() in _words("attached")):
        name = attached["name"].strip()
        after = first[attached.end() :]
        return f"{after}\n{rest}", [Medium(_kind(name), name, sha256=sha256_within(folder, name))]
    bare = fold(first).strip(" <>")
    if bare in _words("media"):
        kinds = {"image": ("image", "صوره"), "video": ("video", "فيديو"), "audio": ("audio", "صوت")}
        kind = next((kind for kind, words in kinds.items() if any(word in bare for word in words)), "document")
        return rest, [Medium(kind, "")]
    return text, []


def _kind(name: str) -> str:
    found = _ENDING.search(name)
    ending = found[1].lower() if found else ""
    return next((kind for kind, endings in _ENDINGS.items() if ending in endings), "document")


@cache
def _words(kind: str) -> frozenset[str]:
    """What WhatsApp writes, folded, of one kind."""
    lists = msgspec.convert(load_yaml("musnad.ingest.sources", "whatsapp.yaml"), dict[str, list[str]])
    return frozenset(fold(words) for words in lists[kind])

"""Telegram Desktop's JSON export: `result.json` of one chat, or of many (`chats.list`).

The file is read piece by piece, and each message is decoded from its own bytes, which are the evidence. That is why
the standard library's `raw_decode` over a sliding window is used and not ijson: ijson gives values without the bytes
that they were read from, and ends at the first fault, while here reading goes on at the next message.

What stands in the record: the channel (or group) is the outlet; `date_unixtime` is UTC; a reply leads to the message
that it answers as a related line; the channel that a post was forwarded from is its author. Persons are left out:
senders in groups, signatures, forwarded people, the names of private chats.
"""

import codecs
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from musnad.ingest.records import Record
from musnad.ingest.sources.base import NO_HINTS, Container, Document, Hints, Item, Unreadable
from musnad.ingest.sources.local import JSON, FileSource, LocalFile, sha256_within
from musnad.schema import Dropped, Hyperlink, Medium, RelatedLine, Span

READ_AT_A_TIME = 1 << 18
MAX_MESSAGE = 1 << 21
"""Characters: what is longer than this without an end is taken for broken. Telegram's own limit is 4,096."""
CHANNELS = frozenset({"public_channel", "private_channel"})
GROUPS = frozenset({"private_group", "private_supergroup", "public_supergroup", "public_group"})

_PAIR = r'\s*"\w+"\s*:\s*(?:"(?:[^"\\]|\\.)*"|-?\d+|null|true|false)\s*,'
_CHAT = re.compile(rf'\{{((?:{_PAIR})*)\s*"messages"\s*:\s*\[')
_EXPORT = re.compile(rf'\{{(?:{_PAIR})*\s*"type"\s*:\s*"\w+"\s*,(?:{_PAIR})*\s*"messages"\s*:\s*\[|"chats"\s*:\s*\{{')
_FULL_EXPORT = re.compile(r'^\s*\{\s*"about"\s*:|"personal_information"\s*:\s*\{')
_MESSAGE = r'(?P<message>\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:\s*"(?:message|service|unsupported)")'
_NEXT_MESSAGE_OR_CHAT = re.compile(rf"{_MESSAGE}|{_CHAT.pattern}")
_GAP = re.compile(r"[\s,]*")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DECODER = json.JSONDecoder(strict=False)
_MEDIA_KINDS = {
    "video_file": "video",
    "video_message": "video",
    "animation": "video",
    "voice_message": "audio",
    "audio_file": "audio",
}


class Chat(NamedTuple):
    """The head of a chat: its name and kind (`public_channel`…), and its number as text."""

    name: str
    kind: str
    id: str


class _Message(NamedTuple):
    value: dict[str, Any]
    raw: bytes
    offset: int
    line: int


class _Broken(NamedTuple):
    """A stretch of the file that is no JSON: where it begins, and what is wrong there."""

    message: str
    offset: int
    line: int


def looks_like_an_export(head: bytes) -> bool:
    """Whether the beginning of a JSON file is that of an export."""
    text = head.decode("utf-8", "ignore").removeprefix("\ufeff")
    return bool(_EXPORT.search(text) or _FULL_EXPORT.search(text))


class TelegramSource(FileSource):
    """The messages with text of the channels and groups of an export.

    `channel` is the channel's public name, for `https://t.me/NAME/ID`: exports do not tell it. `counts` counts
    service messages, polls, messages without text, and the messages of private chats in an export of many.
    """

    def __init__(self, file: LocalFile | str | Path, hints: Hints = NO_HINTS, *, channel: str | None = None) -> None:
        super().__init__(file, hints)
        self.channel = channel

    def _items(self) -> Iterator[Item]:
        seen = False
        with self.file.open() as stream:
            window = _Window(stream)
            many = False
            while (head := window.find(_CHAT)) is not None:
                chat = _chat(head)
                many = many or window.told_many
                seen = True
                yield from self._of_chat(chat, window, many)
        if not seen:
            yield Unreadable(path=self.address, message="no chat of a Telegram export was found in it")

    def _of_chat(self, chat: Chat, window: "_Window", many: bool) -> Iterator[Item]:
        album: list[_Message] = []
        for found in _messages(window):
            if isinstance(found, _Broken):
                yield from self._document(chat, album, many)
                album = []
                message = f"broken JSON: {found.message} (byte {found.offset}); reading goes on at the next message"
                yield Unreadable(path=self.address, message=message, line=found.line)
            elif many and chat.kind not in CHANNELS | GROUPS:
                self.counts["messages of private chats"] += 1
            elif self._is_post(found.value):
                if album and not _same_album(album, found):
                    yield from self._document(chat, album, many)
                    album = []
                album.append(found)
        yield from self._document(chat, album, many)

    def _is_post(self, message: dict[str, Any]) -> bool:
        if message.get("type") != "message":
            self.counts["service messages"] += 1
            return False
        if "poll" in message and not _text(message)[0].strip():
            self.counts["polls"] += 1
            return False
        return True

    def _document(self, chat: Chat, album: list[_Message], many: bool) -> Iterator[Document]:
        """The article of one post, or of the posts of an album: the text of one, the media of all."""
        texts = [one for one in album if _text(one.value)[0].strip()]
        if not texts:
            self.counts.update(["messages without text"] * len(album))
            return
        [told] = texts
        number = str(told.value.get("id"))
        place = f"{chat.id}/{number}" if many else number
        yield Document(
            address=f"{self.address}#{place}",
            body=b"\n".join(one.raw for one in album),
            media_type=JSON,
            url=self._url(chat, number),
            record=self._record(chat, told.value, album, many),
            hints=self.hints,
            container=Container(path=self.address, offset=told.offset, record=place, line=told.line),
        )

    def _record(self, chat: Chat, message: dict[str, Any], album: list[_Message], many: bool) -> Record:
        text, links = _text(message)
        public = chat.kind in CHANNELS | GROUPS
        return Record(
            text=text,
            outlet=chat.name if public else None,
            url=self._url(chat, str(message.get("id"))),
            published=_moment(message, "date"),
            updated=_moment(message, "edited"),
            authors=_origin(chat, message),
            links=links,
            related=self._answered(chat, message, many),
            media=[medium for one in album for medium in _media(one.value, self.file.folder)],
            dropped=_private(message),
        )

    def _answered(self, chat: Chat, message: dict[str, Any], many: bool) -> list[RelatedLine]:
        answered = message.get("reply_to_message_id")
        if answered is None:
            return []
        place = f"{chat.id}/{answered}" if many else str(answered)
        elsewhere = "reply_to_peer_id" in message
        url = None if elsewhere else self._url(chat, str(answered)) or f"{self.address}#{place}"
        return [RelatedLine(f"reply to message {answered}", url)]

    def _url(self, chat: Chat, number: str) -> str | None:
        return f"https://t.me/{self.channel}/{number}" if self.channel and chat.kind in CHANNELS else None


class _Window:
    """The text of the export, a part at a time; knows the byte offset and line of where it stands."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.text = ""
        self.at = 0
        self.offset = 3 if stream.read(3) == codecs.BOM_UTF8 else 0
        self.stream.seek(0)
        self.line = 1
        self.ended = False
        self.told_many = False

    def more(self, characters: int = READ_AT_A_TIME) -> bool:
        """Read on; what lies before the place where we stand is let go. False where the file has ended."""
        if self.ended:
            return False
        self.text, self.at = self.text[self.at :], 0
        raw = self.stream.read(max(characters, READ_AT_A_TIME))
        self.ended = not raw
        self.text += self.decoder.decode(raw, final=self.ended)
        return True

    def move(self, to: int) -> str:
        """Stand at `to` in the window; the text that was passed."""
        passed = self.text[self.at : to]
        self.offset += len(passed.encode("utf-8", "surrogatepass"))
        self.line += passed.count("\n")
        self.at = to
        return passed

    def find(self, pattern: re.Pattern[str], overlap: int = 4096) -> str | None:
        """Stand behind the next match of `pattern`; the match, or None at the end of the file."""
        while True:
            if found := pattern.search(self.text, self.at):
                self.told_many = self.told_many or '"list"' in self.text[self.at : found.start()]
                self.move(found.end())
                return found[0]
            kept = max(self.at, len(self.text) - overlap)
            self.told_many = self.told_many or '"list"' in self.text[self.at :]
            self.move(kept)
            if not self.more():
                return None

    def skip_broken(self) -> bool:
        """Stand before the next message; False where the file ends or another chat begins before one."""
        self.move(self.at + 1)
        while True:
            if found := _NEXT_MESSAGE_OR_CHAT.search(self.text, self.at):
                self.move(found.start())
                return found["message"] is not None
            self.move(max(self.at, len(self.text) - 256))
            if not self.more():
                self.move(len(self.text))
                return False


def _chat(head: str) -> Chat:
    value = json.loads(head[: head.rindex('"messages"')].rstrip().rstrip(",") + "}", strict=False)
    return Chat(str(value.get("name") or ""), str(value.get("type") or ""), str(value.get("id") or ""))


def _messages(window: _Window) -> Iterator[_Message | _Broken]:
    """The messages up to the end of the chat's list, and the stretches that are no JSON."""
    while True:
        window.move(_GAP.match(window.text, window.at).end())  # type: ignore[union-attr]
        if window.at >= len(window.text):
            if not window.more():
                yield _Broken("the file ends in the middle of a chat", window.offset, window.line)
                return
            continue
        if window.text[window.at] == "]":
            return
        found = _one(window)
        yield found
        if isinstance(found, _Broken) and not window.skip_broken():
            return


def _one(window: _Window) -> _Message | _Broken:
    """The message that begins here; more of the file is read while it does not end in the window."""
    while True:
        try:
            value, end = _DECODER.raw_decode(window.text, window.at)
        except (json.JSONDecodeError, RecursionError) as error:
            position = getattr(error, "pos", window.at)
            held = len(window.text) - window.at
            cut = "Unterminated" in str(error) or position >= len(window.text) - 16
            if cut and held < MAX_MESSAGE and window.more(held):
                continue
            return _Broken(getattr(error, "msg", "nested too deeply"), window.offset, window.line)
        if not isinstance(value, dict):
            return _Broken("a message is a JSON object", window.offset, window.line)
        offset, line = window.offset, window.line
        return _Message(value, window.move(end).encode("utf-8", "surrogatepass"), offset, line)


def _same_album(album: list[_Message], message: _Message) -> bool:
    """Whether a post belongs to the album before it: same second and sender, all with media, one text at most."""
    first, second = album[-1].value, message.value
    texts = sum(bool(_text(one.value)[0].strip()) for one in (*album, message))
    keys = ("date", "date_unixtime", "from_id", "reply_to_message_id")
    return (
        texts <= 1
        and all(first.get(key) == second.get(key) for key in keys)
        and all("photo" in value or "file" in value for value in (first, second))
    )


def _text(message: dict[str, Any]) -> tuple[str, list[Hyperlink]]:
    """The text of a message without its formatting, stripped, and its links as spans of code points."""
    written = message.get("text_entities") or message.get("text") or ""
    parts = written if isinstance(written, list) else [written]
    pieces = [_part(part) for part in parts]
    whole = "".join(piece for piece, _ in pieces)
    text = whole.strip()
    shift = len(whole) - len(whole.lstrip())
    links, at = [], -shift
    for piece, url in pieces:
        start, end = max(at, 0), min(at + len(piece), len(text))
        if url and start < end:
            links.append(Hyperlink(Span(start, end), url))
        at += len(piece)
    return text, links


def _part(part: object) -> tuple[str, str | None]:
    """The text of an entity, and where it leads."""
    if not isinstance(part, dict):
        return str(part), None
    text = str(part.get("text") or "")
    if part.get("type") == "text_link":
        return text, str(part.get("href") or "") or None
    if part.get("type") == "link":
        return text, text if _SCHEME.match(text) else f"https://{text}"
    return text, None


def _moment(message: dict[str, Any], key: str) -> str | None:
    """ISO 8601 in UTC from the Unix time; without one (old exports) the exporting machine's time, zone unknown."""
    try:
        seconds = int(message[f"{key}_unixtime"])
        return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat() if seconds > 0 else None
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        written = message.get(key)
        return written if isinstance(written, str) and not written.startswith("1970") else None


def _origin(chat: Chat, message: dict[str, Any]) -> list[str]:
    """The channel that a post was forwarded from; in a group, only where it is known to be a channel."""
    name, number = message.get("forwarded_from"), str(message.get("forwarded_from_id") or "")
    is_channel = number.startswith("channel") or (not number and chat.kind in CHANNELS)
    return [str(name)] if name and is_channel else []


def _private(message: dict[str, Any]) -> list[Dropped]:
    """What was left out because it names a person."""
    dropped = []
    if "contact_information" in message:
        dropped.append(Dropped("contact", "a person's contact"))
    if str(message.get("forwarded_from_id") or "").startswith("user"):
        dropped.append(Dropped("forwarded from", "a person"))
    return dropped


def _media(message: dict[str, Any], folder: Path | None) -> Iterator[Medium]:
    """Pictures, videos, recordings and documents; `url` is the path in the export, empty where not exported."""
    if message.get("media_type") == "sticker":
        return
    for key in ("photo", "file"):
        if isinstance(path := message.get(key), str):
            name = "" if path.startswith("(") else path
            yield Medium(_media_kind(key, message), name, sha256=sha256_within(folder, name))


def _media_kind(key: str, message: dict[str, Any]) -> str:
    if key == "photo":
        return "image"
    by_type = _MEDIA_KINDS.get(str(message.get("media_type")))
    by_mime = str(message.get("mime_type") or "").partition("/")[0]
    return by_type or (by_mime if by_mime in ("image", "video", "audio") else "document")

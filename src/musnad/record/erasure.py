"""Personal data is erased: the words go everywhere, a tombstone stays, the chain still verifies.

The words are found in any spelling (folded) and masked letter by letter, so that every span still points where it did;
values in the history go with their salts. The tombstone says which characters of which article went, by which
authority and why, never what they were. So a backup made before can be brought back and made to obey (`obey`).
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from django.db import models

from musnad.errors import RecordError
from musnad.record import event_rows, history, rows
from musnad.record.database import writing
from musnad.record.history import Author, Field
from musnad.record.models import (
    Actor,
    ArticleVersion,
    Change,
    Claim,
    Erasure,
    Event,
    Place,
    Reading,
    Revision,
    Statement,
)
from musnad.text.normalise import Folded, fold

MASK = "█"
AT_ONCE = 500
LEAST_LETTERS = 3
"""Shorter words would take half a text with them."""
_json = msgspec.json.Encoder(order="deterministic").encode


class Tombstone(msgspec.Struct, kw_only=True):
    """Where something was erased: `spans` are characters of the text of a version of an article."""

    kind: str
    subject: str
    field: str
    authority: str
    reason: str
    spans: list[tuple[int, int]] = []


def erase(words: str, author: Author, authority: str) -> list[Tombstone]:
    """Erase a name or other words of a person wherever the record holds them; returns the tombstones.

    The bytes that were fetched are not in the record: the articles named in the tombstones say which hold the words.
    RecordError without words, a reason or an authority.
    """
    if len(fold(words).replace(" ", "")) < LEAST_LETTERS or not author.why or not authority:
        raise RecordError("to erase, name words of three letters or more, a reason and an authority")
    with writing():
        return _Eraser(words, author, authority).run()


def masked(text: str, words: re.Pattern[str]) -> tuple[str, list[tuple[int, int]]]:
    """A text with the words masked, letter by letter, and where they stood."""
    folded = Folded(text)
    spans = [folded.span(*found.span()) for found in words.finditer(folded.text)]
    for span in spans:
        text = text[: span.start] + MASK * (span.end - span.start) + text[span.end :]
    return text, [(span.start, span.end) for span in spans]


def pattern(words: str) -> re.Pattern[str]:
    """Words in folded text: whole, perhaps with particles attached to their front."""
    inner = r"\s+".join(map(re.escape, fold(words).split()))
    return re.compile(rf"(?<!\w)(?:[وف]?[بكل]?){inner}(?!\w)")


class _Eraser:
    """One erasure: table by table, then what follows from the claims."""

    def __init__(self, words: str, author: Author, authority: str) -> None:
        self.words, self.author, self.authority = pattern(words), author, authority
        self.found: list[Tombstone] = []

    def run(self) -> list[Tombstone]:
        """Mask, forget, and write the tombstones down as a revision."""
        self._articles()
        events = self._claims()
        self._documents(Reading, "rest", lambda row: ("reading", f"{row.article_id}.{row.number}"))
        self._documents(Statement, "document", lambda row: ("statement", row.id))
        self._columns(Statement, "speaker", "statement")
        self._columns(Actor, "name", "actor")
        self._columns(Actor, "registry_id", "actor")
        self._columns(Place, "name", "place")
        self._documents(Event, "pins", lambda row: ("event", row.id))
        self._documents(Event, "withholding", lambda row: ("event", row.id))
        follows = [f for some in rows.batches(events) for f in event_rows.refresh(Event.objects.filter(id__in=some))]
        self._history()
        self._write(follows)
        return self.found

    def _articles(self) -> None:
        for row in ArticleVersion.objects.order_by("id").iterator(chunk_size=AT_ONCE):
            held = msgspec.json.decode(row.document)
            _, spans = masked(held["text"], self.words)
            changed, told = self._walk(held)
            if changed:
                row.document, row.title = _text(told), masked(row.title, self.words)[0]
                row.save(force_update=True)
                self._tell("article", row.article_id, f"version {row.number}", spans)

    def _claims(self) -> set[str]:
        events = set()
        for row in Claim.objects.order_by("number").iterator(chunk_size=AT_ONCE):
            changed, told = self._walk(msgspec.json.decode(row.document))
            drawn_changed, drawn = self._walk(msgspec.msgpack.decode(row.sketch))
            if changed or drawn_changed:
                row.document, row.sketch = _text(told), msgspec.msgpack.encode(drawn)
                row.save(force_update=True)
                self._tell("claim", row.name, "document")
                events.add(row.event_id)
        titled = Claim.objects.filter(article__in={one.subject for one in self.found if one.kind == "article"})
        return {key for key in events | set(titled.values_list("event_id", flat=True)) if key}

    def _documents(self, model: Any, column: str, subject: Callable[[Any], tuple[str, str]]) -> None:
        for row in model.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
            changed, told = self._walk(msgspec.json.decode(getattr(row, column)))
            if changed:
                setattr(row, column, _text(told))
                row.save(force_update=True, update_fields=(column,))
                self._tell(*subject(row), column)

    def _columns(self, model: type[models.Model], column: str, kind: str) -> None:
        for key, told in list(model._default_manager.values_list("pk", column)):
            text, spans = masked(told, self.words)
            if spans:
                model._default_manager.filter(pk=key).update(**{column: text})
                self._tell(kind, str(key), column)

    def _history(self) -> None:
        for change in Change.objects.exclude(salt=None).order_by("id").iterator(chunk_size=AT_ONCE):
            if self._stands_in(change.before) or self._stands_in(change.after):
                Change.objects.filter(id=change.id).update(before=None, after=None, salt=None)
                self._tell("change", f"{change.revision_id}", f"{change.id}")
        for revision in Revision.objects.exclude(salt=None).order_by("number").iterator(chunk_size=AT_ONCE):
            if revision.why and masked(revision.why, self.words)[1]:
                Revision.objects.filter(number=revision.number).update(why=None, salt=None)
                self._tell("revision", f"{revision.number}", "why")

    def _stands_in(self, told: str | None) -> bool:
        return told is not None and self._walk(msgspec.json.decode(told))[0]

    def _walk(self, value: Any) -> tuple[bool, Any]:
        """A value of JSON with the words masked in all its strings, and whether they stood anywhere."""
        if isinstance(value, str):
            text, spans = masked(value, self.words)
            return bool(spans), text
        if isinstance(value, list):
            held = [self._walk(one) for one in value]
            return any(changed for changed, _ in held), [one for _, one in held]
        if isinstance(value, dict):
            pairs = {key: self._walk(one) for key, one in value.items()}
            return any(changed for changed, _ in pairs.values()), {key: one for key, (_, one) in pairs.items()}
        return False, value

    def _tell(self, kind: str, subject: str, field: str, spans: Iterable[tuple[int, int]] = ()) -> None:
        self.found.append(
            Tombstone(
                kind=kind,
                subject=subject,
                field=field,
                authority=self.authority,
                reason=self.author.why,
                spans=list(spans),
            )
        )

    def _write(self, follows: list[Field]) -> None:
        told = [Field(one.kind, one.subject, one.field, None, {"erased": len(one.spans)}) for one in self.found]
        revision = history.record("erase", self.author, told + follows, dt.datetime.now(dt.UTC))
        rows.write(
            Erasure,
            [Erasure(revision_id=revision.number, spans=_text(one.spans), **_columns_of(one)) for one in self.found],
        )


def _columns_of(one: Tombstone) -> dict[str, str]:
    return {name: getattr(one, name) for name in ("kind", "subject", "field", "authority", "reason")}


def told() -> Iterator[str]:
    """All tombstones, a line of JSON each, for `obey`."""
    for row in Erasure.objects.order_by("id").iterator(chunk_size=AT_ONCE):
        spans = msgspec.json.decode(row.spans, type=list[tuple[int, int]])
        yield _text(Tombstone(spans=spans, **_columns_of(row)))  # type: ignore[arg-type]


def obey(lines: bytes) -> int:
    """Make erasures anew in a record that was brought back from before them; returns how many words were erased.

    What to erase is read from the restored texts themselves, where the tombstones point.
    """
    found: dict[str, Tombstone] = {}
    for line in lines.splitlines():
        one = msgspec.json.decode(line, type=Tombstone)
        for text in _pointed_at(one):
            found.setdefault(text, one)
    for words, one in sorted(found.items()):
        erase(words, Author("musnad", one.reason), one.authority)
    return len(found)


def _pointed_at(one: Tombstone) -> set[str]:
    if one.kind != "article":
        return set()
    number = int(one.field.removeprefix("version "))
    row = ArticleVersion.objects.filter(article=one.subject, number=number).first()
    text = msgspec.json.decode(row.document)["text"] if row else ""
    return {words for start, end in one.spans if (words := text[start:end]) and MASK not in words}


def _text(value: Any) -> str:
    return _json(value).decode("utf-8", "surrogatepass")
